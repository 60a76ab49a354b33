import { migrations } from "../migrate";

export const up = migrations.define({
  table: "users",
  batchSize: 10,
  migrateOne: async (ctx, user) => {
    if (user.fullName !== undefined) return;
    if (user.name === "poison") throw new Error("cannot split 'poison'");
    await ctx.db.patch(user._id, { fullName: user.name, name: undefined });
  },
});

export const down = migrations.define({
  table: "users",
  batchSize: 10,
  migrateOne: async (ctx, user) => {
    if (user.name !== undefined) return;
    await ctx.db.patch(user._id, { name: user.fullName, fullName: undefined });
  },
});
