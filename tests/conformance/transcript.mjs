// What was expected of the server and what it answered, line by line, for one look at all of it.
// SPDX-License-Identifier: MIT
//
// CVX_TEST_TRANSCRIPT names a file that is written at the end: after a run against a real
// deployment it is the golden record of its answers. `node transcript.mjs FILE` shows what is in one.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";

/** Without what is another one each time: request ids, documents' ids, the server's stack. */
export function plain(answer) {
  if (typeof answer === "string")
    return answer
      .replace(/\[Request ID: [0-9a-f]+\]/g, "[Request ID: …]")
      .replace(/"[a-z0-9]{31,37}"/g, '"<id>"')
      .replace(/\n    at .*/g, "")
      .trimEnd();
  if (Array.isArray(answer)) return answer.map(plain);
  if (answer === null || typeof answer !== "object") return answer;
  return Object.fromEntries(Object.entries(answer).map(([key, value]) => [key, plain(value)]));
}

export class Transcript {
  #lines = [];

  /** `source`: where the backend's own says so. */
  compare(name, source, expected, answer) {
    const answered = plain(answer);
    this.#lines.push({ name, source, expected, answered });
    assert.deepEqual(answered, expected);
  }

  finish(file = process.env.CVX_TEST_TRANSCRIPT) {
    if (file) writeFileSync(file, `${JSON.stringify(this.#lines, null, 2)}\n`);
  }
}

const shown = (value) =>
  (typeof value === "string" ? value : JSON.stringify(value)).replaceAll("\n", "\n              ");

function show({ name, source, expected, answered }) {
  const word = isDeepStrictEqual(expected, answered) ? "same   " : "DIFFERS";
  console.log(`${word}  ${name} (${source})`);
  console.log(`    expected: ${shown(expected)}\n    answered: ${shown(answered)}`);
}

if (process.argv[1] === import.meta.filename) {
  for (const line of JSON.parse(readFileSync(process.argv[2], "utf8"))) show(line);
}
