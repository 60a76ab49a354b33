// What wakes git-cvx besides checkout and merge, and what doesn't: the data follows, once.
// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { NEW_USERS, OLD_USERS, assertNothingInProgress, assertShape } from "./lib/expect.mjs";
import { IDS, inBegunWorld } from "./lib/world.mjs";

const { splitName } = IDS;
const FEATURE = "feature/split-name";

/** git, with our hooks told to do nothing. */
const silently = (world, ...args) => world.run("git", args, { env: { CVX_SKIP: "1" } });

async function commit(world, file, text, message) {
  world.write(file, text);
  await silently(world, "add", file);
  await silently(world, "commit", "-q", "-m", message);
}

const runs = ({ stdout, stderr }) => (stdout + stderr).split("git cvx: running").length - 1;

async function assertSplit(world) {
  assert.equal((await world.statuses())[splitName], "completed");
  await assertShape(world, "users", NEW_USERS);
  await assertNothingInProgress(world);
}

describe("the data follows", () => {
  it(
    "a rebase, once, at its end",
    inBegunWorld(async (world) => {
      await silently(world, "checkout", "-q", "-b", "mine");
      for (const n of [1, 2, 3]) await commit(world, `notes/${n}.txt`, `${n}\n`, `note ${n}`);
      const answer = await world.git("rebase", FEATURE);
      assert.equal(runs(answer), 1, answer.stderr);
      await assertSplit(world);
    }),
  );

  it(
    "a rebase that only moves the branch forward; after one by patches it is said what to type",
    inBegunWorld(async (world) => {
      await silently(world, "checkout", "-q", "-b", "forward");
      const forward = await world.git("rebase", FEATURE);
      assert.equal(runs(forward), 1, forward.stderr);
      await assertSplit(world);
      await world.checkout("main");
      await assertShape(world, "users", OLD_USERS);
      await silently(world, "checkout", "-q", "-b", "patches");
      await commit(world, "notes.txt", "1\n", "note");
      const { stderr } = await world.git("rebase", "--apply", FEATURE);
      assert.match(stderr, /'git cvx migrate' would run 1 migration/);
      await assertShape(world, "users", OLD_USERS);
    }),
  );

  it(
    "a merge that was finished by hand, and a cherry-pick; an ordinary commit moves nothing",
    inBegunWorld(async (world) => {
      await silently(world, "checkout", "-q", "-b", "theirs", FEATURE);
      await commit(world, "notes.txt", "theirs\n", "theirs");
      await silently(world, "checkout", "-q", "main");
      await commit(world, "notes.txt", "ours\n", "ours");
      assert.notEqual((await world.tryGit("merge", "theirs")).code, 0);
      await assertShape(world, "users", OLD_USERS);
      world.write("notes.txt", "both\n");
      await world.git("add", "notes.txt");
      const merged = await world.git("commit", "-q", "-m", "merged");
      assert.equal(runs(merged), 1, merged.stderr);
      await assertSplit(world);
      const plain = await world.git("commit", "-q", "--allow-empty", "-m", "plain");
      assert.equal(plain.stderr, "");
    }),
  );

  it(
    "a cherry-pick",
    inBegunWorld(async (world) => {
      const picked = await world.git("cherry-pick", `main..${FEATURE}`);
      assert.equal(runs(picked), 1, picked.stderr);
      await assertSplit(world);
    }),
  );
});

it(
  "a checkout right after 'git cvx new' doesn't run what nobody has written yet, and says so once",
  inBegunWorld(async (world) => {
    await world.mustCvx("new", "later", "--table", "users");
    const before = await world.statuses();
    const { stderr } = await world.checkout("-b", "fresh");
    assert.match(stderr, /'\d+_\d+_later' does nothing yet: it is left alone/);
    assert.deepEqual(await world.statuses(), before);
    const byHand = await world.mustCvx("migrate");
    assert.match(byHand.stderr, /does nothing yet: it is left alone\nhint: .*: git cvx up \d+_\d+_later/);
    assert.deepEqual(await world.statuses(), before, "by hand neither");
    const again = await world.checkout("fresh");
    assert.doesNotMatch(again.stderr, /git cvx/);
  }),
);

it(
  "status tells of hooks that have vanished",
  inBegunWorld(async (world) => {
    assert.doesNotMatch((await world.mustCvx("status")).stdout, /hooks/);
    world.remove(".git/hooks/post-merge");
    assert.match((await world.mustCvx("status")).stdout, /gone[^]*git cvx hooks install/);
    await world.mustCvx("hooks", "install");
    assert.doesNotMatch((await world.mustCvx("status")).stdout, /hooks/);
  }),
);
