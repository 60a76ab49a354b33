// The base schema without the index that people:byName uses.
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";
import { tables } from "./tables.js";

export default defineSchema({
  ...tables,
  people: defineTable({ name: v.string(), age: v.optional(v.number()) }),
});
