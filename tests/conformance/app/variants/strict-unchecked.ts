// The strict schema, its validation turned off.
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";
import { tables } from "./tables.js";

export default defineSchema(
  {
    ...tables,
    people: defineTable({ name: v.string(), age: v.number() }).index("by_name", ["name"]),
  },
  { schemaValidation: false },
);
