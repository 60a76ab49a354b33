// A run that takes longer than a hook may hold up git goes on by itself: git returns, `wait` and
// `status` show it, and within the time Ctrl-C ends it as ever.
// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { uptime } from "node:os";
import test from "node:test";
import { waitFor } from "../lib/deployment.mjs";
import {
  NEW_USERS,
  OLD_USERS,
  assertInLine,
  assertNothingInProgress,
  assertShape,
  ownLines,
} from "./lib/expect.mjs";
import { gitAsleep, holdMigration, startCvx, startGit } from "./lib/trials.mjs";
import { IDS, inBegunWorld, onlyOnSandbox } from "./lib/world.mjs";

const FEATURE = "feature/split-name";
const { role, splitName, emailDomain } = IDS;
const HELD = onlyOnSandbox("a migration is held in the middle");

const status = async (world) => (await world.cvx("status")).stdout;

test(
  "A long run lets git go, is shown by status and wait, and keeps others of its clone out",
  HELD,
  inBegunWorld(async (world) => {
    await holdMigration(world, FEATURE, splitName);
    world.set("hook", "timeout", 3);
    const checkout = await world.checkout(FEATURE);
    assert.match(
      ownLines(checkout).at(-1),
      /longer than 3 s and goes on by itself: 'git cvx wait'.*'git cvx status'/,
    );
    assert.match(await status(world), /A run is in progress: 'hook'.*\n.*"git cvx wait"/);

    const second = await world.cvx("migrate");
    assert.equal(second.code, 5, second.stderr);
    assert.match(second.stderr, /it is 'hook', process \d+: 'git cvx wait'/);

    const waiting = world.cvx("wait");
    await waitFor("the migration to begin", async () => (await world.ledger())[splitName]);
    await world.controls.scheduler({ hold: false });
    const { code, stderr } = await waiting;
    assert.equal(code, 0, stderr);
    assert.match(stderr, /running '20251015_090000_split_user_name'/, "from its beginning");
    assert.match(stderr, /done: 25 documents.*\n(.*\n)*.*in line with feature\/split-name/);
    await assertShape(world, "users", NEW_USERS);
    await assertInLine(world, { applied: [role, splitName] });
    const nothing = await world.cvx("wait");
    assert.equal(nothing.code, 0);
    assert.match(nothing.stderr, /no run of this clone is in progress/);
  }),
);

test(
  "What a run said that failed when nobody watched is kept until it is seen",
  HELD,
  inBegunWorld(async (world) => {
    await holdMigration(world, "feature/throws", emailDomain);
    world.set("hook", "timeout", 1);
    await world.checkout("feature/throws");
    await waitFor("the migration to begin", async () => (await world.ledger())[emailDomain]);
    await world.controls.scheduler({ hold: false });
    const failed = /The run that went on after the last checkout didn't end well/;
    await waitFor("the run to fail", async () => failed.test(await status(world)), { every: 500 });
    const { code, stderr } = await world.cvx("wait");
    assert.equal(code, 3, stderr);
    assert.match(stderr, /git cvx: error: .*20251022_100000_add_email_domain/);
    assert.match(stderr, /git cvx: hint: .*git cvx continue/);
    assert.doesNotMatch(await status(world), failed);
  }),
);

test(
  "Ctrl-C while the hook still shows the run interrupts it, and says what is off",
  HELD,
  inBegunWorld(async (world) => {
    await holdMigration(world, FEATURE, splitName);
    await gitAsleep(world, "checkout", "-q", FEATURE);
    const hook = startCvx(world, "hook", "post-checkout");
    await waitFor("the migration to begin", async () => (await world.ledger())[splitName]);
    hook.child.kill("SIGINT");
    assert.equal(await hook.ended, 0);
    assert.match(hook.said(), /error: interrupted/);
    assert.match(
      hook.said(),
      /hint: the run isn't finished, and schema validation is off until it is/,
    );
    assert.match(hook.said(), /hint: .*'git cvx continue' goes on/);
    await world.controls.scheduler({ hold: false });
    await world.mustCvx("continue");
    await assertInLine(world, { applied: [role, splitName] });
  }),
);

test(
  "Ctrl-C on a terminal, which git hands on to its command once more, interrupts it once",
  HELD,
  inBegunWorld(async (world) => {
    await holdMigration(world, FEATURE, splitName);
    await gitAsleep(world, "checkout", "-q", FEATURE);
    const run = startGit(world, "cvx", "migrate", "--yes");
    await waitFor("the migration to begin", async () => (await world.ledger())[splitName]);
    process.kill(-run.child.pid, "SIGINT");
    await run.ended;
    await world.controls.scheduler({ hold: false });
    await waitFor("its last word", () => /error: interrupted/.test(run.said()));
    assert.match(run.said(), /hint: .*'git cvx continue' goes on/);
    assert.deepEqual(await world.hello().then(({ lease }) => lease), null);
    await world.mustCvx("continue");
    await assertInLine(world, { applied: [role, splitName] });
  }),
);

/** A run to `to` is held in the middle, git has returned, and a hook finds it there later. */
async function leaveRunning(world, to, id) {
  await holdMigration(world, to, id);
  world.set("hook", "timeout", 1);
  await world.checkout(to);
  await waitFor("the migration to begin", async () => (await world.ledger())[id]);
}

test(
  "Another branch checked out during a run is where it ends",
  HELD,
  inBegunWorld(async (world) => {
    await leaveRunning(world, FEATURE, splitName);
    const second = await world.checkout("feature/rename-field");
    assert.match(second.stderr, /run that is in progress goes on to feature\/rename-field/);
    await world.controls.scheduler({ hold: false });
    const { code, stderr } = await world.cvx("wait");
    assert.equal(code, 0, stderr);
    assert.match(stderr, /now to feature\/rename-field, which was checked out meanwhile/);
    assert.doesNotMatch(stderr, /in line with feature\/split-name/);
    await assertInLine(world, { applied: [role, IDS.renameField], undone: [splitName] });
    await assertShape(world, "users", OLD_USERS);
  }),
);

test(
  "A tag looked at during a run, and a branch returned to, change nothing of it",
  HELD,
  inBegunWorld(async (world) => {
    await leaveRunning(world, FEATURE, splitName);
    await world.checkout("main");
    await world.checkout("--detach", "feature/rename-field");
    await world.checkout(FEATURE);
    await world.checkout("--detach", "main");
    await world.controls.scheduler({ hold: false });
    const { code, stderr } = await world.cvx("wait");
    assert.equal(code, 0, stderr);
    assert.doesNotMatch(stderr, /checked out meanwhile/);
    await world.checkout(FEATURE);
    await assertInLine(world, { applied: [role, splitName] });
  }),
);

/** A terminal of its own, from util-linux. */
const TERMINAL = ["/usr/bin/script", "/bin/script"].find(existsSync);

test(
  "On a terminal, Ctrl-C in the time of grace leaves all as it is",
  TERMINAL ? {} : { skip: "no 'script', which makes a terminal" },
  inBegunWorld(async (world) => {
    await world.checkout(FEATURE);
    world.set("hook", "grace", 60);
    const child = spawn(TERMINAL, ["-qec", "git checkout main", "/dev/null"], {
      cwd: world.dir,
      env: world.env,
      stdio: ["pipe", "pipe", "ignore"],
    });
    const ended = once(child, "exit");
    let said = "";
    child.stdout.on("data", (chunk) => (said += chunk));
    await waitFor("the line of grace", () => said.includes("CVX_SKIP=1"));
    assert.match(
      said,
      /going to undo 1 migration, on 25 documents \(Ctrl-C within 60 s leaves all as it is/,
    );
    child.stdin.write("\x03");
    await ended;
    await world.cvx("wait");
    assert.equal(await world.gitText("branch", "--show-current"), "main");
    await assertShape(world, "users", NEW_USERS);
    assert.equal((await world.statuses())[splitName], "completed");
    await assertNothingInProgress(world);
  }),
);

/** Longer than a test waits for a program, so that only what was before can use it up. */
const LIMIT_S = 300;

test(
  "The time a hook may hold up git counts from its own start, what it looked at before included",
  uptime() > LIMIT_S ? HELD : { skip: "the machine was started just now" },
  inBegunWorld(async (world) => {
    await holdMigration(world, FEATURE, splitName);
    world.set("hook", "timeout", LIMIT_S);
    await world.run("git", ["checkout", "-q", FEATURE], { env: { CVX_SKIP: "1" } });
    // As git-cvx-hook starts it that began when the machine did, or the time limit ago.
    const began = Math.max(2, Math.round(uptime() * 1000) - LIMIT_S * 1000);
    const hook = await world.run("git-cvx", ["hook", "post-checkout", "x", "y", "1"], {
      env: { CVX_IN_HOOK: String(began) },
    });
    assert.equal(hook.code, 0, hook.stderr);
    assert.match(hook.stderr, /longer than 300 s and goes on by itself/);
    await world.controls.scheduler({ hold: false });
    assert.equal((await world.cvx("wait")).code, 0);
  }),
);
