import { migrations } from "../migrate";

export const description = "Store what a user can be found by: name and handle in lower case";

export const up = migrations.define({
  table: "users",
  migrateOne: (_ctx, user) => {
    if (user.searchText !== undefined) return undefined;
    return { searchText: `${user.name} ${user.handle}`.toLowerCase() };
  },
});

export const down = migrations.define({
  table: "users",
  migrateOne: (_ctx, user) =>
    user.searchText === undefined ? undefined : { searchText: undefined },
});
