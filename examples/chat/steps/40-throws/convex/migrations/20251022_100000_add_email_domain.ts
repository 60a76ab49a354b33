import { migrations } from "../migrate";

export const description = "Store the domain of every user's e-mail address";

export const up = migrations.define({
  table: "users",
  // Small batches: what comes before the address that is none gets committed.
  batchSize: 5,
  migrateOne: (_ctx, user) => {
    if (user.emailDomain !== undefined) return undefined;
    const at = user.email.indexOf("@");
    if (at < 0) throw new Error(`user '${user.handle}' has no e-mail address: '${user.email}'`);
    return { emailDomain: user.email.slice(at + 1) };
  },
});

export const down = migrations.define({
  table: "users",
  migrateOne: (_ctx, user) =>
    user.emailDomain === undefined ? undefined : { emailDomain: undefined },
});
