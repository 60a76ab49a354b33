// The history of releases.
// SPDX-License-Identifier: MIT
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { acquire, newApp, refusal, TOKEN, type App } from "./app";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const RELEASE = { environment: "prod", commitSha: "abc", initiatedBy: "ada", status: "running" };

const record = async (app: App, releaseId: string, more = {}) =>
  (await app.call("releases:record", { token: TOKEN, row: { ...RELEASE, releaseId, ...more } }))
    .row;

test("a release is one row, written while it goes on", async () => {
  const app = newApp();
  await acquire(app);
  const startedAt = Date.now();
  await record(app, "r1", { waypoints: ["a"], ticket: 7 });
  vi.advanceTimersByTime(1000);
  const done = await record(app, "r1", { status: "failed", notes: "no" });
  expect(done).toMatchObject({ startedAt, completedAt: startedAt + 1000, ticket: 7, notes: "no" });
  expect((await record(app, "r1")).completedAt).toBeUndefined();
  expect((await app.call("releases:list")).rows).toHaveLength(1);
});

test("releases are listed newest first, in pages", async () => {
  const app = newApp();
  await acquire(app);
  for (const id of ["r1", "r2", "r3"]) await record(app, id);
  await record(app, "r1", { status: "succeeded" });
  const first = await app.call("releases:list", { limit: 2 });
  expect(first.rows.map((row: any) => row.releaseId)).toEqual(["r3", "r2"]);
  const second = await app.call("releases:list", { limit: 2, cursor: first.cursor });
  expect(second.rows.map((row: any) => row.releaseId)).toEqual(["r1"]);
  expect(second.cursor).toBeNull();
});

test("what is written is checked", async () => {
  const app = newApp();
  await acquire(app);
  expect((await refusal(record(app, ""))).code).toBe("BAD_STATE");
  expect((await refusal(record(app, "r1", { status: "great" }))).code).toBe("BAD_STATE");
  expect((await refusal(record(app, "r1", { environment: 1 }))).code).toBe("BAD_STATE");
});
