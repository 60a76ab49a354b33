// The base schema plus a table: the schema of the first of two pushes at once.
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";
import { tables } from "./tables.js";

export default defineSchema({ ...tables, first: defineTable({ x: v.number() }) });
