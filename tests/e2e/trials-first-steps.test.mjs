// Trials of the first minutes of a project with git-cvx, and of tidying up after years.
// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import test from "node:test";
import * as trial from "./lib/trials.mjs";
import { IDS, inWorld } from "./lib/world.mjs";

const ROLE_FILE = `convex/migrations/${IDS.role}.ts`;

/** Everything that a checkout could have changed. */
async function state(world) {
  const functions = await world.deployment.functions();
  return { users: await world.docs("users"), rows: await world.ledger(), functions };
}

test(
  "A clone without hooks gets an identity with its first run",
  inWorld(async (world) => {
    await trial.beginWithoutHooks(world);
    const { appliedBy } = (await world.ledger())[IDS.role];
    assert.match(appliedBy.cloneId, /^[0-9a-f]{32}$/);
    assert.match(world.read(".git/cvx/config.ini"), new RegExp(appliedBy.cloneId));
  }),
);

test(
  "F8: what was recorded on an empty deployment, uncommitted, comes back through its seal",
  inWorld(async (world) => {
    const id = "20251101_090000_add_nick";
    await world.checkout("-q", "-b", "feature/nick");
    const edit = (file, from, to) => world.write(file, world.read(file).replace(from, to));
    edit("convex/schema.ts", "email: v.string(),", "email: v.string(),\n    nick: v.string(),");
    edit(
      "convex/users.ts",
      "email: person.email,",
      "email: person.email,\n    nick: person.handle,",
    );
    world.write(
      `convex/migrations/${id}.ts`,
      trial.migrationText({
        up: "return doc.nick === undefined ? { nick: doc.handle } : undefined;",
        down: "return doc.nick === undefined ? undefined : { nick: undefined };",
      }),
    );
    await world.mustCvx("migrate");
    assert.deepEqual(await world.statuses(), { [IDS.role]: "completed", [id]: "completed" });
    await world.plainPush();
    await world.seed();
    const seeded = await world.docs("users");
    assert.ok(seeded.every(({ nick, handle }) => nick === handle));

    await world.git("stash", "-q", "-u");
    await world.checkout("-q", "main");
    const { stderr } = await trial.wakeUp(world);
    assert.match(stderr, new RegExp(`undoing '${id}'`));
    assert.deepEqual(
      await world.docs("users"),
      seeded.map(({ nick, ...user }) => user),
    );
    assert.equal((await world.statuses())[id], "rolled_back");
    assert.equal(await world.schemaValidates(), true);
  }),
);

test(
  "F1: applied migrations that are removed from a branch stay applied, which is said once",
  inWorld(async (world) => {
    await trial.beginWithoutHooks(world);
    const before = await state(world);
    await world.git("rm", "-q", ROLE_FILE);
    await world.git("commit", "-qm", "Remove what has run everywhere");
    const said = await trial.wakeUp(world, "post-merge");
    assert.match(
      said.stderr,
      new RegExp(`'${IDS.role}' was removed from this branch and stays applied`),
    );
    assert.match(said.stderr, new RegExp(`git cvx down ${IDS.role}`));
    assert.equal((await trial.wakeUp(world, "post-merge")).stderr, "");
    assert.deepEqual(await state(world), before);
    await world.mustCvx("migrate", "--yes");
    assert.deepEqual((await state(world)).rows, before.rows);
  }),
);
