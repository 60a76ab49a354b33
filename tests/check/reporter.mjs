// A reporter of node's test runner: one line of JSON for each test that holds no others.
// SPDX-License-Identifier: MIT
//
// {name: "suite › test", how: "passed" | "failed" | "skipped", ms, why, notes}. `notes` are the
// diagnostics that a test gave: the transcript of a world, for one.
import { inspect } from "node:util";

/** The runner's own last lines. */
const SUMMARY = /^(tests|suites|pass|fail|cancelled|skipped|todo|duration_ms) [\d.]+$/;

const howOf = (type, { skip, todo }) => {
  if (skip !== undefined || todo !== undefined) return "skipped";
  return type === "test:pass" ? "passed" : "failed";
};

/** The error that a test threw, without the runner's frames. */
function reason(error) {
  const cause = error?.cause ?? error;
  const text = cause instanceof Error ? (cause.stack ?? cause.message) : inspect(cause);
  return text.replace(/\n\s+at .*node:internal.*/g, "");
}

/** The tests around the one that runs, by nesting: {name, holds}: whether others were seen in it. */
class Around {
  #stack = [];

  begin({ name, nesting }) {
    this.#stack.length = nesting;
    this.#stack.push({ name, holds: false });
    if (nesting > 0) this.#stack[nesting - 1].holds = true;
  }
  /** Its whole name, and whether it is a mere frame around others. */
  end({ name, nesting, details }) {
    const isGroup = details?.type === "suite" || this.#stack[nesting]?.holds === true;
    const names = this.#stack.slice(0, nesting).map((each) => each.name);
    return { whole: [...names, name].join(" › "), isGroup };
  }
}

export default async function* report(source) {
  const around = new Around();
  let last = null; // what a test notes comes after it
  const line = () => (last ? `${JSON.stringify(last)}\n` : "");
  for await (const { type, data } of source) {
    if (type === "test:start") around.begin(data);
    if (type === "test:diagnostic" && last?.how === "failed" && !SUMMARY.test(data.message))
      last.notes.push(data.message);
    if (type !== "test:pass" && type !== "test:fail") continue;
    const how = howOf(type, data);
    const { whole, isGroup } = around.end(data);
    const error = data.details?.error;
    if (isGroup && (how !== "failed" || error?.failureType === "subtestsFailed")) continue;
    yield line();
    const why = how === "failed" ? reason(error) : data.skip || undefined;
    last = { name: whole, how, ms: data.details?.duration_ms, why, notes: [] };
  }
  yield line();
}
