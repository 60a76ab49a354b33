// The rows: sequence, transitions, what is kept.
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

const begin = async (app: App, migrationId: string, direction: string, more = {}, row = {}) =>
  (
    await app.call("ledger:begin", {
      token: TOKEN,
      row: { migrationId, direction, ...row },
      ...more,
    })
  ).row;

const finish = async (
  app: App,
  migrationId: string,
  direction: string,
  status: string,
  more = {},
) =>
  (await app.call("ledger:finish", { token: TOKEN, migrationId, direction, status, ...more })).row;

async function apply(app: App, migrationId: string) {
  await begin(app, migrationId, "up");
  return await finish(app, migrationId, "up", "completed");
}

async function undo(app: App, migrationId: string) {
  await begin(app, migrationId, "down");
  return await finish(app, migrationId, "down", "rolled_back");
}

test("sequence: in order of application, kept while undone, new on re-apply", async () => {
  const app = await ready();
  expect((await apply(app, "b")).sequence).toBe(1);
  expect((await apply(app, "a")).sequence).toBe(2);
  expect((await undo(app, "b")).sequence).toBe(1);
  expect((await apply(app, "b")).sequence).toBe(3);
  expect((await apply(app, "c")).sequence).toBe(4);
});

test("sequence: kept on resume, new when begun anew", async () => {
  const app = await ready();
  await begin(app, "a", "up");
  await finish(app, "a", "up", "failed", { error: "boom" });
  await apply(app, "b");
  expect((await begin(app, "a", "up", { resume: true })).sequence).toBe(1);
  expect((await begin(app, "a", "up")).sequence).toBe(3);
});

test("a resumed life keeps its start, loses its error and adds up its time", async () => {
  const app = await ready();
  const first = await begin(app, "a", "up");
  vi.advanceTimersByTime(1000);
  const failed = await finish(app, "a", "up", "failed", { error: "boom", recordsProcessed: 10 });
  expect(failed).toMatchObject({ status: "failed", error: "boom", executionTimeMs: 1000 });
  await app.call("lease:renew", { token: TOKEN });
  vi.advanceTimersByTime(60_000);
  const resumed = await begin(app, "a", "up", { resume: true });
  expect(resumed.startedAt).toBe(first.startedAt);
  expect(resumed.error).toBeUndefined();
  expect(resumed.completedAt).toBeUndefined();
  vi.advanceTimersByTime(500);
  const done = await finish(app, "a", "up", "completed", { recordsProcessed: 25 });
  expect(done).toMatchObject({ executionTimeMs: 1500, recordsProcessed: 25 });
  expect(done.error).toBeUndefined();
});

test("a new life has nothing of the outcome and the description of the last one", async () => {
  const app = await ready();
  await begin(app, "a", "up", {}, { branch: "old", downPath: "cvxSealed/s1:down", table: "t" });
  await finish(app, "a", "up", "completed", { recordsProcessed: 9 });
  await undo(app, "a");
  const row = await begin(app, "a", "up", {}, { branch: "new" });
  expect(row).toEqual({
    migrationId: "a",
    status: "running",
    direction: "up",
    sequence: 2,
    branch: "new",
    startedAt: Date.now(),
    appliedBy: { cloneId: HOLDER.cloneId, cloneName: HOLDER.cloneName },
  });
});

test("a down keeps what described the up", async () => {
  const app = await ready();
  await begin(app, "a", "up", {}, { sourceHash: "abc", sealHash: "def" });
  await finish(app, "a", "up", "completed");
  const row = await begin(app, "a", "down", {}, { downPath: "cvxSealed/s2:down" });
  expect(row).toMatchObject({ sourceHash: "abc", sealHash: "def", downPath: "cvxSealed/s2:down" });
});

test("impossible transitions are refused and change nothing", async () => {
  const app = await ready();
  await apply(app, "done");
  await begin(app, "going", "up");
  await apply(app, "undoing");
  await begin(app, "undoing", "down");
  const before = await app.call("ledger:read");
  const refused: [Promise<unknown>, string][] = [
    [begin(app, "done", "up"), "BAD_STATE"],
    [begin(app, "done", "up", { resume: true }), "BAD_STATE"],
    [begin(app, "done", "down", { resume: true }), "BAD_STATE"],
    [begin(app, "nowhere", "down"), "NOT_FOUND"],
    [begin(app, "nowhere", "up", { resume: true }), "NOT_FOUND"],
    [begin(app, "undoing", "up"), "BAD_STATE"],
    [begin(app, "undoing", "up", { resume: true }), "BAD_STATE"],
    [finish(app, "done", "up", "failed", { error: "x" }), "BAD_STATE"],
    [finish(app, "done", "down", "rolled_back"), "BAD_STATE"],
    [finish(app, "going", "down", "rolled_back"), "BAD_STATE"],
    [finish(app, "undoing", "down", "completed"), "BAD_STATE"],
    [finish(app, "nowhere", "up", "completed"), "NOT_FOUND"],
  ];
  for (const [call, code] of refused) expect((await refusal(call)).code).toBe(code);
  expect(await app.call("ledger:read")).toEqual(before);
});

test("an up may be dropped as rolled back only if it processed nothing", async () => {
  const app = await ready();
  await begin(app, "a", "up");
  const component = { name: "migrations/a:up", state: "canceled", processed: 10 };
  const progress = { token: TOKEN, migrationId: "a", direction: "up", component };
  expect((await app.call("ledger:progress", progress)).row.recordsProcessed).toBe(10);
  expect((await refusal(finish(app, "a", "up", "rolled_back"))).code).toBe("BAD_STATE");
  await begin(app, "a", "down");
  expect((await finish(app, "a", "down", "rolled_back")).status).toBe("rolled_back");
  await begin(app, "a", "up");
  expect((await finish(app, "a", "up", "rolled_back")).status).toBe("rolled_back");
});

test("a down may be run once more on what is rolled back", async () => {
  const app = await ready();
  await apply(app, "a");
  await undo(app, "a");
  expect((await undo(app, "a")).status).toBe("rolled_back");
});

test("a failed run that went on by itself is finished", async () => {
  const app = await ready();
  await begin(app, "a", "up");
  await finish(app, "a", "up", "failed", { error: "boom" });
  expect((await finish(app, "a", "up", "completed")).error).toBeUndefined();
});

test("finish may be asked twice: one write, one event", async () => {
  const app = await ready();
  await apply(app, "a");
  const { revision } = await app.call("ledger:hello");
  const again = await app.call("ledger:finish", {
    token: TOKEN,
    migrationId: "a",
    direction: "up",
    status: "completed",
  });
  expect(again).toMatchObject({ revision, row: { status: "completed" } });
  const { rows } = await app.call("ledger:events");
  expect(rows.filter((event: any) => event.type === "finish")).toHaveLength(1);
});

test("a status of a run that is not running is refused", async () => {
  const app = await ready();
  await apply(app, "a");
  const late = { token: TOKEN, migrationId: "a", direction: "up", component: { processed: 1 } };
  expect((await refusal(app.call("ledger:progress", late))).code).toBe("BAD_STATE");
  const nobody = { ...late, migrationId: "nobody" };
  expect((await refusal(app.call("ledger:started", nobody))).code).toBe("NOT_FOUND");
});

test("every write raises the revision by one", async () => {
  const app = await ready();
  const revisions: number[] = [];
  const write = async (fn: string, request: Record<string, any>) => {
    revisions.push((await app.call(fn, { token: TOKEN, ...request })).revision);
  };
  const a = { migrationId: "a", direction: "up" };
  await write("ledger:begin", { row: a });
  await write("ledger:started", { ...a, component: { processed: 0 } });
  await write("ledger:progress", { ...a, component: { processed: 5 } });
  await write("ledger:finish", { ...a, status: "completed" });
  await write("ledger:record", { reason: "mark", rows: [{ migrationId: "a" }] });
  await write("ledger:setBaseline", { baseline: { kind: "empty" } });
  await write("ledger:openBridge", { bridge: { runId: "r", tree: "t" } });
  await write("ledger:closeBridge", {});
  await write("seals:put", { hash: "ab".repeat(16), part: 0, parts: 1, source: "x" });
  await write("releases:record", {
    row: { releaseId: "r", status: "running", environment: "e", commitSha: "c", initiatedBy: "i" },
  });
  expect(revisions).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect((await app.call("ledger:hello")).revision).toBe(10);
});

test("fields that this version does not know are kept, within rows too", async () => {
  const app = await ready();
  const unknown = { treeId: "t1", proof: { steps: [1, { deep: null }] } };
  await begin(app, "a", "up", {}, unknown);
  await finish(app, "a", "up", "completed", { verdict: "fine" });
  const kept = { ...unknown, verdict: "fine" };
  expect((await app.call("ledger:get", { migrationId: "a" })).row).toMatchObject(kept);
  await undo(app, "a");
  expect(await apply(app, "a")).toMatchObject(kept);
});

test("what belongs to the server, a client cannot set", async () => {
  const app = await ready();
  const lies = { sequence: 99, status: "completed", startedAt: 1, executionTimeMs: 7, error: "x" };
  const row = await begin(app, "a", "up", {}, lies);
  expect(row).toMatchObject({ sequence: 1, status: "running", startedAt: Date.now() });
  expect(row.executionTimeMs).toBeUndefined();
  expect(row.error).toBeUndefined();
  expect((await begin(app, "a", "up", { resume: true }, lies)).sequence).toBe(1);
  vi.advanceTimersByTime(500);
  const times = { startedAt: 1, resumedAt: 1, completedAt: 1, executionTimeMs: 7 };
  const done = await finish(app, "a", "up", "completed", times);
  expect(done).toMatchObject({ completedAt: Date.now(), executionTimeMs: 500 });
  expect(done.startedAt).toBe(Date.now() - 500);
  expect((await begin(app, "a", "down", {}, lies)).sequence).toBe(1);
});

test("what is written is checked", async () => {
  const app = await ready();
  const wrong: Record<string, any>[] = [
    { migrationId: "" },
    { migrationId: "a-b" },
    { migrationId: "a", tables: "users" },
    { migrationId: "a", sourceHash: 7 },
    { migrationId: "a", appliedBy: "me" },
    { migrationId: "a", direction: "sideways" },
  ];
  for (const row of wrong) {
    const call = app.call("ledger:begin", { token: TOKEN, row: { direction: "up", ...row } });
    expect((await refusal(call)).code, JSON.stringify(row)).toBe("BAD_STATE");
  }
  expect((await app.call("ledger:read")).rows).toEqual([]);
});

test("a long error is cut, so that rows stay small", async () => {
  const app = await ready();
  await begin(app, "a", "up");
  const error = "x".repeat(100_000);
  const row = await finish(app, "a", "up", "failed", { error, component: { error } });
  expect(row.error).toHaveLength(4000);
  expect(row.component.error).toHaveLength(4000);
});
