import { migrations } from "../migrate";

export const description = "Store handles as they are typed, with an @ in front";

export const up = migrations.define({
  table: "users",
  migrateOne: (_ctx, user) =>
    user.handle.startsWith("@") ? undefined : { handle: `@${user.handle}` },
});

export const down = migrations.define({
  table: "users",
  migrateOne: (_ctx, user) =>
    user.handle.startsWith("@") ? { handle: user.handle.slice(1) } : undefined,
});
