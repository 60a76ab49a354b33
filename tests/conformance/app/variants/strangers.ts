// Stands for an app that the suites did not make.
import { internalMutationGeneric as internalMutation } from "convex/server";

export const write = internalMutation({
  args: {},
  handler: async (ctx) => {
    await ctx.db.insert("strangers", { mine: true });
  },
});

export const erase = internalMutation({
  args: {},
  handler: async (ctx) => {
    for (const one of await ctx.db.query("strangers").collect()) await ctx.db.delete(one._id);
  },
});
