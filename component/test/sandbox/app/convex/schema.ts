// Strict, as an app's schema is: only the ledger's own is not.
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  users: defineTable({ name: v.optional(v.string()), fullName: v.optional(v.string()) }),
});
