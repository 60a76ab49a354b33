// What is no branch with the app, or is in the middle of something, leaves the deployment alone.
// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import {
  NEW_USERS,
  OLD_USERS,
  assertInLine,
  assertLeavesAlone,
  assertShape,
  assertUnmergedIsLeftAlone,
  ownLines,
} from "./lib/expect.mjs";
import { SHOUT, SHOUT_TEXT } from "./lib/shout.mjs";
import { gitAsleep } from "./lib/trials.mjs";
import { IDS, inBegunWorld } from "./lib/world.mjs";

const { role, splitName } = IDS;

/** A commit on `branch`, made without hooks, that changes a line which feature/split-name changes. */
async function commitConflict(world, branch) {
  const options = { env: { CVX_SKIP: "1" } };
  await world.run("git", ["checkout", "-q", "-b", branch], options);
  const text = world.read("convex/schema.ts");
  assert.match(text, /name: v\.string\(\),/);
  world.write("convex/schema.ts", text.replace("name: v.string(),", "name: v.string(), // full"));
  await world.run("git", ["commit", "-q", "-a", "-m", "Say what a name is"], options);
}

describe("what is no target leaves the data where it is, and says so in one line", () => {
  it(
    "a branch without the app",
    inBegunWorld(async (world) => {
      const there = await assertLeavesAlone(world, () => world.checkout("docs"));
      assert.equal(ownLines(there).length, 1, there.stderr);
      assert.match(there.stderr, /no git-cvx app .*data stays as it is/);
      const back = await assertLeavesAlone(world, () => world.checkout("main"));
      assert.deepEqual(ownLines(back), []);
      const status = await world.checkout("docs").then(() => world.cvx("migrate"));
      assert.equal(status.code, 128, status.stderr);
    }),
  );

  it(
    "a commit from before 'git cvx init', as a tag and as a branch",
    inBegunWorld(async (world) => {
      for (const args of [["before-init"], ["-b", "old", "before-init"]]) {
        const { stderr } = await assertLeavesAlone(world, () => world.checkout(...args));
        assert.equal(ownLines({ stderr }).length, 1, stderr);
        assert.match(stderr, /no git-cvx app/);
        await world.checkout("main");
      }
      await assertInLine(world, { applied: [role] });
    }),
  );

  it(
    "a glance at a tag whose migrations differ",
    inBegunWorld(async (world) => {
      await world.git("tag", "split", "feature/split-name");
      const { stderr } = await assertLeavesAlone(world, () => world.checkout("-q", "split"));
      assert.match(stderr, /'git cvx migrate' would run 1 .*; data stays as it is/);
      assert.equal(ownLines({ stderr }).length, 1, stderr);
      await assertLeavesAlone(world, () => world.checkout("-q", "main"));
      await assertInLine(world, { applied: [role] });
    }),
  );

  it(
    "a pull that deletes migrations of the branch: their effect is in its history",
    inBegunWorld(async (world) => {
      const ids = [SHOUT, SHOUT.replace("shout", "shout_again")];
      const upstream = join(world.root, "upstream");
      for (const id of ids) world.write(`convex/migrations/${id}.ts`, SHOUT_TEXT);
      await world.git("add", "-A");
      await world.git("commit", "-q", "-m", "Shout twice");
      await world.mustCvx("migrate");
      await world.git("clone", "-q", "--bare", world.dir, upstream);
      await world.git("remote", "add", "origin", upstream);
      await gitAsleep(world, "checkout", "-q", "-b", "quiet");
      await gitAsleep(world, "rm", "-q", ...ids.map((id) => `convex/migrations/${id}.ts`));
      await gitAsleep(world, "commit", "-q", "-m", "All has been shouted");
      await gitAsleep(world, "push", "-q", "origin", "quiet:main");
      await gitAsleep(world, "checkout", "-q", "main");
      const { stderr } = await assertLeavesAlone(world, () =>
        world.git("pull", "-q", "--ff-only", "origin", "main"),
      );
      assert.doesNotMatch(stderr, /git cvx: (error|going to)/);
      assert.ok(!existsSync(world.path(`convex/migrations/${SHOUT}.ts`)));
      await assertInLine(world, { applied: [role, ...ids] });
    }),
  );

  it(
    "a sparse checkout without the app",
    inBegunWorld(async (world) => {
      await world.git("sparse-checkout", "set", "--no-cone", "/README.md");
      const { stderr } = await assertLeavesAlone(world, () => world.checkout("feature/split-name"));
      assert.equal(ownLines({ stderr }).length, 1, stderr);
      assert.match(stderr, /not checked out/);
    }),
  );

  it(
    "a sparse checkout without one migration is no lineup without it",
    inBegunWorld(async (world) => {
      await world.checkout("feature/split-name");
      await world.git(
        "sparse-checkout",
        "set",
        "--no-cone",
        "/*",
        `!/convex/migrations/${splitName}.ts`,
      );
      await assertLeavesAlone(world, () => world.checkout("-B", "same"));
      await assertShape(world, "users", NEW_USERS);
    }),
  );
});

describe("hooks only say what they would do", () => {
  it(
    "on a detached HEAD, which is a glance at a commit",
    inBegunWorld(async (world) => {
      const { stderr } = await assertLeavesAlone(world, () =>
        world.checkout("--detach", "feature/split-name"),
      );
      assert.deepEqual(ownLines({ stderr }), [
        "git cvx: 'git cvx migrate' would run 1 migration; data stays as it is",
      ]);
      await world.mustCvx("migrate");
      await assertShape(world, "users", NEW_USERS);
    }),
  );

  it(
    "in a new worktree",
    inBegunWorld(async (world) => {
      const folder = join(world.root, "second");
      const env = {
        CONVEX_SELF_HOSTED_URL: world.deployment.url,
        CONVEX_SELF_HOSTED_ADMIN_KEY: world.deployment.adminKey,
      };
      const args = ["worktree", "add", folder, "feature/split-name"];
      const { code, stderr } = await assertLeavesAlone(world, () =>
        world.run("git", args, { env }),
      );
      assert.equal(code, 0, stderr);
      assert.equal(ownLines({ stderr }).length, 1, stderr);
      assert.match(stderr, /would run 1 migration; data stays as it is/);
    }),
  );

  it(
    "with mode = notify, and say nothing with mode = off or CVX_SKIP=1",
    inBegunWorld(async (world) => {
      world.write(".cvx.ini", "[hook]\n\tmode = notify\n");
      const notified = await assertLeavesAlone(world, () => world.checkout("feature/split-name"));
      assert.match(notified.stderr, /would run 1 migration; data stays as it is/);
      world.write(".cvx.ini", "[hook]\n\tmode = off\n");
      const off = await assertLeavesAlone(world, () => world.checkout("develop"));
      assert.deepEqual(ownLines(off), []);
      world.remove(".cvx.ini");
      const skipped = await assertLeavesAlone(world, () =>
        world.run("git", ["checkout", "feature/split-name"], { env: { CVX_SKIP: "1" } }),
      );
      assert.deepEqual(ownLines(skipped), []);
    }),
  );
});

describe("in the middle of something", () => {
  it(
    "unmerged entries after 'git checkout -m' silence the hook, and commands refuse",
    inBegunWorld(assertUnmergedIsLeftAlone),
  );

  it(
    "a merge that stopped is left alone; finished, it is brought in line",
    inBegunWorld(async (world) => {
      await commitConflict(world, "other");
      const stopped = await assertLeavesAlone(world, () =>
        world.tryGit("merge", "feature/split-name"),
      );
      assert.notEqual(stopped.code, 0);
      assert.deepEqual(ownLines(stopped), []);
      await world.git("checkout", "--theirs", "convex/schema.ts");
      await world.git("add", "-A");
      const refused = await assertLeavesAlone(world, () => world.cvx("migrate"));
      assert.equal(refused.code, 4, refused.stderr);
      assert.match(refused.stderr, /a merge is in progress/);
      await world.git("commit", "-q", "--no-edit");
      await world.mustCvx("migrate");
      await assertShape(world, "users", NEW_USERS);
      await assertInLine(world, { applied: [role, splitName] });
    }),
  );

  it(
    "a rebase is silent, also while it has stopped",
    inBegunWorld(async (world) => {
      await commitConflict(world, "other");
      await world.run("git", ["checkout", "-q", "feature/split-name"], { env: { CVX_SKIP: "1" } });
      const stopped = await assertLeavesAlone(world, () => world.tryGit("rebase", "other"));
      assert.notEqual(stopped.code, 0);
      assert.deepEqual(ownLines(stopped), []);
      const refused = await assertLeavesAlone(world, () => world.cvx("migrate"));
      assert.equal(refused.code, 4, refused.stderr);
      const aborted = await world.run("git", ["rebase", "--abort"]);
      assert.equal(aborted.code, 0, aborted.stderr);
    }),
  );

  it(
    "a bisect is silent",
    inBegunWorld(async (world) => {
      for (const args of [["start"], ["bad", "feature/split-name"], ["good", "main"], ["bad"]]) {
        const { stderr } = await assertLeavesAlone(world, () => world.git("bisect", ...args));
        assert.deepEqual(ownLines({ stderr }), [], `git bisect ${args.join(" ")}`);
      }
      await world.git("bisect", "reset");
      await assertShape(world, "users", OLD_USERS);
    }),
  );
});
