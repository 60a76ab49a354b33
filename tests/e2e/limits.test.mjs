// A batch that takes longer than the server allows: what stays, and what the user is told to do.
// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import test from "node:test";
import { inBegunWorld, onlyOnSandbox } from "./lib/world.mjs";

const ID = "20251101_090000_hash_email";
const FILE = `convex/migrations/${ID}.ts`;
const ALLOWED_MS = 300;

/** Works for about a second at the users from number `from` on. */
const slow = (from, batchSize) => `import { migrations } from "../migrate";
export const up = migrations.define({
  table: "users",
  batchSize: ${batchSize},
  migrateOne: async (ctx, user) => {
    const all = await ctx.db.query("users").collect();
    if (all.findIndex((one) => one._id === user._id) < ${from}) return;
    for (let i = 0, kept = 0; i < 1e6; i++) kept += JSON.parse('{"one":[1,2,3]}').one.length;
  },
});
`;

test(
  "a batch over the limit names batchSize, at the start and later on",
  onlyOnSandbox("the limit is set"),
  inBegunWorld(async (world) => {
    await world.controls.userTime(ALLOWED_MS);
    world.write(FILE, slow(0, 25));
    const first = await world.cvx("migrate");
    assert.notEqual(first.code, 0);
    assert.match(first.stderr, /Function execution timed out \(maximum duration: 0\.3s\)/);
    assert.match(first.stderr, new RegExp(`hint: .*give ${FILE} a smaller batchSize`));

    world.write(FILE, slow(20, 5));
    const later = await world.cvx("migrate");
    assert.notEqual(later.code, 0);
    assert.match(later.stderr, new RegExp(`migration '${ID}' failed: .*a limit of the server`));
    assert.match(later.stderr, new RegExp(`hint: .*give ${FILE} a smaller batchSize`));

    world.write(FILE, slow(25, 5));
    await world.mustCvx("continue");
    assert.equal((await world.statuses())[ID], "completed");
  }),
);
