// The documents that the migrations work on: numbered, each counting how often it was visited.
import { internalMutationGeneric as internalMutation, queryGeneric as query } from "convex/server";
import { v } from "convex/values";

/**
 * Replaces all documents by `count` new ones; number `bad`, if any, is one that migrations:step
 * stumbles over.
 */
export const renew = internalMutation({
  args: { count: v.number(), bad: v.optional(v.number()) },
  handler: async (ctx, { count, bad }) => {
    for (const item of await ctx.db.query("items").collect()) await ctx.db.delete(item._id);
    for (let n = 0; n < count; n++)
      await ctx.db.insert("items", { n, steps: 0, ...(n === bad ? { bad: true } : {}) });
  },
});

export const mend = internalMutation({
  args: {},
  handler: async (ctx) => {
    for (const item of await ctx.db.query("items").collect())
      if (item.bad) await ctx.db.patch(item._id, { bad: undefined });
  },
});

/** How many documents were visited how often, and how many have which shape. */
export const summary = query({
  args: {},
  handler: async (ctx) => {
    const steps: Record<string, number> = {};
    const shapes: Record<string, number> = {};
    for (const item of await ctx.db.query("items").collect()) {
      steps[item.steps] = (steps[item.steps] ?? 0) + 1;
      shapes[item.shape ?? "old"] = (shapes[item.shape ?? "old"] ?? 0) + 1;
    }
    return { steps, shapes };
  },
});
