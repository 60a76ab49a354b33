import { Migrations } from "@convex-dev/migrations";
import { components } from "./_generated/api.js";

export const migrations = new Migrations<any>((components as any).migrations);
export const run = migrations.runner();

const visit = async (ctx: any, item: any) => {
  if (item.bad) throw new Error(`cannot migrate item ${item.n}`);
  await ctx.db.patch(item._id, { steps: item.steps + 1 });
};

/** Not idempotent on purpose: a document visited twice, or not at all, shows. */
export const step = migrations.define({ table: "items", batchSize: 10, migrateOne: visit });
export const stepSlowly = migrations.define({ table: "items", batchSize: 1, migrateOne: visit });
export const stepInOne = migrations.define({ table: "items", batchSize: 1000, migrateOne: visit });

export const reshape = migrations.define({
  table: "items",
  batchSize: 2,
  migrateOne: async () => ({ shape: "new" }),
});
export const reshapeDown = migrations.define({
  table: "items",
  batchSize: 2,
  migrateOne: async () => ({ shape: undefined }),
});
