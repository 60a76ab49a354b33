// Who may write: the lease, by the server's clock.
// SPDX-License-Identifier: MIT
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { acquire, HOLDER, newApp, refusal, TOKEN } from "./app";

const OTHER = { ...HOLDER, cloneId: "other", runId: "r-other" };

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const takeAs = (token: string, more = {}) => ({ token, holder: OTHER, ...more });

test("the ledger's id is made once and stays", async () => {
  const app = newApp();
  expect((await app.call("ledger:hello")).ledgerId).toBeNull();
  const { ledgerId } = await acquire(app);
  expect(ledgerId).toMatch(/^[0-9a-f]{32}$/);
  await app.call("lease:release", { token: TOKEN });
  expect((await app.call("lease:acquire", takeAs("t2"))).ledgerId).toBe(ledgerId);
  expect((await app.call("ledger:hello")).ledgerId).toBe(ledgerId);
});

test("two deployments have different ids", async () => {
  const first = await acquire(newApp());
  const second = await acquire(newApp());
  expect(first.ledgerId).not.toBe(second.ledgerId);
});

test("acquire is idempotent for its token, and compares the revision once", async () => {
  const app = newApp();
  await acquire(app, { revision: 0 });
  await app.call("ledger:setBaseline", { token: TOKEN, baseline: { kind: "empty" } });
  vi.advanceTimersByTime(60_000);
  const again = await acquire(app, { revision: 0 });
  expect(again).toMatchObject({ revision: 1, expiresInMs: 120_000 });
});

test("acquire refuses a ledger that has moved, and takes nothing", async () => {
  const app = newApp();
  await acquire(app);
  await app.call("ledger:setBaseline", { token: TOKEN, baseline: { kind: "empty" } });
  await app.call("lease:release", { token: TOKEN });
  const moved = await refusal(app.call("lease:acquire", takeAs("t2", { revision: 0 })));
  expect(moved).toMatchObject({ code: "LEDGER_MOVED", revision: 1 });
  expect((await app.call("ledger:hello")).lease).toBeNull();
  await app.call("lease:acquire", takeAs("t2", { revision: 1 }));
});

test("a lease is stolen only after it has expired", async () => {
  const app = newApp();
  await acquire(app);
  vi.advanceTimersByTime(119_999);
  const busy = await refusal(app.call("lease:acquire", takeAs("t2")));
  expect(busy).toMatchObject({ code: "BUSY", holder: HOLDER, expiresInMs: 1 });
  vi.advanceTimersByTime(1);
  await app.call("lease:acquire", takeAs("t2"));
  const lost = await refusal(app.call("lease:renew", { token: TOKEN }));
  expect(lost).toMatchObject({ code: "LEASE_LOST", holder: OTHER });
});

test("renewing keeps it, and does not raise the revision", async () => {
  const app = newApp();
  await acquire(app);
  for (let i = 0; i < 10; i++) {
    vi.advanceTimersByTime(100_000);
    await app.call("lease:renew", { token: TOKEN });
  }
  expect((await app.call("ledger:hello")).revision).toBe(0);
  await refusal(app.call("lease:acquire", takeAs("t2")));
});

test("an expired lease neither renews nor writes, and hello does not show it", async () => {
  const app = newApp();
  await acquire(app);
  vi.advanceTimersByTime(120_000);
  const write = app.call("ledger:setBaseline", { token: TOKEN, baseline: {} });
  expect((await refusal(write)).code).toBe("LEASE_LOST");
  expect((await refusal(app.call("lease:renew", { token: TOKEN }))).code).toBe("LEASE_LOST");
  expect(await app.call("ledger:hello")).toMatchObject({ lease: null, revision: 0 });
});

test("the same token takes its own expired lease again, if nobody came between", async () => {
  const app = newApp();
  await acquire(app);
  vi.advanceTimersByTime(500_000);
  await acquire(app);
  expect(await app.call("lease:renew", { token: TOKEN })).toEqual({ expiresInMs: 120_000 });
});

test("a process of the same run takes over at once, others do not", async () => {
  const app = newApp();
  await acquire(app);
  const stranger = app.call("lease:acquire", takeAs("t2", { sameRun: OTHER.runId }));
  expect((await refusal(stranger)).code).toBe("BUSY");
  await app.call("lease:acquire", { token: "t3", holder: HOLDER, sameRun: HOLDER.runId });
  expect((await refusal(app.call("lease:renew", { token: TOKEN }))).code).toBe("LEASE_LOST");
});

test("release is idempotent and takes nobody else's lease", async () => {
  const app = newApp();
  await acquire(app);
  expect(await app.call("lease:release", { token: "t2" })).toEqual({ released: false });
  expect((await app.call("ledger:hello")).lease).not.toBeNull();
  expect(await app.call("lease:release", { token: TOKEN })).toEqual({ released: true });
  expect(await app.call("lease:release", { token: TOKEN })).toEqual({ released: false });
});

test("hello tells the holder, never the token", async () => {
  const app = newApp();
  await acquire(app);
  const hello = await app.call("ledger:hello");
  expect(hello.lease).toEqual({ holder: HOLDER, expiresInMs: 120_000 });
  expect(JSON.stringify(hello)).not.toContain(TOKEN);
});

test("a holder must say who it is", async () => {
  const app = newApp();
  const { runId: _, ...nameless } = HOLDER;
  const refused = await refusal(app.call("lease:acquire", { token: TOKEN, holder: nameless }));
  expect(refused).toMatchObject({ code: "BAD_STATE", message: expect.stringContaining("runId") });
});

test("every write needs the lease", async () => {
  const app = newApp();
  await acquire(app);
  const row = { migrationId: "a", direction: "up" };
  const writes: [string, Record<string, any>][] = [
    ["ledger:begin", { row }],
    ["ledger:started", { ...row, component: {} }],
    ["ledger:progress", { ...row, component: {} }],
    ["ledger:finish", { ...row, status: "completed" }],
    ["ledger:record", { reason: "mark", rows: [] }],
    ["ledger:setBaseline", { baseline: {} }],
    ["ledger:openBridge", { bridge: { runId: "r", tree: "t" } }],
    ["ledger:closeBridge", {}],
    ["seals:put", { hash: "ab".repeat(16), part: 0, parts: 1, source: "x" }],
    ["releases:record", { row: { releaseId: "r", status: "running" } }],
    ["cvxStart:start", { row, fn: "migrations/x:up", args: {} }],
  ];
  for (const [fn, request] of writes) {
    const refused = await refusal(app.call(fn, { ...request, token: "somebody else's" }));
    expect(refused.code, fn).toBe("LEASE_LOST");
  }
  expect((await app.call("ledger:hello")).revision).toBe(0);
});
