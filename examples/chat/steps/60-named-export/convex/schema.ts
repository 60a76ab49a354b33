import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export const role = v.union(v.literal("member"), v.literal("admin"));

/** What a person tells about themselves; the functions take the same. */
export const personFields = {
  name: v.string(),
  handle: v.string(),
  email: v.string(),
};

export default defineSchema({
  users: defineTable({ ...personFields, role }).index("by_email", ["email"]),

  rooms: defineTable({
    slug: v.string(),
    title: v.string(),
    owner: v.id("users"),
  }).index("by_slug", ["slug"]),

  messages: defineTable({
    room: v.id("rooms"),
    author: v.id("users"),
    text: v.string(),
    sentAt: v.number(),
  }).index("by_room", ["room", "sentAt"]),
});
