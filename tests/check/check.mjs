// The whole check, called by bootstrap, which has built everything. The last line is `N passed, N failed`.
// SPDX-License-Identifier: MIT
//
//     node tests/check/check.mjs [--lanes=N] [SUITE...]
//     node tests/check/check.mjs --keep-times      makes the last run's times the expected ones
import { allJobs } from "./jobs.mjs";
import { machine } from "./machine.mjs";
import { EXPECTED, Report, TIMES, begin, runJobs } from "./report.mjs";
import { processorTime, readExpected, writeExpected } from "./times.mjs";

const LIMIT_SECONDS = Number(process.env.CVX_CHECK_SECONDS ?? 2000);

/** What bootstrap did before: CVX_BUILDING_TIMES is what its shell's `times` printed. */
function building() {
  const { CVX_BUILDING_TIMES, CVX_BUILDING_WALL } = process.env;
  if (!CVX_BUILDING_TIMES) return [];
  const [wall, cpu] = [Number(CVX_BUILDING_WALL), processorTime(CVX_BUILDING_TIMES)];
  return [{ job: "building", suite: "building", wall, cpu }];
}

/** Of jobs that weren't run the time that is expected stays. */
function keepTimes() {
  const wall = new Map([...readExpected(EXPECTED), ...readExpected(TIMES)]);
  writeExpected(EXPECTED, wall);
}

function chosen(jobs, suites) {
  const known = [...new Set(jobs.map(({ suite }) => suite))];
  for (const suite of suites)
    if (!known.includes(suite))
      throw new Error(`no suite '${suite}'; there are ${known.join(", ")}`);
  return jobs.filter(({ suite }) => !suites.length || suites.includes(suite));
}

async function check(suites, lanes) {
  const jobs = chosen(allJobs(machine()), suites);
  begin();
  const report = new Report();
  await runJobs(jobs, report, lanes);
  report.times.push(...building());
  const seconds = report.seconds();
  console.log(`\nprocessor time: ${seconds.toFixed(0)} s, at most ${LIMIT_SECONDS} s`);
  if (seconds > LIMIT_SECONDS) report.fail("stays within its processor time");
  return report.end();
}

const words = process.argv.slice(2);
if (words.includes("--keep-times")) {
  keepTimes();
} else {
  const suites = words.filter((word) => !word.startsWith("-"));
  const lanes = words.find((word) => word.startsWith("--lanes="))?.slice("--lanes=".length);
  process.exitCode = await check(suites, lanes && Number(lanes));
}
