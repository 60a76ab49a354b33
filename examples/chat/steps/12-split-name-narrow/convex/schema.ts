import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  users: defineTable({
    first: v.string(),
    last: v.string(),
    handle: v.string(),
    email: v.string(),
    role: v.union(v.literal("member"), v.literal("admin")),
  }).index("by_email", ["email"]),

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
