// complete.mjs [--quick] - how long a shell waits for a TAB, and for a prompt.
// SPDX-License-Identifier: MIT
//
// TAB: migrations as a real `git cvx adopt` has recorded them (lib/app.mjs), and then 10,000 files
// more, which no run has seen, so that the folder has to be read. Prompt: each file that was
// recorded is looked at. Reported are medians of whole processes.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { utimesSync } from "node:fs";
import { openApp } from "./lib/app.mjs";
import { bench, goal, least, median, ms } from "./lib/figures.mjs";

const MOST = 5;
const FOLDER = "convex/migrations";
const MORE = 10_000;

/** The command answers what is wanted; how long it takes is measured without a reader. */
function timeOf(world, runs, wanted, program, ...args) {
  const options = { cwd: world.dir, env: world.env };
  const { status, stdout } = spawnSync(program, args, options);
  assert.equal(status, 0, `${program} ${args.join(" ")}`);
  assert.match(stdout.toString(), wanted, `${program} ${args.join(" ")}`);
  return Array.from({ length: runs }, () => {
    const began = process.hrtime.bigint();
    spawnSync(program, args, { ...options, stdio: "ignore" });
    return Number(process.hrtime.bigint() - began) / 1e6;
  });
}

const show = (times) => `${ms(median(times))} (fastest ${least(times).toFixed(2)})`;

function writeMore(world) {
  for (let i = 0; i < MORE; i++)
    world.write(`${FOLDER}/20260101_${String(i).padStart(6, "0")}_some_change.ts`, "");
}

await bench(async (quick) => {
  const count = quick ? 20 : 300;
  const runs = quick ? 10 : 100;
  const { world, calls } = await openApp({ files: count + 200, migrations: count });
  const time = (wanted, ...command) => timeOf(world, runs, wanted, ...command);
  const lines = (n, end = "") => new RegExp(`^(?:[^\n]+${end}\n){${n}}$`);
  try {
    // What has changed in the last two seconds isn't relied on; the record says when that was.
    utimesSync(world.path(FOLDER), new Date(), new Date(Date.now() - 10_000));
    await world.mustCvx("migrate");
    const all = time(lines(count + 1), "git-cvx-hook", "--complete", "ids");
    const applied = time(
      lines(count + 1, "\tapplied[^\n]*"),
      "git-cvx-hook",
      "--complete",
      "applied",
    );
    const words = time(/^\d+ applied\n$/, "git-cvx-hook", "--status-short");
    const prompt = time(/^\d+ applied\n$/, "git", "cvx", "status", "--short");
    writeMore(world);
    const fresh = time(lines(count + 1 + MORE), "git-cvx-hook", "--complete", "ids");
    assert.equal(calls(), "", "no second program was started");
    console.log(`completion and prompt; ${runs} runs`);
    console.log(`  a program that does nothing     ${show(time(/^$/, "env", "true"))}`);
    console.log(`  TAB, ${String(count + 1).padStart(3)} recorded ids           ${show(all)}`);
    console.log(`  ... the applied ones            ${show(applied)}`);
    console.log(`  ... with ${MORE} files more       ${show(fresh)}`);
    console.log(`  git-cvx-hook --status-short     ${show(words)}`);
    console.log(`  git cvx status --short          ${show(prompt)}`);
    goal(median(all) <= MOST && median(applied) <= MOST, `a TAB is answered within ${ms(MOST)}`);
    goal(
      median(fresh) <= 2 * MOST,
      `... within ${ms(2 * MOST)} where so many files have to be read`,
    );
    goal(median(words) <= MOST, `a prompt is answered within ${ms(MOST)}`);
  } finally {
    await world.close();
  }
});
