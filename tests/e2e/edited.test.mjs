// A migration that is edited after it was applied: said, and run when it is asked for.
// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { migrationText } from "./lib/trials.mjs";
import { inBegunWorld } from "./lib/world.mjs";

const SHOUT = "20251201_080000_shout_handles";
const LENGTH = "20251202_080000_handle_lengths";
const file = (id) => `convex/migrations/${id}.ts`;

const shout = (mark) =>
  migrationText({
    up: `return doc.shout === undefined ? { shout: doc.handle + "${mark}" } : undefined;`,
    down: "return doc.shout === undefined ? undefined : { shout: undefined };",
  });

/** Reads what shout_handles wrote. */
const lengths = migrationText({
  up: "return doc.length === undefined ? { length: doc.shout.length } : undefined;",
  down: "return doc.length === undefined ? undefined : { length: undefined };",
});

async function begin(world) {
  const schema = world.read("convex/schema.ts");
  const mark = "email: v.string(),";
  const fields = "shout: v.optional(v.string()),\n    length: v.optional(v.number()),";
  assert.ok(schema.includes(mark));
  world.write("convex/schema.ts", schema.replace(mark, `${mark}\n    ${fields}`));
  world.write(file(SHOUT), shout("!"));
  world.write(file(LENGTH), lengths);
  await world.mustCvx("migrate");
}

async function assertShouts(world, mark) {
  for (const { handle, shout, length } of await world.docs("users")) {
    assert.equal(shout, handle + mark);
    assert.equal(length, shout.length);
  }
  const ledger = await world.ledger();
  for (const id of [SHOUT, LENGTH]) assert.equal(ledger[id].status, "completed");
  assert.ok(ledger[SHOUT].sequence < ledger[LENGTH].sequence);
  assert.equal(ledger[SHOUT].sourceHash, await world.gitText("hash-object", file(SHOUT)));
  assert.equal(await world.schemaValidates(), true);
}

describe("a migration that was edited after it was applied", () => {
  it(
    "is said, with the command that runs it, which takes along what was built on it",
    inBegunWorld(async (world) => {
      await begin(world);
      await assertShouts(world, "!");
      world.write(file(SHOUT), shout("!!!"));

      const { stdout } = await world.mustCvx("status");
      assert.match(stdout, new RegExp(`Edited after they were applied:\\n.*git cvx redo <id>.*\\n +${SHOUT}`));
      await world.mustCvx("migrate");
      const [user] = await world.docs("users");
      assert.equal(user.shout, `${user.handle}!`, "migrate alone doesn't run it");

      const asked = await world.cvx("redo", SHOUT);
      assert.equal(asked.code, 4, "nobody is there to agree");
      assert.match(asked.stderr, /--yes agrees beforehand/);
      const plan = await world.mustCvx("redo", "--dry-run", SHOUT);
      assert.match(plan.stdout, new RegExp(`undo +${LENGTH}[^]*undo +${SHOUT}[^]*run +${SHOUT}`));
      await world.mustCvx("redo", "--yes", SHOUT);
      await assertShouts(world, "!!!");
      assert.doesNotMatch((await world.mustCvx("status")).stdout, /edited/i);
    }),
  );

  it(
    "is run by migrate and by hooks under edited = redo",
    inBegunWorld(async (world) => {
      await begin(world);
      await world.git("add", "-A");
      await world.git("commit", "-qm", "Shout");
      world.write(".cvx.ini", "[cvx]\nversion = 1\n[policy]\nedited = redo\n");
      world.write(file(SHOUT), shout("?!"));
      await world.mustCvx("migrate", "--yes");
      await assertShouts(world, "?!");
      await world.git("add", "-A");
      await world.git("commit", "-qm", "Shout otherwise");
      world.write(file(SHOUT), shout("..."));
      await world.git("commit", "-qam", "Shout less");
      await world.git("checkout", "-q", "--detach", "HEAD~1");
      const { stderr } = await world.git("checkout", "main");
      assert.match(stderr, new RegExp(`undoing '${SHOUT}' \\(edited after it was applied\\)`));
      await assertShouts(world, "...");
    }),
  );

  it(
    "has nothing to redo where it isn't applied, or isn't known",
    inBegunWorld(async (world) => {
      world.write(file(SHOUT), shout("!"));
      const pending = await world.cvx("redo", "--yes", SHOUT);
      assert.equal(pending.code, 4);
      assert.match(pending.stderr, new RegExp(`is not applied[^]*git cvx up ${SHOUT}`));
      const unknown = await world.cvx("redo", "--yes", "nobody");
      assert.equal(unknown.code, 128);
      assert.match(unknown.stderr, /there is no migration 'nobody'/);
      assert.equal((await world.cvx("redo")).code, 129);
    }),
  );
});
