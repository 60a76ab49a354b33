// Runs jobs, a few at a time: the one that is expected to take longest first.
// SPDX-License-Identifier: MIT
import { spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { once } from "node:events";

/** Of jobs that nothing is known about: in the midst. */
const UNKNOWN_SECONDS = 20;

const running = new Set();

/** Ends what still runs, with all that it has started, for a check that is interrupted. */
export function endAll() {
  for (const { pid } of running) {
    try {
      process.kill(-pid, "SIGTERM");
    } catch (error) {
      if (error.code !== "ESRCH") throw error; // it has just ended by itself
    }
  }
}

/** Runs a command with its output in a file; answers {code, wall} (seconds). */
async function run([program, ...args], { cwd, env, log }) {
  const output = openSync(log, "w");
  const began = performance.now();
  const child = spawn(program, args, {
    cwd,
    env,
    stdio: ["ignore", output, output],
    detached: true, // a process group of its own
  });
  closeSync(output);
  running.add(child);
  try {
    const [code, signal] = await once(child, "exit");
    return { code: signal ? 128 : code, wall: (performance.now() - began) / 1000 };
  } finally {
    running.delete(child);
  }
}

/** What the job waits for is begun early, too. */
function byLength(jobs, expected) {
  const own = ({ name }) => expected.get(name) ?? UNKNOWN_SECONDS;
  const behind = (job) =>
    Math.max(0, ...jobs.filter(({ after }) => after?.includes(job.name)).map(whole));
  const whole = (job) => own(job) + behind(job);
  return jobs.toSorted((a, b) => whole(b) - whole(a));
}

/**
 * Does all jobs in `count` lanes. `settings(job)` answers {command, cwd, env, log}, `ended(job, {code, wall})`
 * is called for each.
 */
export async function runAll(jobs, { count, expected, settings, ended }) {
  const todo = byLength(jobs, expected);
  const done = new Set();
  const names = new Set(jobs.map(({ name }) => name));
  let changed = Promise.withResolvers();
  const isFree = ({ after = [] }) => after.every((name) => done.has(name) || !names.has(name));
  const lane = async () => {
    while (todo.length > 0) {
      const at = todo.findIndex(isFree);
      if (at < 0) {
        await changed.promise;
        continue;
      }
      const [job] = todo.splice(at, 1);
      const { command, ...rest } = settings(job);
      ended(job, await run(command, rest));
      done.add(job.name);
      changed.resolve();
      changed = Promise.withResolvers();
    }
  };
  await Promise.all(Array.from({ length: count }, lane));
}
