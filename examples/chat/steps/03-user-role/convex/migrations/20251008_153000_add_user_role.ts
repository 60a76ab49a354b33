import { migrations } from "../migrate";

export const description = "Give every user a role; who has none is a member";

export const up = migrations.define({
  table: "users",
  migrateOne: (_ctx, user) => (user.role === undefined ? { role: "member" } : undefined),
});

export const down = migrations.define({
  table: "users",
  migrateOne: (_ctx, user) => (user.role === undefined ? undefined : { role: undefined }),
});
