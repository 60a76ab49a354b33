// Made by 'git cvx new' as @ID@.
import { migrations } from "../migrate";

export const description = "";

// A document may be seen twice: a batch that failed is run again, and so is a
// migration that was interrupted. Compute what you set from fields that stay,
// rather than asking whether it is there: then a second time changes nothing,
// and what was written meanwhile is right, too.
//
// A batch is one transaction: 1 second of JavaScript, 16 MiB read, 16 MiB
// written. It holds 100 documents; batchSize takes fewer.

export const up = migrations.define({
  table: "@TABLE@",
  migrateOne: async (ctx, document) => {
    // await ctx.db.patch(document._id, { searchName: document.name.toLowerCase() });
  },
});

// Delete this one if the change cannot be undone.
export const down = migrations.define({
  table: "@TABLE@",
  migrateOne: async (ctx, document) => {
    // await ctx.db.patch(document._id, { searchName: undefined });
  },
});
