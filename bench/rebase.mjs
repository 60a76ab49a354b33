// rebase.mjs [--quick] - what our hooks add to a rebase of 100 commits with nothing to do.
// SPDX-License-Identifier: MIT
//
// Each pair is the same rebase without and with our hooks, as they are installed, in a repository
// that a real `git cvx adopt` has left (lib/app.mjs). Compared is the processor time that git and
// everything below it took, whatever else the machine is busy with; wall time is printed as well.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { assertAsleep, assertAtWork, openApp } from "./lib/app.mjs";
import { bench, goal, median } from "./lib/figures.mjs";

const COMMITS = 100;
const MOST = 0.05;
const NO_HOOKS = ["-c", "core.hooksPath=/dev/null"];

/** A branch from main, a commit for each of a hundred pages; `topic/1` has changed twenty others. */
function makeHistory(world) {
  const git = (...args) =>
    execFileSync("git", [...NO_HOOKS, ...args], { cwd: world.dir, env: world.env });
  git("switch", "-q", "-c", "mine", "main");
  for (let i = 0; i < COMMITS; i++) {
    world.write(`docs/0/${100 + i}.md`, `page ${100 + i}\nand more\n`);
    git("commit", "-q", "-a", "-m", `Say more, ${i}`);
  }
  git("branch", "was");
}

const reset = (world) => world.git(...NO_HOOKS, "reset", "-q", "--hard", "was");

/** Milliseconds of processor time and of wall time; a shell has the time of its children. */
async function rebase(world, options) {
  await reset(world);
  const began = performance.now();
  const { stdout, stderr } = await world.run("sh", [
    "-c",
    'git "$@" >&2 || exit; times',
    "sh",
    ...options,
    "rebase",
    "-q",
    "topic/1",
  ]);
  const wall = performance.now() - began;
  const children = /\n(\d+)m([\d.]+)s (\d+)m([\d.]+)s\n$/.exec(stdout);
  assert.ok(children, `the rebase has succeeded: ${stderr}`);
  const [, minutes, seconds, more, rest] = children.map(Number);
  return { processor: ((minutes + more) * 60 + seconds + rest) * 1000, wall };
}

await bench(async (quick) => {
  const pairs = quick ? 2 : 15;
  const app = await openApp({ files: 300 });
  const { world, calls } = app;
  try {
    makeHistory(world);
    await assertAtWork(app, "post-rewrite", () => rebase(world, []));
    await assertAsleep(app, () => rebase(world, NO_HOOKS));
    await rebase(world, []);
    assert.notEqual(calls(), "", "ours is at work again");
    const without = [];
    const with_ = [];
    for (let i = 0; i < pairs; i++) {
      without.push(await rebase(world, NO_HOOKS));
      with_.push(await rebase(world, []));
    }
    assert.equal(calls(), "", "no second program was started while it was measured");
    const of = (runs, what) => median(runs.map((run) => run[what]));
    const ratio = of(with_, "processor") / of(without, "processor") - 1;
    const show = (what) => `${of(without, what).toFixed(0)} and ${of(with_, what).toFixed(0)} ms`;
    console.log(`git rebase of ${COMMITS} commits, without and with our hooks; ${pairs} pairs`);
    console.log(`  processor time ${show("processor")}, wall time ${show("wall")}`);
    goal(
      ratio <= MOST,
      `${(ratio * 100).toFixed(1)} % more processor time, of at most ${MOST * 100} %`,
    );
  } finally {
    await world.close();
  }
});
