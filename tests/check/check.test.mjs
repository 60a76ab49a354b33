// The runner of the whole check: nothing that failed is lost, and its own words come first.
// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { runAll } from "./lanes.mjs";
import { count, describeFailures, resultsOf } from "./results.mjs";
import { processorTime } from "./times.mjs";

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const job = (format) => ({ name: "suite/file", format });

let folder = null;
before(() => (folder = mkdtempSync(join(tmpdir(), "cvx-check-"))));
after(() => rmSync(folder, { recursive: true, force: true }));

/** What the reporter says of this source, run as a test file. */
function reported(source) {
  const file = join(folder, "some.test.mjs");
  writeFileSync(file, `import { describe, it, test } from "node:test";\n${source}`);
  const { NODE_TEST_CONTEXT, ...env } = process.env; // we are a test ourselves
  const args = ["--test", `--test-reporter=${here("reporter.mjs")}`, file];
  const { status, stdout } = spawnSync(process.execPath, args, { encoding: "utf8", env });
  return { status, log: stdout, results: resultsOf(job("node"), status, stdout) };
}

describe("what node's tests say", () => {
  it("is one result for each, named with those around it", () => {
    const { results } = reported(`
      describe("outer", () => {
        it("good", () => {});
        it("left out", { skip: "no need" }, () => {});
      });
      test("parent", async (t) => { await t.test("child", () => {}); });
    `);
    assert.deepEqual(
      results.map(({ name, how }) => [name, how]),
      [
        ["outer › good", "passed"],
        ["outer › left out", "skipped"],
        ["parent › child", "passed"],
      ],
    );
  });

  it("is shown of a failure with its reason and what the test noted", () => {
    const { status, log, results } = reported(`
      it("bad", (t) => { t.diagnostic("$ git cvx status"); throw new Error("not this one"); });
      it("good", () => {});
    `);
    assert.equal(status, 1);
    const shown = describeFailures(results, log);
    assert.match(shown, /^FAILED {2}bad\n.*not this one[^]*\$ git cvx status$/);
    assert.doesNotMatch(shown, /good/);
  });

  it("counts a failure outside of all tests, and a file that ends by itself", () => {
    assert.equal(count(reported('throw new Error("at import");').results).failed, 1);
    assert.equal(count(reported('it("one", () => process.exit(3));').results).failed, 1);
    const parent =
      'test("parent", async (t) => { await t.test("in", () => {}); throw new Error("late"); });';
    assert.deepEqual(count(reported(parent).results), { passed: 1, failed: 1, skipped: 0 });
  });
});

describe("what make and scripts say", () => {
  it("is read from automake's lines", () => {
    const log =
      "PASS: a 1 - one\nSKIP: a 2 - two # SKIP why\nFAIL: a 3 - three\nERROR: a - exited\n";
    assert.deepEqual(count(resultsOf(job("automake"), 2, log)), {
      passed: 1,
      failed: 2,
      skipped: 1,
    });
  });
  it("is read from TAP", () => {
    const log = "ok 1 - one\nnot ok 2 - two\nok 3 - three # SKIP no need\n1..3\n";
    assert.deepEqual(count(resultsOf(job("tap"), 1, log)), { passed: 1, failed: 1, skipped: 1 });
  });
  it("is a failure where a command fails without a word, or runs nothing", () => {
    assert.equal(count(resultsOf(job("tap"), 1, "ok 1 - one\n")).failed, 1);
    assert.equal(count(resultsOf(job("automake"), 0, "")).failed, 1);
    assert.equal(count(resultsOf(job("one"), 2, "")).failed, 1);
    assert.equal(count(resultsOf(job("one"), 0, "")).passed, 1);
  });
  it("is shown around the line that failed", () => {
    const log = `${"before\n".repeat(100)}expected 1\nnot ok 7 - it adds\n${"later\n".repeat(100)}`;
    const shown = describeFailures(resultsOf(job("tap"), 1, log), log);
    assert.match(shown, /expected 1\n +not ok 7/);
    assert.ok(shown.split("\n").length < 60);
    const words = "FAIL: t-x 1 - it adds\n".concat(
      "PASS: more\n".repeat(100),
      "expected 1\nnot ok 1 - it adds\n",
    );
    assert.match(
      describeFailures(resultsOf(job("automake"), 2, words), words),
      /expected 1\n +not ok 1/,
    );
  });
});

describe("lanes", () => {
  const settings = ({ script }) => ({
    command: ["sh", "-c", script],
    cwd: folder,
    env: process.env,
    log: join(folder, "log"),
  });
  async function order(jobs, expected = []) {
    const ended = [];
    await runAll(jobs, {
      count: 2,
      expected: new Map(expected),
      settings,
      ended: ({ name }, { code }) => ended.push([name, code]),
    });
    return ended;
  }

  it("do every job once, and what others wait for before them", async () => {
    const ended = await order([
      { name: "third", script: "exit 3", after: ["second"] },
      { name: "first", script: ":" },
      { name: "second", script: "sleep 0.2", after: ["first"] },
    ]);
    assert.deepEqual(ended, [
      ["first", 0],
      ["second", 0],
      ["third", 3],
    ]);
  });

  it("begin with what is expected to take longest, and with what that waits for", async () => {
    const jobs = ["short", "long", "before"].map((name) => ({ name, script: "sleep 0.1" }));
    jobs[1].after = ["before"];
    const ended = await order(jobs, [
      ["short", 5],
      ["long", 100],
      ["before", 1],
    ]);
    assert.deepEqual(
      new Set(ended.slice(0, 2).map(([name]) => name)),
      new Set(["before", "short"]),
    );
  });

  it("measure the processor time of all that a command starts", () => {
    const file = join(folder, "times");
    const busy = "i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done";
    const { status } = spawnSync("sh", [
      here("measure.sh"),
      file,
      "sh",
      "-c",
      `sh -c '${busy}'; exit 3`,
    ]);
    assert.equal(status, 3);
    assert.ok(processorTime(file) > 0.02, `${processorTime(file)} s`);
    assert.equal(processorTime(join(folder, "none")), 0);
  });
});
