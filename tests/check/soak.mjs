// What needs time and luck to find anything, round after round, each with seeds of its own.
// SPDX-License-Identifier: MIT
//
//     node tests/check/soak.mjs MINUTES
//
// The check takes the same tests in short forms. What failed is repeated by its seed: see the test.
import { BUILD, REPEATING, fuzzJobs, nodeJobs, tortureJob } from "./jobs.mjs";
import { join } from "node:path";
import { Report, begin, runJobs } from "./report.mjs";

const WALKS = 10;
const WALKS_IN_MEMORY = 20_000;

const LONG = ["walks", "watcher", "killed", "killed-second-client"];
/** The check runs these, too, and not sanitized. */
const SHORT = REPEATING.filter((name) => !LONG.includes(name));

const longer = (only, env) =>
  nodeJobs("end-to-end", "tests/e2e", { only: [`${only}.test.mjs`], env });

function round(nth) {
  const walks = { CVX_SEED: String(nth * WALKS + 1), CVX_WALKS: String(WALKS) };
  const more = {
    CVX_SEED: String(nth * WALKS_IN_MEMORY + 1),
    CVX_WALKS: String(WALKS_IN_MEMORY),
  };
  return [
    {
      suite: "walks",
      name: "walks/in-memory",
      command: [join(BUILD, "release/tests/run/test_walk")],
      format: "tap",
      env: more,
    },
    ...longer("walks", walks),
    ...longer("watcher", { CVX_ROUNDS: "10" }),
    ...longer("killed", { CVX_TEST_EVERY_REQUEST: "1" }),
    ...longer("killed-second-client", {}),
    ...nodeJobs("sanitized", "tests/e2e", { only: SHORT.map((name) => `${name}.test.mjs`) }),
    ...fuzzJobs(300),
    tortureJob("whole"),
    { suite: "faults", name: "faults", command: ["sh", "tests/faults/run.sh"], format: "one" },
  ];
}

async function soak(minutes) {
  begin();
  const report = new Report();
  const until = Date.now() + minutes * 60_000;
  for (let nth = 0; nth === 0 || Date.now() < until; nth++) {
    console.log(`-- round ${nth + 1}`);
    await runJobs(round(nth), report);
  }
  return report.end();
}

process.exitCode = await soak(Number(process.argv[2] ?? 60));
