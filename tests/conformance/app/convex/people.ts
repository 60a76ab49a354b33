import { internalMutationGeneric as internalMutation, queryGeneric as query } from "convex/server";
import { v } from "convex/values";

export const list = query({
  args: {},
  handler: async (ctx) => (await ctx.db.query("people").collect()).map((person) => person.name),
});

export const byName = query({
  args: { name: v.string() },
  handler: async (ctx, { name }) =>
    await ctx.db
      .query("people")
      .withIndex("by_name", (q: any) => q.eq("name", name))
      .collect(),
});

/** Replaces all documents of the table. */
export const only = internalMutation({
  args: { people: v.array(v.any()) },
  handler: async (ctx, { people }) => {
    for (const person of await ctx.db.query("people").collect()) await ctx.db.delete(person._id);
    for (const person of people) await ctx.db.insert("people", person);
  },
});
