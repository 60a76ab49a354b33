// Starting a migration is one transaction with its row in the ledger.
// SPDX-License-Identifier: MIT
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { acquire, addUsers, newApp, refusal, TOKEN, users, type App } from "./app";

const ID = "20251008_153000_full_name";
const SPLIT = "20251009_100000_split";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

async function ready(names: string[]): Promise<App> {
  const app = newApp();
  await acquire(app);
  await addUsers(app, names);
  return app;
}

const start = (app: App, migrationId: string, direction: "up" | "down", more = {}) =>
  app.call("cvxStart:start", {
    token: TOKEN,
    row: { migrationId, direction },
    fn: `migrations/${migrationId}:${direction}`,
    args: {},
    ...more,
  });

const finish = (app: App, migrationId: string, direction: string, status: string) =>
  app.call("ledger:finish", { token: TOKEN, migrationId, direction, status });

const statusOf = async (app: App, name: string) => {
  const at = { componentPath: "migrations", udfPath: "lib:getStatus" };
  return (await app.t.fun(at, { names: [name] }))[0];
};

const settle = (app: App) => app.t.finishAllScheduledFunctions(() => vi.advanceTimersByTime(10));

const numbered = (count: number) => Array.from({ length: count }, (_, i) => `Ada ${i}`);

test("a migration runs to its end, the row says what the component said at the start", async () => {
  const app = await ready(numbered(25));
  const started = await start(app, ID, "up");
  expect(started.component).toMatchObject({ state: "inProgress", processed: 10 });
  expect(started.row).toMatchObject({ status: "running", recordsProcessed: 10 });
  await settle(app);
  expect(await statusOf(app, `migrations/${ID}:up`)).toMatchObject({ state: "success" });
  expect((await users(app)).every((user) => user.fullName && !user.name)).toBe(true);
});

test("a stale token rolls back both: no row, no document, no state in the component", async () => {
  const app = await ready(["Ada L"]);
  await app.call("lease:acquire", {
    token: "t2",
    holder: { cloneId: "c", cloneName: "n", runId: "r-20251008-153212-5e0b", command: "x" },
    sameRun: "r-20251008-153212-5e0b",
  });
  expect((await refusal(start(app, ID, "up"))).code).toBe("LEASE_LOST");
  expect((await app.call("ledger:read")).rows).toEqual([]);
  expect(await users(app)).toMatchObject([{ name: "Ada L" }]);
  expect((await statusOf(app, `migrations/${ID}:up`)).latestStart).toBe(0);
});

test("an expired lease starts nothing", async () => {
  const app = await ready(["Ada L"]);
  vi.advanceTimersByTime(120_000);
  expect((await refusal(start(app, ID, "up"))).code).toBe("LEASE_LOST");
  expect(await users(app)).toMatchObject([{ name: "Ada L" }]);
});

test("a first batch that fails leaves the row, for the client to record", async () => {
  const app = await ready(["Ada L", "poison"]);
  const started = await start(app, SPLIT, "up");
  expect(started.component).toMatchObject({ state: "failed", processed: 0 });
  expect(started.component.error).toContain("cannot split 'poison'");
  expect(started.row).toMatchObject({ status: "running", recordsProcessed: 0, sequence: 1 });
  expect((await users(app)).map((user) => user.first)).toEqual([undefined, undefined]);
  expect((await finish(app, SPLIT, "up", "failed")).row.status).toBe("failed");

  await app.t.run(async (ctx: any) => {
    for (const user of await ctx.db.query("users").collect()) {
      if (user.name === "poison") await ctx.db.delete(user._id);
    }
  });
  const resumed = await start(app, SPLIT, "up", { resume: true });
  expect(resumed.component.state).toBe("success");
  expect(resumed.row).toMatchObject({ status: "running", sequence: 1, recordsProcessed: 1 });
});

test("a function that is not deployed: no row", async () => {
  const app = await ready(["Ada L"]);
  await expect(start(app, "20990101_000000_nowhere", "up")).rejects.toThrow();
  expect((await app.call("ledger:read")).rows).toEqual([]);
  expect((await app.call("ledger:hello")).revision).toBe(0);
});

test("what the ledger refuses is not run", async () => {
  const app = await ready(["Ada L"]);
  await start(app, ID, "up");
  await finish(app, ID, "up", "completed");
  await start(app, ID, "down", { args: { reset: true } });
  expect((await refusal(start(app, ID, "up", { args: { reset: true } }))).code).toBe("BAD_STATE");
  expect(await users(app)).toMatchObject([{ name: "Ada L" }]);
});

test("up, down, up: the success of the first life is not taken for the second's", async () => {
  const app = await ready(["Ada L"]);
  const first = await start(app, ID, "up");
  await finish(app, ID, "up", "completed");
  await start(app, ID, "down", { args: { reset: true } });
  await finish(app, ID, "down", "rolled_back");
  // The component still says success; only the row tells that nothing runs.
  expect((await statusOf(app, `migrations/${ID}:up`)).state).toBe("success");
  expect((await app.call("ledger:get", { migrationId: ID })).row.status).toBe("rolled_back");

  vi.advanceTimersByTime(1000);
  const second = await start(app, ID, "up", { args: { reset: true } });
  expect(second.component.latestStart).toBeGreaterThan(first.component.latestStart);
  expect(second.row).toMatchObject({ status: "running", sequence: 2 });
  expect(await users(app)).toMatchObject([{ fullName: "Ada L" }]);
});

test("what somebody ran by hand is already done, and is not run again", async () => {
  const app = await ready(["Ada L"]);
  await app.t.fun({ componentPath: "", udfPath: `migrations/${ID}:up` }, {});
  const [before] = await users(app);
  vi.advanceTimersByTime(1000);
  const started = await start(app, ID, "up");
  expect(started.answer.Status).toBe("Migration already done.");
  expect(started.component.state).toBe("success");
  expect(started.component.latestEnd).toBeLessThan(started.row.startedAt);
  expect(await users(app)).toEqual([before]);
});

test("the migrations component may have another name", async () => {
  const app = newApp(undefined, undefined, "dataMigrations");
  await acquire(app);
  await addUsers(app, ["Ada L"]);
  const started = await start(app, "shout", "up", {
    fn: "renamed:shout",
    migrationsComponent: "dataMigrations",
  });
  expect(started.component).toMatchObject({ name: "renamed:shout", state: "success" });
  expect(await users(app)).toMatchObject([{ name: "ADA L" }]);
});
