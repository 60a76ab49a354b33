// Made by 'git cvx new' as @ID@.
import { migrations } from "../migrate";

export const description = "";

// Both directions must do nothing to a document that already has their target
// shape: a batch that failed is run again, and so is a migration that was
// interrupted. Look at the document first, and return nothing if it is done.

export const up = migrations.define({
  table: "@TABLE@",
  migrateOne: async (ctx, document) => {
    // if (document.fullName !== undefined) return;
    // await ctx.db.patch(document._id, { fullName: document.name, name: undefined });
  },
});

// Delete this one if the change cannot be undone.
export const down = migrations.define({
  table: "@TABLE@",
  migrateOne: async (ctx, document) => {
    // if (document.name !== undefined) return;
    // await ctx.db.patch(document._id, { name: document.fullName, fullName: undefined });
  },
});
