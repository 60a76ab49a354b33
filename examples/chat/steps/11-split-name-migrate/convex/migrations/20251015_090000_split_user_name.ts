import { migrations } from "../migrate";

export const description = "Store first and last name of a user instead of one name";

export const up = migrations.define({
  table: "users",
  migrateOne: (_ctx, user) => {
    if (user.name === undefined) return undefined;
    // At the first space: "John von Neumann" has a last name of two words.
    const [first, ...rest] = user.name.split(" ");
    return { first, last: rest.join(" "), name: undefined };
  },
});

export const down = migrations.define({
  table: "users",
  migrateOne: (_ctx, user) => {
    if (user.first === undefined && user.last === undefined) return undefined;
    const words = [user.first, user.last].filter((word) => word);
    return { name: user.name ?? words.join(" "), first: undefined, last: undefined };
  },
});
