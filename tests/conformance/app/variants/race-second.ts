// The base schema plus a table: the schema of the second of two pushes at once.
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";
import { tables } from "./tables.js";

export default defineSchema({ ...tables, second: defineTable({ x: v.number() }) });
