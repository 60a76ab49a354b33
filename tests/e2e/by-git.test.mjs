// The whole of it in a repository that libgit2 can't open: it is read by the git program. What the
// two readers answer is compared in tests/git/t-readers.sh; here, that all that is built on it works.
// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { lstatSync } from "node:fs";
import { describe, it } from "node:test";
import {
  NEW_USERS,
  OLD_USERS,
  assertInLine,
  assertShape,
  assertUnmergedIsLeftAlone,
} from "./lib/expect.mjs";
import { SHOUT, SHOUT_FILE, SHOUT_TEXT, shouted } from "./lib/shout.mjs";
import { assertUsersOwnStays, makeAMessOn } from "./lib/users-own.mjs";
import { IDS, inBegunWorld } from "./lib/world.mjs";

process.env.CVX_TEST_OBJECT_FORMAT = "sha256";

const { role, splitName } = IDS;

/** A file's text and when it was written. */
const file = (world, path) => [world.read(path), lstatSync(world.path(path)).mtimeMs];

describe("in a repository that git reads", () => {
  it(
    "the data goes to a branch and back; a changed file and untracked ones stay as they are",
    inBegunWorld(async (world) => {
      assert.equal(await world.gitText("rev-parse", "--show-object-format"), "sha256");
      world.write("README.md", world.read("README.md") + "Not committed.\n");
      world.write("notes.txt", "untracked\n");
      world.write(SHOUT_FILE, SHOUT_TEXT);
      await world.mustCvx("migrate");
      assert.ok(await shouted(world));
      const users = await world.docs("users");
      const files = ["README.md", "notes.txt", SHOUT_FILE].map((path) => file(world, path));
      const status = await world.gitText("status", "--porcelain");

      await world.checkout("feature/split-name");
      await assertShape(world, "users", NEW_USERS);
      await assertInLine(world, { applied: [role, SHOUT, splitName] });
      const back = await world.checkout("main");
      assert.match(back.stderr, /going to undo 1 migration, on 25 documents/);
      assert.deepEqual(await world.docs("users"), users, "to the letter as before");
      await assertInLine(world, { applied: [role, SHOUT], undone: [splitName] });

      const paths = ["README.md", "notes.txt", SHOUT_FILE];
      assert.deepEqual(
        paths.map((path) => file(world, path)),
        files,
      );
      assert.equal(await world.gitText("status", "--porcelain"), status);
    }),
  );

  it(
    "commands leave the user's work tree, index, stash and refs the same to the byte",
    inBegunWorld(async (world) => {
      await makeAMessOn(world, "feature/split-name");
      const usual = [["status"], ["plan", "main..develop"], ["migrate"]];
      await assertUsersOwnStays(world, usual);
      await assertShape(world, "users", NEW_USERS);
      await assertUsersOwnStays(world, [["migrate", "--yes", "main"]]);
      await assertShape(world, "users", OLD_USERS);
    }),
  );

  it("unmerged entries are left alone", inBegunWorld(assertUnmergedIsLeftAlone));
});
