import {
  actionGeneric as action,
  anyApi,
  internalMutationGeneric as internalMutation,
  mutationGeneric as mutation,
  queryGeneric as query,
} from "convex/server";
import { v } from "convex/values";

export const fire = internalMutation({
  args: { tag: v.string() },
  handler: async (ctx, { tag }) => {
    await ctx.db.insert("fired", { tag });
  },
});

export const fail = internalMutation({
  args: { tag: v.string() },
  handler: async (ctx, { tag }) => {
    await ctx.db.insert("fired", { tag });
    throw new Error(`no luck with ${tag}`);
  },
});

export const later = mutation({
  args: { tag: v.string(), ms: v.number(), fails: v.optional(v.boolean()) },
  handler: async (ctx, { tag, ms, fails }) =>
    await ctx.scheduler.runAfter(ms, fails ? anyApi.jobs.fail : anyApi.jobs.fire, { tag }),
});

export const laterFromAction = action({
  args: { tag: v.string() },
  handler: async (ctx, { tag }) => await ctx.scheduler.runAfter(0, anyApi.jobs.fire, { tag }),
});

export const laterThenFail = mutation({
  args: { tag: v.string() },
  handler: async (ctx, { tag }) => {
    await ctx.scheduler.runAfter(0, anyApi.jobs.fire, { tag });
    throw new Error("nothing of this happened");
  },
});

export const cancel = mutation({
  args: { id: v.id("_scheduled_functions") },
  handler: async (ctx, { id }) => await ctx.scheduler.cancel(id),
});

export const state = query({
  args: { id: v.id("_scheduled_functions") },
  handler: async (ctx, { id }) => (await ctx.db.system.get(id))?.state,
});

export const fired = query({
  args: {},
  handler: async (ctx) => (await ctx.db.query("fired").collect()).map((one) => one.tag),
});
