// The tables of the base schema; the schemas in ../schemas start from them.
import { defineTable } from "convex/server";
import { v } from "convex/values";

export const tables = {
  cvxTestMarker: defineTable(v.any()),
  people: defineTable({ name: v.string(), age: v.optional(v.number()) }).index("by_name", ["name"]),
  items: defineTable({
    n: v.number(),
    steps: v.number(),
    bad: v.optional(v.boolean()),
    shape: v.optional(v.string()),
  }),
  fired: defineTable({ tag: v.string() }),
};
