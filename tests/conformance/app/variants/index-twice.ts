// Two indexes of one name.
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";
import { tables } from "./tables.js";

export default defineSchema({
  ...tables,
  people: defineTable({ name: v.string(), age: v.optional(v.number()) })
    .index("by_name", ["name"])
    .index("by_name", ["age"]),
});
