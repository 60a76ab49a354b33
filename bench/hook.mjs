// hook.mjs [--quick] - what our hook adds to `git switch` when there is nothing to do, beside an
// empty hook and husky's.
// SPDX-License-Identifier: MIT
//
// Real switches between branches that differ in documentation, in a repository that a real
// `git cvx adopt` has left (lib/app.mjs). Each round makes the same two switches with each hook and
// without any; what a hook adds is the median of the rounds' differences, and behind it stands
// between which values that lies. Where these can't be told from no hook at all, the machine is too
// busy, and the line fails, but for --quick. What the fastest round of each kind took is printed as
// well.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { SOURCE } from "../tests/e2e/lib/programs.mjs";
import { assertAsleep, assertAtWork, openApp } from "./lib/app.mjs";
import { added, bench, goal, interval, least, median, ms } from "./lib/figures.mjs";

const BRANCHES = ["topic/1", "topic/2"];
const HUSKY = join(SOURCE, "tests/e2e/managers/node_modules/husky/bin.js");

const LINES = [
  { name: "200 files", shape: { files: 200 }, rounds: 200, quick: 20, most: 2.0 },
  {
    name: "100,000 files, 300 commits, 20 branches",
    shape: { files: 100_000, commits: 300, branches: 20 },
    rounds: 200,
    quick: 12,
    most: 2.5,
  },
  { name: "300 migrations", shape: { files: 500, migrations: 300 }, rounds: 100, quick: 0 },
];

/** A folder with one hook that does nothing. */
function emptyHook(world) {
  const folder = join(world.root, "empty");
  mkdirSync(folder);
  writeFileSync(join(folder, "post-checkout"), "#!/bin/sh\nexit 0\n");
  chmodSync(join(folder, "post-checkout"), 0o755);
  return folder;
}

/** husky as its own installer leaves it, in a repository beside ours, with a hook that does nothing. */
function husky(world) {
  const folder = join(world.root, "husky");
  if (!existsSync(HUSKY)) throw new Error(`no '${HUSKY}'; run 'npm ci' in tests/e2e/managers`);
  mkdirSync(folder);
  const options = { cwd: folder, env: world.env };
  execFileSync("git", ["init", "-q"], options);
  execFileSync(process.execPath, [HUSKY], options);
  writeFileSync(join(folder, ".husky/post-checkout"), "exit 0\n");
  const path = execFileSync("git", ["config", "core.hooksPath"], options).toString().trim();
  return join(folder, path);
}

/** The kinds of switches: folders of hooks; null is what is installed. */
const kinds = (world) => ({
  none: "/dev/null",
  empty: emptyHook(world),
  husky: husky(world),
  ours: null,
});

function makeSwitch(world, folder, branch) {
  const where = folder ? ["-c", `core.hooksPath=${folder}`] : [];
  const options = { cwd: world.dir, env: world.env, stdio: ["ignore", "ignore", "inherit"] };
  const began = process.hrtime.bigint();
  const { status } = spawnSync("git", [...where, "switch", "-q", branch], options);
  const took = Number(process.hrtime.bigint() - began) / 1e6;
  assert.equal(status, 0, `git switch ${branch}`);
  return took;
}

/** Milliseconds a switch, by kind; each round begins with another kind. */
function measure(world, folders, rounds) {
  const times = Object.fromEntries(folders.map(([kind]) => [kind, []]));
  for (let i = 0; i < rounds; i++)
    for (let k = 0; k < folders.length; k++) {
      const [kind, folder] = folders[(i + k) % folders.length];
      const both = BRANCHES.map((branch) => makeSwitch(world, folder, branch));
      times[kind].push((both[0] + both[1]) / 2);
    }
  return times;
}

const differences = (times, kind) => times[kind].map((time, i) => time - times.none[i]);

function reportKind(times, kind, title) {
  const over = differences(times, kind);
  const between = interval(over)
    .map((value) => value.toFixed(2))
    .join(" to ");
  const fastest = added(least(times[kind]) - least(times.none));
  console.log(`  ${title}  ${added(median(over))} (${between}), fastest ${fastest}`);
}

function report({ name, most }, times, rounds, quick) {
  const ours = differences(times, "ours");
  console.log(`git switch, ${name}; ${rounds} rounds`);
  console.log(`  no hook     ${ms(median(times.none))}, fastest ${ms(least(times.none))}`);
  reportKind(times, "empty", "empty hook");
  reportKind(times, "husky", "husky     ");
  reportKind(times, "ours", "git-cvx   ");
  if (!quick) goal(interval(ours)[0] > 0, "more than nothing is measured");
  if (most) goal(median(ours) <= most, `git-cvx adds at most ${ms(most)}`);
  goal(median(ours) < median(differences(times, "husky")), "less than husky does");
}

/** What ours is compared with doesn't wake git-cvx; at the end the record is there again. */
async function showAsleep(app, folders) {
  let turn = 0;
  const move = (folder) => makeSwitch(app.world, folder, BRANCHES[turn++ % 2]);
  for (const [, folder] of folders) if (folder) await assertAsleep(app, async () => move(folder));
  move(null);
  assert.notEqual(app.calls(), "", "ours does");
}

async function line(one, quick) {
  const rounds = quick ? one.quick : one.rounds;
  if (!rounds) return;
  const app = await openApp(one.shape);
  try {
    let turn = 0;
    await app.world.git("-c", "core.hooksPath=/dev/null", "switch", "-q", BRANCHES[1]);
    await assertAtWork(app, "post-checkout", () =>
      app.world.git("switch", "-q", BRANCHES[turn++ % 2]),
    );
    const folders = Object.entries(kinds(app.world));
    await showAsleep(app, folders);
    const times = measure(app.world, folders, rounds);
    assert.equal(app.calls(), "", "no second program was started while it was measured");
    report(one, times, rounds, quick);
  } finally {
    await app.world.close();
  }
}

await bench(async (quick) => {
  for (const one of LINES) await line(one, quick);
});
