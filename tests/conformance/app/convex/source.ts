// Functions that meet a rule or a limit of the backend, for groups/source.mjs.
import {
  anyApi,
  createFunctionHandle,
  internalMutationGeneric as internalMutation,
  internalQueryGeneric as internalQuery,
  mutationGeneric as mutation,
} from "convex/server";
import { ConvexError, v } from "convex/values";
import { components } from "./_generated/api.js";

const outer = (components as any).outer;

/** Calls itself until it is as deep as that. */
export const deep = internalMutation({
  args: { levels: v.number() },
  handler: async (ctx, { levels }): Promise<number> =>
    levels === 0 ? 0 : 1 + (await ctx.runMutation(anyApi.source.deep, { levels: levels - 1 })),
});

/** Through a component and back by a handle, all in one transaction. */
export const thereAndBack = internalMutation({
  args: { fails: v.boolean() },
  handler: async (ctx, { fails }) => {
    const handle = await createFunctionHandle(anyApi.source.mark as any);
    await ctx.runMutation(outer.back.callBack, { handle, fails });
  },
});

export const mark = internalMutation({
  args: { fails: v.boolean() },
  handler: async (ctx, { fails }) => {
    await ctx.db.insert("fired", { tag: "back" });
    if (fails) throw new ConvexError({ code: "MARKED", n: 7 });
  },
});

/** What a caller sees of a ConvexError that came through a component. */
export const caughtData = internalMutation({
  args: {},
  handler: async (ctx) => {
    try {
      await ctx.runMutation(anyApi.source.thereAndBack, { fails: true });
    } catch (error: any) {
      return error.data ?? "no data";
    }
    return "no error";
  },
});

/** Some seconds of JavaScript, on any machine. */
export const burn = internalMutation({
  args: {},
  handler: async () => {
    let kept = 0;
    for (let i = 0; i < 5e6; i++) kept += JSON.parse('{"one":[1,2,3],"two":"three"}').one.length;
    return kept;
  },
});

export const catchBurn = internalMutation({
  args: {},
  handler: async (ctx) => {
    try {
      await ctx.runMutation(anyApi.source.burn, {});
    } catch {
      return "caught";
    }
  },
});

export const longArray = internalQuery({
  args: { length: v.number() },
  handler: async (_ctx, { length }) => new Array(length).fill(0),
});

export const largeDocument = internalMutation({
  args: { bytes: v.number() },
  handler: async (ctx, { bytes }) => {
    await ctx.db.insert("fired", { tag: "x".repeat(bytes) });
  },
});

export const largeDocuments = internalMutation({
  args: { documents: v.number() },
  handler: async (ctx, { documents }) => {
    for (let i = 0; i < documents; i++)
      await ctx.db.insert("fired", { tag: "x".repeat((1 << 20) - 1000) });
  },
});

export const manyRanges = internalQuery({
  args: { ranges: v.number() },
  handler: async (ctx, { ranges }) => {
    for (let i = 0; i < ranges; i++)
      await ctx.db
        .query("people")
        .withIndex("by_name", (q) => q.eq("name", `nobody${i}`))
        .first();
  },
});

export const manyWrites = mutation({
  args: { writes: v.number() },
  handler: async (ctx, { writes }) => {
    for (let i = 0; i < writes; i++) await ctx.db.insert("fired", { tag: "many" });
  },
});
