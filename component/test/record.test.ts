// What is recorded without being run; baseline, bridge, events.
// SPDX-License-Identifier: MIT
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { acquire, HOLDER, newApp, refusal, TOKEN, type App } from "./app";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

async function ready(): Promise<App> {
  const app = newApp();
  await acquire(app);
  return app;
}

const record = (app: App, reason: string, rows: unknown[], more = {}) =>
  app.call("ledger:record", { token: TOKEN, reason, rows, ...more });

test("a lineup is recorded in its order, with nothing invented", async () => {
  const app = await ready();
  const { rows } = await record(app, "baseline", [{ migrationId: "a" }, { migrationId: "b" }]);
  const applied = { status: "completed", direction: "up", completedAt: Date.now() };
  expect(rows).toEqual([
    { migrationId: "a", sequence: 1, ...applied },
    { migrationId: "b", sequence: 2, ...applied },
  ]);
});

test("recording is all or nothing", async () => {
  const app = await ready();
  await record(app, "baseline", [{ migrationId: "a" }]);
  const twice = record(app, "adopted", [{ migrationId: "b" }, { migrationId: "a" }]);
  expect(await refusal(twice)).toMatchObject({ code: "BAD_STATE", migrationId: "a" });
  expect((await app.call("ledger:read")).rows).toHaveLength(1);
});

test("adopted again after it was rolled back: a new life", async () => {
  const app = await ready();
  await record(app, "baseline", [{ migrationId: "a", branch: "x" }, { migrationId: "b" }]);
  await record(app, "mark", [{ migrationId: "a", status: "rolled_back" }]);
  const { rows } = await record(app, "adopted", [{ migrationId: "a", completedAt: 17 }]);
  expect(rows[0]).toEqual({
    migrationId: "a",
    status: "completed",
    direction: "up",
    completedAt: 17,
    sequence: 3,
  });
});

test("only a mark records something as rolled back, or touches what is unfinished", async () => {
  const app = await ready();
  const undone = [{ migrationId: "a", status: "rolled_back" }];
  expect((await refusal(record(app, "adopted", undone))).code).toBe("BAD_STATE");
  const row = { migrationId: "a", direction: "up" };
  await app.call("ledger:begin", { token: TOKEN, row });
  expect((await refusal(record(app, "baseline", [{ migrationId: "a" }]))).code).toBe("BAD_STATE");
  const told = [{ ...undone[0], completedAt: 17, recordsProcessed: 25 }];
  const { rows } = await record(app, "mark", told, { note: "restored" });
  expect(rows[0]).toMatchObject({ status: "rolled_back", direction: "down" });
  expect(rows[0].completedAt).toBe(Date.now());
  expect(rows[0].startedAt).toBeUndefined();
  expect(rows[0].recordsProcessed).toBeUndefined();
});

test("a mark on what is applied keeps its place and its time", async () => {
  const app = await ready();
  await record(app, "baseline", [{ migrationId: "a" }, { migrationId: "b" }]);
  const [before] = (await app.call("ledger:read")).rows;
  vi.advanceTimersByTime(5000);
  const { rows } = await record(app, "mark", [{ migrationId: "a", foreign: true }]);
  expect(rows[0]).toEqual({ ...before, foreign: true });
});

test("a renamed migration takes the place of the one it was", async () => {
  const app = await ready();
  await record(app, "baseline", [{ migrationId: "a" }, { migrationId: "b" }]);
  const { rows } = await record(app, "mark", [
    { migrationId: "a2", renamedFrom: "a" },
    { migrationId: "a", status: "rolled_back" },
  ]);
  expect(rows[0]).toMatchObject({ migrationId: "a2", sequence: 1 });
  const next = await record(app, "baseline", [{ migrationId: "c" }]);
  expect(next.rows[0].sequence).toBe(3);
});

test("a list that is too long, a reason nobody knows", async () => {
  const app = await ready();
  const many = Array.from({ length: 501 }, (_, i) => ({ migrationId: `m${i}` }));
  expect((await refusal(record(app, "baseline", many))).code).toBe("BAD_STATE");
  expect((await refusal(record(app, "because", []))).code).toBe("BAD_STATE");
  expect((await refusal(record(app, "mark", ["a"]))).code).toBe("BAD_STATE");
});

test("the bridge is open since its first push, until it is closed", async () => {
  const app = await ready();
  const opened = Date.now();
  const open = (runId: string) =>
    app.call("ledger:openBridge", { token: TOKEN, bridge: { runId, tree: "t", more: 1 } });
  await open("r1");
  vi.advanceTimersByTime(1000);
  expect((await open("r1")).bridge).toEqual({ runId: "r1", tree: "t", more: 1, since: opened });
  expect((await open("r2")).bridge.since).toBe(opened + 1000);
  expect((await app.call("ledger:hello")).bridge.runId).toBe("r2");
  const closed = await app.call("ledger:closeBridge", { token: TOKEN });
  expect((await app.call("ledger:hello")).bridge).toBeNull();
  expect(await app.call("ledger:closeBridge", { token: TOKEN })).toEqual(closed);
});

test("the baseline is set with the server's time", async () => {
  const app = await ready();
  await app.call("ledger:setBaseline", { token: TOKEN, baseline: { kind: "adopted", at: 1 } });
  expect((await app.call("ledger:hello")).baseline).toEqual({ kind: "adopted", at: Date.now() });
});

test("events are read newest first, in pages, and say who", async () => {
  const app = await ready();
  for (const migrationId of ["a", "b", "c"]) {
    await record(app, "adopted", [{ migrationId }], { note: `found ${migrationId}` });
  }
  const first = await app.call("ledger:events", { limit: 2 });
  expect(first.rows.map((event: any) => event.note)).toEqual(["found c", "found b"]);
  expect(first.rows[0]).toMatchObject({
    type: "record",
    reason: "adopted",
    by: HOLDER,
    revision: 3,
  });
  const second = await app.call("ledger:events", { limit: 2, cursor: first.cursor });
  expect(second).toMatchObject({ cursor: null, rows: [{ note: "found a" }] });
});

test("a failure leaves its error in the history, the next life does not take it away", async () => {
  const app = await ready();
  const row = { migrationId: "a", direction: "up" };
  await app.call("ledger:begin", { token: TOKEN, row });
  await app.call("ledger:finish", { token: TOKEN, ...row, status: "failed", error: "boom" });
  await app.call("ledger:begin", { token: TOKEN, row });
  const { rows } = await app.call("ledger:events", { limit: 500 });
  expect(rows.map((event: any) => [event.type, event.error])).toEqual([
    ["start", undefined],
    ["finish", "boom"],
    ["start", undefined],
  ]);
});
