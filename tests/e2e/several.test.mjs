// Several clients on one deployment, and several deployments under one URL.
// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { Deployment, waitFor } from "../lib/deployment.mjs";
import { startSandbox } from "../lib/sandbox.mjs";
import { cloneBeside, worktreeBeside } from "./lib/beside.mjs";
import { OLD_USERS, assertInLine, assertShape, ownLines } from "./lib/expect.mjs";
import { Gate } from "./lib/gate.mjs";
import { IN_CVX, gitAsleep, startCvx } from "./lib/trials.mjs";
import { IDS, inBegunWorld, onlyOnSandbox } from "./lib/world.mjs";

const { role, splitName, renameField } = IDS;
const FEATURE = "feature/split-name";
const SIDE_BY_SIDE_MS = 20_000;

/** A clone beside the world's, linked to the same deployment, with hooks. */
async function secondClone(world) {
  const second = await cloneBeside(world, "second");
  await second.must("cvx", "hooks", "install");
  second.write(".git/cvx/config.ini", `${second.read(".git/cvx/config.ini")}[hook]\n\ttimeout = 600\n`);
  return second;
}

/** Somebody else's lease, as another client would take it. */
function takeLease(world, { runId = "b".repeat(32), ...more } = {}) {
  const holder = { cloneId: "c".repeat(32), cloneName: "Bea@elsewhere", runId, command: "migrate" };
  const request = { token: "b".repeat(32), holder, ...more };
  return world.deployment.fn("lease:acquire", { version: 1, request }, IN_CVX);
}
function giveLeaseBack(world) {
  const request = { token: "b".repeat(32) };
  return world.deployment.fn("lease:release", { version: 1, request }, IN_CVX);
}

/** Goes to and fro until the time is up; what hooks said, and the longest time it took. */
async function toAndFro(git, branch, until) {
  const seen = { said: "", longest: 0, times: 0 };
  while (Date.now() < until) {
    const to = seen.times++ % 2 ? "main" : branch;
    const { code, stderr, ms } = await git("checkout", to);
    assert.equal(code, 0, stderr);
    seen.said += stderr;
    seen.longest = Math.max(seen.longest, ms);
  }
  return seen;
}

test(
  "Two clones switch branches side by side: neither undoes the other's work, and nobody waits",
  inBegunWorld(async (world, t) => {
    const second = await secondClone(world);
    const until = Date.now() + SIDE_BY_SIDE_MS;
    const [ours, theirs] = await Promise.all([
      toAndFro((...args) => world.tryGit(...args), FEATURE, until),
      toAndFro((...args) => second.git(...args), "feature/rename-field", until),
    ]);
    t.diagnostic(`${ours.times} and ${theirs.times} checkouts; longest ${ours.longest | 0} ms`);
    assert.doesNotMatch(ours.said, new RegExp(`undoing '${renameField}'`));
    assert.doesNotMatch(theirs.said, new RegExp(`undoing '${splitName}'`));
    assert.match(ours.said + theirs.said, /running '/);
    for (const { longest } of [ours, theirs]) assert.ok(longest < 60_000, `${longest} ms`);

    assert.equal((await world.hello()).lease, null);
    await gitAsleep(world, "checkout", "-q", "main");
    await world.mustCvx("migrate", "--yes", "--take-over");
    const status = await world.cvx("status", "--exit-code");
    assert.equal(status.code, 0, status.stdout);
    await assertShape(world, "users", OLD_USERS);
  }),
);

test(
  "Somebody else at work is waited for by hand, and named by a hook that goes on",
  inBegunWorld(async (world) => {
    await takeLease(world);
    const checkout = await world.checkout(FEATURE);
    assert.match(ownLines(checkout).join("\n"), /error: .*\n.*hint: 'Bea@elsewhere'.*'migrate'/);
    const waiting = startCvx(world, "migrate");
    await waitFor("it to wait", () => /waiting for 'Bea@elsewhere'/.test(waiting.said()));
    assert.equal((await world.statuses())[splitName], undefined);
    await giveLeaseBack(world);
    assert.equal(await waiting.ended, 0, waiting.said());
    await assertInLine(world, { applied: [role, splitName] });
  }),
);

test(
  "A client that has lost its lease stops, and its push with it",
  onlyOnSandbox("a push is held up"),
  inBegunWorld(async (world) => {
    await gitAsleep(world, "checkout", "-q", FEATURE);
    await world.controls.schemaDelay(45_000);
    world.controls.forgetTrace();
    const robbed = startCvx(world, "migrate");
    await waitFor("its push", async () =>
      (await world.controls.trace()).some(({ route }) => /start_push/.test(route)),
    );
    const runs = world.path(".git/cvx/run");
    const [journal] = readdirSync(runs).filter((name) => !name.includes("."));
    const [, runId] = /^run (.*)$/m.exec(readFileSync(join(runs, journal), "utf8"));
    await takeLease(world, { sameRun: runId });
    const code = await robbed.ended;
    assert.notEqual(code, 0);
    assert.match(robbed.said(), /error: .*(taken over|lease)/);
    await world.controls.schemaDelay(0);
    await giveLeaseBack(world);
    const live = await world.deployment.functions();
    assert.ok(!live.includes(`migrations/${splitName}:up`), "its push ended with it");
    await world.mustCvx("continue");
    await assertInLine(world, { applied: [role, splitName] });
  }),
);

test(
  "Deployments that have one URL, one after the other, share nothing",
  onlyOnSandbox("a proxy stands in between"),
  inBegunWorld(async (world) => {
    const gate = await Gate.open(world.deployment.url);
    const { adminKey } = world.deployment;
    world.link({ url: gate.url });
    await world.checkout(FEATURE); // applied here, says the first one's worktree
    const other = await startSandbox({ dir: join(world.root, "other"), adminKey });
    try {
      gate.pointTo(other.url);
      const second = await worktreeBeside(world, "tree", "main");
      await second.must("cvx", "migrate");
      await new Deployment(other).fn("seed:run");
      await second.must("checkout", "-q", "-b", "copy", FEATURE);
      const { stderr } = await second.git("checkout", "main");
      assert.match(stderr, new RegExp(`undoing '${splitName}'`));

      gate.pointTo(world.deployment.url);
      await gitAsleep(world, "checkout", "-q", "-b", "other", "main");
      const held = gate.hold({ label: "lib:getStatus", nth: 1, when: "before" });
      const run = startCvx(world, "migrate", "--yes");
      await held;
      run.child.kill("SIGKILL");
      await run.ended;
      gate.letGo();
      gate.pointTo(other.url);
      const status = await second.git("cvx", "status");
      assert.doesNotMatch(status.stdout, /not finished/);
      const refused = await second.git("cvx", "continue");
      assert.equal(refused.code, 4, refused.stderr);
      assert.match(refused.stderr, /on another deployment, which had this URL then/);
      gate.pointTo(world.deployment.url);
      await world.mustCvx("continue");
      await assertInLine(world, { applied: [role], undone: [splitName] });
    } finally {
      await other.dispose();
      await gate.close();
    }
  }),
);
