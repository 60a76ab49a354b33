// The user's files are the user's: no command touches work tree, index, stash or branches. And what
// is not committed counts.
// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { NEW_USERS, OLD_USERS, assertInLine, assertShape } from "./lib/expect.mjs";
import { SHOUT, SHOUT_FILE, SHOUT_TEXT, shouted } from "./lib/shout.mjs";
import { assertUsersOwnStays, look, makeAMessOn } from "./lib/users-own.mjs";
import { IDS, inBegunWorld } from "./lib/world.mjs";

const { role, splitName } = IDS;

describe("the user's work tree, index, stash and refs", () => {
  it(
    "are the same to the byte after every command",
    inBegunWorld(async (world) => {
      await makeAMessOn(world, "feature/split-name");
      await assertUsersOwnStays(world, [
        ["status"],
        ["list"],
        ["diff"],
        ["diff", "main", "develop"],
        ["plan"],
        ["plan", "main..develop"],
        ["hooks", "status"],
        ["version"],
        ["migrate", "--dry-run"],
        ["migrate"],
        ["migrate", "--yes", "main"],
        ["adopt"],
        ["continue"],
        ["abort"],
        ["hooks", "install"],
        ["hooks", "uninstall"],
      ]);
    }),
  );

  it(
    "are the same after a run that failed",
    inBegunWorld(async (world) => {
      await makeAMessOn(world, "feature/throws");
      const before = await look(world);
      assert.equal((await world.cvx("migrate")).code, 3);
      assert.deepEqual(await look(world), before);
      await world.mustCvx("abort");
      assert.deepEqual(await look(world), before);
    }),
  );
});

describe("what is not committed counts", () => {
  it(
    "an untracked migration is seen, run, and undone once its file is gone",
    inBegunWorld(async (world) => {
      world.write(SHOUT_FILE, SHOUT_TEXT);
      assert.match(
        (await world.mustCvx("status")).stdout,
        new RegExp(`To be run:\\n.*\\n +${SHOUT}`),
      );
      await world.mustCvx("migrate");
      assert.ok(await shouted(world));
      await assertInLine(world, { applied: [role, SHOUT] });

      world.remove(SHOUT_FILE);
      assert.match(
        (await world.mustCvx("status")).stdout,
        new RegExp(`not on this branch:\\n.*\\n +${SHOUT}`),
      );
      await world.mustCvx("migrate", "--yes");
      assert.ok(!(await shouted(world)));
      await assertInLine(world, { applied: [role], undone: [SHOUT] });
    }),
  );

  it(
    "an untracked migration follows 'git stash -u' and a checkout, though no commit ever held it",
    inBegunWorld(async (world) => {
      world.write(SHOUT_FILE, SHOUT_TEXT);
      await world.mustCvx("migrate");
      await world.git("stash", "-q", "-u");
      await world.checkout("feature/split-name");
      assert.ok(!(await shouted(world)));
      await assertShape(world, "users", NEW_USERS);
      await world.checkout("main");
      await assertShape(world, "users", OLD_USERS);
      await assertInLine(world, { applied: [role], undone: [SHOUT, splitName] });
    }),
  );
});
