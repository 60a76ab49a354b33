import {
  anyApi,
  internalMutationGeneric as internalMutation,
  mutationGeneric as mutation,
  queryGeneric as query,
} from "convex/server";
import { ConvexError, v } from "convex/values";
import { components } from "./_generated/api.js";

export const plain = query({
  args: {},
  handler: async () => {
    throw new Error("kaboom");
  },
});

export const withData = mutation({
  args: { data: v.any() },
  handler: async (_ctx, { data }) => {
    throw new ConvexError(data);
  },
});

export const wrongReturn = query({
  args: {},
  returns: v.string(),
  handler: async (): Promise<any> => 7,
});

export const fireThenFail = internalMutation({
  args: { tag: v.string() },
  handler: async (ctx, { tag }) => {
    await ctx.db.insert("fired", { tag });
    throw new Error("after the write");
  },
});

/** A nested mutation fails and is caught: only its own writes are undone. */
export const catchNested = mutation({
  args: {},
  handler: async (ctx) => {
    await ctx.db.insert("fired", { tag: "before" });
    try {
      await ctx.runMutation(anyApi.errors.fireThenFail, { tag: "nested" });
    } catch {
      await ctx.db.insert("fired", { tag: "caught" });
    }
    return (await ctx.db.query("fired").collect()).map((one) => one.tag);
  },
});

export const throughComponent = mutation({
  args: { text: v.string() },
  handler: async (ctx, { text }) => {
    await ctx.db.insert("fired", { tag: text });
    await ctx.runMutation((components as any).outer.notes.addThenFail, { text });
  },
});
