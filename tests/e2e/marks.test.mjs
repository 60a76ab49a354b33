// What a person says of the data: skip, mark, and a migration under a new name.
// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { OLD_USERS, assertInLine, assertLeavesAlone, assertShape } from "./lib/expect.mjs";
import { branchWith, migrationText } from "./lib/trials.mjs";
import { IDS, inBegunWorld } from "./lib/world.mjs";

const { role, splitName } = IDS;
const SHOUT = "20251201_080000_shout_handles";
const AGAIN = "20251203_080000_shout_again";
const LENGTH = "20251202_080000_handle_lengths";
const file = (id) => `convex/migrations/${id}.ts`;

const shout = (down) =>
  migrationText({
    up: "return doc.shout === undefined ? { shout: doc.handle } : undefined;",
    down,
  });

function loosenSchema(world) {
  const schema = world.read("convex/schema.ts");
  const mark = "email: v.string(),";
  assert.ok(schema.includes(mark));
  return schema.replace(mark, `${mark}\n    shout: v.optional(v.string()),`);
}

/** A branch whose schema takes both shapes, below main's and the feature's. */
async function loose(world) {
  await branchWith(world, "loose", "main", { "convex/schema.ts": loosenSchema(world) });
}

describe("an up that was skipped half-way", () => {
  it(
    "is said to be half done, refused by a schema of one shape, and undone when marked as applied",
    inBegunWorld(async (world) => {
      await world.checkout("feature/throws");
      await world.checkout("main");
      const skipped = await world.cvx("skip");
      assert.equal(skipped.code, 128, skipped.stderr);
      assert.match(skipped.stderr, /going on with feature\/throws as it was, which isn't checked out/);
      assert.match(skipped.stderr, /half done: 10 documents have been through it[^]*mark --applied/);
      assert.match(skipped.stderr, /pushing feature\/throws as it was,[^]*does not match the schema/);

      await world.mustCvx("mark", "--applied", IDS.emailDomain);
      await world.mustCvx("migrate", "--yes");
      await assertShape(world, "users", OLD_USERS);
      await assertInLine(world, { applied: [role], undone: [IDS.emailDomain] });
      const { stdout } = await world.mustCvx("log", "--oneline", IDS.emailDomain);
      assert.match(stdout, /undone[^]*marked[^]*marked[^]*failed/);
    }),
  );
});

describe("a down whose own code throws", () => {
  it(
    "is skipped, stays as it is until somebody says what it is, and is undone by hand",
    inBegunWorld(async (world) => {
      await loose(world);
      await branchWith(world, "shout", "loose", {
        [file(SHOUT)]: shout('throw new Error("no way back");'),
      });
      await world.mustCvx("migrate");
      const failed = await world.checkout("loose");
      assert.match(failed.stderr, /no way back/);
      assert.match(failed.stderr, /git cvx status/);
      assert.match((await world.mustCvx("status")).stdout, /git cvx skip/);
      assert.equal((await world.cvx("migrate", "--yes")).code, 3, "trying again is no help");

      const skipped = await world.mustCvx("skip");
      assert.match(skipped.stderr, new RegExp(`recorded '${SHOUT}' as foreign`));
      assert.equal(await world.schemaValidates(), true, "the bridge is closed");
      const { stdout } = await world.mustCvx("status");
      assert.match(stdout, new RegExp(`In step[^]*Marked as foreign[^]*${SHOUT}`));
      await world.checkout("shout");
      await world.checkout("loose");
      assert.equal((await world.docs("users"))[0].shout, (await world.docs("users"))[0].handle);

      await world.mustCvx("mark", "--undone", SHOUT);
      assert.equal((await world.statuses())[SHOUT], "rolled_back");
      assert.doesNotMatch((await world.mustCvx("status")).stdout, /foreign/);
    }),
  );
});

describe("git cvx mark", () => {
  it(
    "gives a renamed migration's place in the ledger to its new name, and neither is run",
    inBegunWorld(async (world) => {
      await loose(world);
      const text = shout("return { shout: undefined };");
      await branchWith(world, "named", "loose", { [file(SHOUT)]: text });
      await world.mustCvx("migrate");
      const before = (await world.ledger())[SHOUT];
      await branchWith(world, "renamed", "named", { [file(SHOUT)]: null, [file(LENGTH)]: text });

      const refused = await world.cvx("migrate", "--yes");
      assert.equal(refused.code, 4);
      assert.match(refused.stderr, new RegExp(`git cvx mark ${LENGTH} --renamed-from ${SHOUT}`));
      await world.mustCvx("mark", LENGTH, "--renamed-from", SHOUT);
      const ledger = await world.ledger();
      assert.equal(ledger[LENGTH].status, "completed");
      assert.equal(ledger[LENGTH].sequence, before.sequence);
      assert.equal(ledger[LENGTH].sealHash, before.sealHash);
      assert.equal(ledger[SHOUT].status, "rolled_back");
      assert.match((await world.mustCvx("status")).stdout, /in step/);

      await world.checkout("main");
      assert.ok((await world.docs("users")).every((user) => user.shout === undefined));
      await assertInLine(world, { applied: [role], undone: [SHOUT, LENGTH] });
    }),
  );

  it(
    "records what is applied, undone and foreign, and moves nothing",
    inBegunWorld(async (world) => {
      await assertLeavesAlone(world, async () => {
        for (const args of [[], ["--applied"], ["--applied", "--undone", role]])
          assert.equal((await world.cvx("mark", ...args)).code, 129);
        assert.equal((await world.cvx("mark", "--foreign", "nobody")).code, 128);
        assert.equal((await world.cvx("mark", "--undone", AGAIN)).code, 128);
        assert.equal((await world.cvx("skip")).code, 4);
      });
      assert.match((await world.mustCvx("status")).stdout, /In step.*\n.*only migrations count/);
      world.write(file(AGAIN), shout("return { shout: undefined };"));
      await world.mustCvx("mark", "--foreign", AGAIN);
      await world.mustCvx("migrate");
      const row = (await world.ledger())[AGAIN];
      assert.equal(row.appliedBy.foreign, true);
      await world.mustCvx("mark", "--undone", AGAIN);
      await world.mustCvx("mark", "--applied", AGAIN);
      const applied = (await world.ledger())[AGAIN];
      assert.equal(applied.status, "completed");
      assert.equal(applied.appliedBy.foreign, undefined);
      const { stdout } = await world.mustCvx("status");
      assert.match(stdout, /^The data is in step.*\nThe code that is deployed is another one/m);
      assert.ok(applied.sealHash, "it can be undone by whoever finds it");
      await assertShape(world, "users", OLD_USERS);
      assert.equal((await world.statuses())[splitName], undefined);
    }),
  );
});
