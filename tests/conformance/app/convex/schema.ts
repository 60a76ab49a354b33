import { defineSchema } from "convex/server";
import { tables } from "./tables.js";

export default defineSchema(tables);
