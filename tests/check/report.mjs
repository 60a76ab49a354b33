// Runs jobs and collects what they bring: a failure is printed at once, a suite when all of it has
// ended, a table at the end.
// SPDX-License-Identifier: MIT
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join, relative } from "node:path";
import { BUILD, TOP } from "./jobs.mjs";
import { endAll, runAll } from "./lanes.mjs";
import { count, describeFailures, resultsOf } from "./results.mjs";
import { processorTime, readExpected, table, writeTimes } from "./times.mjs";

const HOME = join(BUILD, "check");
export const TIMES = join(HOME, "times.tsv");
export const EXPECTED = join(TOP, "tests/check/expected-times.tsv");
/** Tests wait for processes a good deal, so there are more lanes than processors. */
const LANES = 2 * availableParallelism();

const fileName = (job) => job.name.replaceAll("/", "-");

/** What a job is run with: its output, its processor time, and templates in folders of this run. */
function settingsOf(job) {
  const file = join(HOME, fileName(job));
  return {
    command: ["sh", join(TOP, "tests/check/measure.sh"), `${file}.times`, ...job.command],
    cwd: TOP,
    env: {
      ...process.env,
      srcdir: TOP,
      CVX_BUILD: join(BUILD, "sanitized"),
      CVX_TEST_TEMPLATES: join(HOME, "templates"),
      LSAN_OPTIONS: `suppressions=${join(TOP, "tests/lsan.supp")}:print_suppressions=0`,
      ...job.env,
    },
    log: `${file}.log`,
  };
}

export class Report {
  #open = new Map();
  #sums = new Map();
  times = [];
  results = [];

  /** More jobs, which will be added. */
  expect(jobs) {
    for (const { suite } of jobs) this.#open.set(suite, (this.#open.get(suite) ?? 0) + 1);
  }

  add(job, { code, wall }) {
    const file = join(HOME, fileName(job));
    const log = readFileSync(`${file}.log`, "utf8");
    const results = resultsOf(job, code, log);
    this.results.push(...results.map((each) => ({ job: job.name, ...each })));
    this.times.push({ job: job.name, suite: job.suite, wall, cpu: processorTime(`${file}.times`) });
    if (results.some(({ how }) => how === "failed")) {
      const kept = `${file}.failed-${this.times.length}.log`; // a soak writes over the other one
      copyFileSync(`${file}.log`, kept);
      console.log(`${describeFailures(results, log)}\n    all of it: ${relative(TOP, kept)}`);
    }
    this.#close(job.suite, count(results), wall);
  }

  #close(suite, { passed, failed, skipped }, wall) {
    const sum = this.#sums.get(suite) ?? { passed: 0, failed: 0, skipped: 0, wall: 0 };
    sum.passed += passed;
    sum.failed += failed;
    sum.skipped += skipped;
    sum.wall += wall;
    this.#sums.set(suite, sum);
    this.#open.set(suite, this.#open.get(suite) - 1);
    if (this.#open.get(suite) > 0) return;
    const numbers = `${String(sum.passed).padStart(5)} passed ${String(sum.failed).padStart(3)} failed`;
    const more = sum.skipped > 0 ? `, ${sum.skipped} skipped` : "";
    console.log(`${suite.padEnd(20)} ${numbers}${more}, ${sum.wall.toFixed(0)} s`);
  }

  /** Processor time of all jobs so far, in seconds. */
  seconds() {
    return this.times.reduce((sum, { cpu }) => sum + cpu, 0);
  }

  /** A failure that is no job's. */
  fail(name) {
    this.results.push({ job: "check", name, how: "failed" });
  }

  /** Keeps the tables, prints the times and the last line; answers the exit code. */
  end() {
    writeTimes(TIMES, this.times);
    const lines = this.results.map(({ job, name, how }) => `${how}\t${job}\t${name}\n`);
    writeFileSync(join(HOME, "tests.txt"), lines.sort().join(""));
    const { passed, failed } = count(this.results);
    const failing = this.results.filter(({ how }) => how === "failed").map(({ job }) => job);
    console.log(`\n${table(this.times)}`);
    if (failed > 0) console.log(`\nfailed: ${[...new Set(failing)].join(" ")}`);
    console.log(`\n${passed} passed, ${failed} failed`);
    return failed || !passed ? 1 : 0;
  }
}

/** An empty folder for logs and tables; and an end to everything if the user wants one. */
export function begin() {
  rmSync(HOME, { recursive: true, force: true });
  mkdirSync(HOME, { recursive: true });
  for (const signal of ["SIGINT", "SIGTERM"])
    process.once(signal, () => {
      endAll();
      process.exit(130);
    });
}

export async function runJobs(jobs, report, lanes = LANES) {
  report.expect(jobs);
  await runAll(jobs, {
    count: lanes,
    expected: readExpected(EXPECTED),
    settings: settingsOf,
    ended: (job, outcome) => report.add(job, outcome),
  });
}
