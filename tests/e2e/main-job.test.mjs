// The main job: the data follows the checked-out branch, there and back.
// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  NEW_MESSAGES,
  NEW_USERS,
  OLD_MESSAGES,
  OLD_USERS,
  assertEveryDocumentFits,
  assertInLine,
  assertShape,
} from "./lib/expect.mjs";
import { SHOUT, SHOUT_FILE, SHOUT_TEXT, shouted } from "./lib/shout.mjs";
import { IDS, inBegunWorld, inWorld, onlyOnSandbox } from "./lib/world.mjs";

const { role, splitName, renameField, markHandles, searchText, roomsByHandle } = IDS;

/** Not played from a recording: this is the main job, as a user has it. */
const OFFICIAL_CLI = { officialCli: true };

describe("the data follows git", () => {
  it(
    "to a branch that has widened, migrated and narrowed, back, and there again with the merge",
    inBegunWorld(async (world) => {
      const before = await world.docs("users");

      const there = await world.checkout("feature/split-name");
      assert.match(there.stderr, /every document fits its schema/);
      await assertShape(world, "users", NEW_USERS);
      await assertInLine(world, { applied: [role, splitName] });
      const row = (await world.ledger())[splitName];
      assert.equal(row.branch, "feature/split-name");
      assert.equal(row.commitSha, await world.gitText("rev-parse", "HEAD"));
      assert.equal(row.recordsProcessed, 25);

      const back = await world.checkout("main");
      assert.match(back.stderr, /going to undo 1 migration, on 25 documents/);
      assert.deepEqual(await world.docs("users"), before, "to the letter as before");
      await assertInLine(world, { applied: [role], undone: [splitName] });

      await world.git("merge", "feature/split-name");
      await assertShape(world, "users", NEW_USERS);
      await assertInLine(world, { applied: [role, splitName] });
      assert.ok((await world.ledger())[splitName].sequence > row.sequence);
      await assertEveryDocumentFits(world);
    }, OFFICIAL_CLI),
  );

  it(
    "with a merge that makes a commit, while git's MERGE_HEAD is still there",
    inBegunWorld(async (world) => {
      await world.git("commit", "-q", "--allow-empty", "-m", "Meanwhile");
      await world.git("merge", "-q", "--no-edit", "feature/split-name");
      await assertShape(world, "users", NEW_USERS);
      await assertInLine(world, { applied: [role, splitName] });
    }),
  );

  it(
    "from one feature to the other, and to a branch that has merged both",
    inBegunWorld(async (world) => {
      const users = await world.docs("users");
      await world.checkout("feature/split-name");
      await world.checkout("feature/rename-field");
      assert.deepEqual(await world.docs("users"), users);
      await assertShape(world, "messages", NEW_MESSAGES);
      await assertInLine(world, { applied: [role, renameField], undone: [splitName] });

      const { stderr } = await world.checkout("develop");
      assert.doesNotMatch(stderr, /undo/);
      await assertShape(world, "users", NEW_USERS);
      await assertShape(world, "messages", NEW_MESSAGES);
      await assertInLine(world, { applied: [role, renameField, splitName] });

      await world.checkout("main");
      await assertShape(world, "messages", OLD_MESSAGES);
      assert.deepEqual(await world.docs("users"), users);
      await assertInLine(world, { applied: [role], undone: [renameField, splitName] });
      await assertEveryDocumentFits(world);
    }),
  );

  it(
    "undoes in reverse order where one migration reads what another wrote",
    inBegunWorld(async (world) => {
      const users = await world.docs("users");
      await world.checkout("feature/two-steps");
      for (const { handle, searchText } of await world.docs("users")) {
        assert.match(handle, /^@/);
        assert.ok(searchText.includes(handle.toLowerCase()), `${searchText} lacks ${handle}`);
      }
      const rows = await world.ledger();
      assert.ok(rows[markHandles].sequence < rows[searchText].sequence);
      const { stderr } = await world.checkout("main");
      assert.ok(
        stderr.indexOf(`undoing '${searchText}'`) < stderr.indexOf(`undoing '${markHandles}'`),
      );
      assert.deepEqual(await world.docs("users"), users);
      await assertInLine(world, { applied: [role], undone: [markHandles, searchText] });
    }),
  );

  it(
    "keeps the index that a down needs although the target lacks it",
    inBegunWorld(async (world) => {
      const rooms = await world.docs("rooms");
      await world.checkout("feature/index");
      await assertShape(world, "rooms", { has: ["ownerHandle"], lacks: ["owner"] });
      await world.checkout("feature/named-export"); // users.ts imports names from schema.ts there
      assert.deepEqual(await world.docs("rooms"), rooms);
      await assertInLine(world, { applied: [role], undone: [roomsByHandle] });
      await assertEveryDocumentFits(world);
    }, OFFICIAL_CLI),
  );

  it(
    "keeps what a branch has retired, and undoes it where it never was",
    inBegunWorld(async (world) => {
      await world.git("checkout", "-q", "-b", "retired");
      world.write(SHOUT_FILE, SHOUT_TEXT);
      await world.git("add", SHOUT_FILE);
      await world.git("commit", "-q", "-m", "Shout");
      await world.mustCvx("migrate");
      await world.git("rm", "-q", SHOUT_FILE);
      await world.git("commit", "-q", "-m", "Everything is loud by now");
      await world.mustCvx("migrate");
      assert.ok(await shouted(world));
      await assertInLine(world, { applied: [role, SHOUT] });

      const { stderr } = await world.checkout("main"); // not a file that is watched differs
      assert.match(stderr, new RegExp(`undoing '${SHOUT}'`));
      await assertInLine(world, { applied: [role], undone: [SHOUT] });
      assert.ok(!(await shouted(world)));
    }),
  );

  it(
    "undoes a migration whose branch is gone",
    inBegunWorld(async (world) => {
      await world.git("branch", "gone", "feature/split-name");
      await world.git("branch", "-D", "feature/split-name");
      await world.checkout("gone");
      await world.git("checkout", "-q", "--detach");
      await world.git("branch", "-D", "gone", "develop");
      await world.git("reflog", "expire", "--expire=now", "--all");
      await world.checkout("main");
      await assertShape(world, "users", OLD_USERS);
      await assertInLine(world, { applied: [role], undone: [splitName] });
    }),
  );
});

describe("the commands do by hand what the hooks do", () => {
  it(
    "migrate asks before it undoes, and without a terminal wants --yes",
    inBegunWorld(async (world) => {
      await world.mustCvx("hooks", "uninstall");
      await world.checkout("feature/split-name");
      await assertShape(world, "users", OLD_USERS);
      await world.mustCvx("migrate");
      await assertShape(world, "users", NEW_USERS);

      await world.checkout("main");
      const refused = await world.cvx("migrate");
      assert.equal(refused.code, 4, refused.stderr);
      assert.match(refused.stderr, /hint: --yes agrees beforehand/);
      await assertShape(world, "users", NEW_USERS);
      await world.mustCvx("migrate", "--yes");
      await assertShape(world, "users", OLD_USERS);
      await assertInLine(world, { applied: [role], undone: [splitName] });

      const again = await world.mustCvx("migrate");
      assert.equal(again.stdout, "");
    }),
  );

  it(
    "down undoes one, says that the branch's schema wants it, and up brings it back",
    inBegunWorld(async (world) => {
      await world.checkout("feature/split-name");
      const down = await world.cvx("down", "--yes", splitName);
      assert.equal(down.code, 4, down.stderr);
      assert.match(
        down.stderr,
        /hint: '.*split_user_name' is undone, and the branch's schema.* isn't enforced/,
      );
      await assertShape(world, "users", OLD_USERS);
      assert.match((await world.mustCvx("status")).stdout, /Schema validation is off/);
      await world.mustCvx("up");
      await assertShape(world, "users", NEW_USERS);
      await assertInLine(world, { applied: [role, splitName] });
    }),
  );

  it(
    "an empty deployment gets the branch's migrations recorded, and none is run",
    onlyOnSandbox("a shared deployment holds the suites' marker"),
    inWorld(async (world) => {
      const { stderr } = await world.mustCvx("migrate");
      assert.match(stderr, /recorded 1 migration as applied, without running any/);
      await assertInLine(world, { applied: [role] });
      await world.seed();
      await world.mustCvx("hooks", "install");
      await world.checkout("feature/split-name");
      await assertShape(world, "users", NEW_USERS);
    }),
  );

  it(
    "a deployment with documents that nobody has vouched for is left alone by hooks",
    inWorld(async (world) => {
      await world.plainPush();
      await world.seed();
      await world.mustCvx("hooks", "install");
      const { stderr } = await world.checkout("feature/split-name");
      assert.match(stderr, /git cvx adopt/);
      await assertShape(world, "users", OLD_USERS);
      assert.deepEqual(await world.ledger(), {});
      assert.match((await world.mustCvx("status")).stdout, /git cvx adopt/);
    }),
  );
});
