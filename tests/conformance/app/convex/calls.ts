import {
  actionGeneric as action,
  anyApi,
  internalMutationGeneric as internalMutation,
  mutationGeneric as mutation,
  queryGeneric as query,
} from "convex/server";
import { v } from "convex/values";

export const echo = query({
  args: { value: v.any() },
  handler: async (_ctx, { value }) => {
    console.info("echo");
    return value;
  },
});

export const addPerson = mutation({
  args: { name: v.string(), age: v.optional(v.number()) },
  handler: async (ctx, person) => await ctx.db.insert("people", person),
});

/** Writes without the help of the compiler: what the schema says is up to the server. */
export const addAnyPerson = internalMutation({
  args: { person: v.any() },
  handler: async (ctx, { person }) => await ctx.db.insert("people", person),
});

export const countThroughAction = action({
  args: { name: v.string() },
  handler: async (ctx, { name }): Promise<number> => {
    await ctx.runMutation(anyApi.calls.addPerson, { name });
    return (await ctx.runQuery(anyApi.people.list, {})).length;
  },
});
