import { mutationGeneric as mutation, queryGeneric as query } from "convex/server";
import { v } from "convex/values";

export const add = mutation({
  args: { text: v.string() },
  handler: async (ctx, { text }) => await ctx.db.insert("notes", { text }),
});

export const list = query({
  args: {},
  handler: async (ctx) => (await ctx.db.query("notes").collect()).map((note) => note.text),
});

export const clear = mutation({
  args: {},
  handler: async (ctx) => {
    for (const note of await ctx.db.query("notes").collect()) await ctx.db.delete(note._id);
  },
});
