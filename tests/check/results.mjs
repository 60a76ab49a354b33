// What a job's log says: [{name, how: "passed" | "failed" | "skipped", why?, notes?}].
// SPDX-License-Identifier: MIT

const HOW = { PASS: "passed", FAIL: "failed", ERROR: "failed", XPASS: "failed", SKIP: "skipped" };

/** automake's lines, and those of check-valgrind.sh: "PASS: file 1 - what it is about". */
function ofAutomake(log) {
  return [...log.matchAll(/^(PASS|FAIL|ERROR|XPASS|SKIP): (.+)$/gm)].map(([, word, name]) => ({
    name: name.replace(/ # SKIP.*/, ""),
    how: HOW[word],
  }));
}

/** "ok 1 - what it is about", "not ok 2 - …", "ok 3 - … # SKIP why". */
function ofTap(log) {
  return [...log.matchAll(/^(not )?ok \d* *-? *(.*)$/gm)].map(([, not, text]) => {
    const [name, why] = text.split(/ # SKIP ?/);
    const how = not ? "failed" : why === undefined ? "passed" : "skipped";
    return { name, how, why };
  });
}

/** vitest's verbose lines: " ✓ file > group > test 3ms". */
function ofVitest(log) {
  const words = { "✓": "passed", "×": "failed", "↓": "skipped" };
  return [...log.matchAll(/^ *([✓×↓]) (.+?)(?: \d+ ?ms)?$/gm)].map(([, mark, name]) => ({
    name,
    how: words[mark],
  }));
}

const ofNode = (log) =>
  log
    .split("\n")
    .filter((line) => line.startsWith('{"name":'))
    .map((line) => JSON.parse(line));

const READERS = { automake: ofAutomake, tap: ofTap, vitest: ofVitest, node: ofNode, one: () => [] };

/**
 * The tests of a job that ended with this exit code. One that failed, or ran nothing, without saying
 * so has failed once; of format "one" the exit code is the whole result.
 */
export function resultsOf({ name, format }, code, log) {
  const found = READERS[format](log);
  const isSilent = found.length === 0 && format !== "one";
  const saysNothing = !found.some(({ how }) => how === "failed");
  if ((code !== 0 && saysNothing) || isSilent)
    return [...found, { name, how: "failed", why: `exit status ${code}; ${found.length} tests` }];
  return format === "one" ? [{ name, how: "passed" }] : found;
}

export function count(results) {
  const sum = { passed: 0, failed: 0, skipped: 0 };
  for (const { how } of results) sum[how]++;
  return sum;
}

/** What tells most, first. */
const FAILURES = [/^not ok\b/, /^[^#]*\b[Ee]rror:|×/];

/** What is shown of a failure at once: its own words first, then the end of the log if it has none. */
export function describeFailures(results, log) {
  const failed = results.filter(({ how }) => how === "failed");
  const own = failed.map(({ name, why, notes = [] }) =>
    [`FAILED  ${name}`, ...(why ? [why] : []), ...notes].join("\n").replaceAll("\n", "\n    "),
  );
  if (failed.some(({ why }) => why && !why.startsWith("exit status"))) return own.join("\n");
  // Of make and scripts the words lie around the line that says so; of make, behind the summary.
  const lines = log.trimEnd().split("\n");
  const at = FAILURES.map((pattern) => lines.findIndex((line) => pattern.test(line))).find(
    (index) => index >= 0,
  );
  const around = at === undefined ? lines.slice(-40) : lines.slice(Math.max(0, at - 10), at + 30);
  return [...own, ...around.map((line) => `    ${line}`)].join("\n");
}
