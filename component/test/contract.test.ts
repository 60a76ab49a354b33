// Produces every example of tests/contract and compares it with the file that
// the client's decoder is tested against. UPDATE_CONTRACT=1 writes the files.
// SPDX-License-Identifier: MIT
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { ConvexError } from "convex/values";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { newApp, type App } from "./app";
import { tell } from "./scenario";

const FOLDER = new URL("../../tests/contract/", import.meta.url).pathname;

beforeEach(() => {
  vi.useFakeTimers();
  vi.setSystemTime(new Date("2025-10-08T15:32:12.000Z"));
});
afterEach(() => {
  vi.useRealTimers();
});

/** What differs from run to run: the random id, and where a stack trace points to. */
function settled(value: unknown): unknown {
  const json = JSON.stringify(value)
    .replace(/"ledgerId":"[0-9a-f]{32}"/, `"ledgerId":"5d41402abc4b2a76b9719d911017c592"`)
    .replace(/\\n {4}at [^"]*"/g, `\\n    at migrateOne (../convex/migrations/x.ts:9:43)\\n"`);
  return JSON.parse(json);
}

interface Told {
  name: string;
  args: unknown;
  answer?: unknown;
  error?: unknown;
}

async function produce(app: App): Promise<Record<string, Told[]>> {
  const told: Record<string, Told[]> = {};
  await tell(app, async (fn, name, request = {}) => {
    const examples = (told[fn] ??= []);
    const example: Told = { name, args: settled({ version: 1, request }) };
    examples.push(example);
    vi.advanceTimersByTime(10);
    try {
      const answer = await app.call(fn, request);
      example.answer = settled(answer);
      return answer;
    } catch (error) {
      if (!(error instanceof ConvexError)) throw error;
      example.error = settled(error.data);
      return null;
    }
  });
  return told;
}

test("the component produces the contract", async () => {
  const told = await produce(newApp());
  const files = Object.keys(told).map((fn) => [`${fn.replace(":", ".")}.json`, fn] as const);
  if (process.env.UPDATE_CONTRACT) {
    for (const [file, fn] of files) {
      const component = fn.startsWith("cvxStart:") ? null : "cvx";
      const contract = { function: fn, component, examples: told[fn] };
      writeFileSync(FOLDER + file, JSON.stringify(contract, null, 2) + "\n");
    }
  }
  const there = readdirSync(FOLDER).filter((name) => name.endsWith(".json"));
  expect(files.map(([file]) => file).sort()).toEqual(there.sort());
  for (const [file, fn] of files) {
    const contract = JSON.parse(readFileSync(FOLDER + file, "utf8"));
    expect(contract.function).toBe(fn);
    expect(told[fn], file).toEqual(contract.examples);
  }
});
