import { internalMutationGeneric, internalQueryGeneric } from "convex/server";
import { v } from "convex/values";

export const add = internalMutationGeneric({
  args: { names: v.array(v.string()) },
  handler: async (ctx, { names }) => {
    for (const name of names) await ctx.db.insert("users", { name });
  },
});

export const shapes = internalQueryGeneric({
  args: {},
  handler: async (ctx) => {
    const users = await ctx.db.query("users").collect();
    return {
      old: users.filter((user) => user.name !== undefined).length,
      new: users.filter((user) => user.fullName !== undefined).length,
    };
  },
});

export const remove = internalMutationGeneric({
  args: { name: v.string() },
  handler: async (ctx, { name }) => {
    const users = await ctx.db.query("users").collect();
    for (const user of users) if (user.name === name) await ctx.db.delete(user._id);
  },
});
