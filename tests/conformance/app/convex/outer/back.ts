import { mutationGeneric as mutation } from "convex/server";
import { v } from "convex/values";

/** Calls a function of the app, which it knows by its handle only. */
export const callBack = mutation({
  args: { handle: v.string(), fails: v.boolean() },
  handler: async (ctx, { handle, fails }) => {
    await ctx.db.insert("notes", { text: "called" });
    await ctx.runMutation(handle as any, { fails });
  },
});
