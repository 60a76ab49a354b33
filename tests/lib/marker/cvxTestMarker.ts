// Goes into every app that the test suites push: says that the deployment is theirs, and empties
// it.
// SPDX-License-Identifier: MIT
import { internalMutationGeneric as internalMutation } from "convex/server";
import { v } from "convex/values";

/**
 * One document that says what the suites may make here; a deployment without it must be empty to be
 * used.
 */
export const claim = internalMutation({
  args: {
    modules: v.array(v.string()),
    tables: v.array(v.string()),
    components: v.array(v.string()),
  },
  handler: async (ctx, ours) => {
    const said = {
      text: "made by the test suites of git-cvx, which replace everything here",
      ...ours,
    };
    const marker = await ctx.db.query("cvxTestMarker").first();
    if (marker) await ctx.db.replace(marker._id, said);
    else await ctx.db.insert("cvxTestMarker", said);
  },
});

/** Deletes documents of one table, as many as one mutation may; answers how many there were. */
export const wipe = internalMutation({
  args: { table: v.string() },
  handler: async (ctx, { table }) => {
    const documents = await ctx.db.query(table).take(1000);
    for (const { _id } of documents) await ctx.db.delete(_id);
    return documents.length;
  },
});
