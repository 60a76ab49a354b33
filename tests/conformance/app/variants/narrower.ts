// `age` is not in the schema: documents with it have an extra field.
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";
import { tables } from "./tables.js";

export default defineSchema({
  ...tables,
  people: defineTable({ name: v.string() }).index("by_name", ["name"]),
});
