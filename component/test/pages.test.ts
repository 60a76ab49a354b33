// Reading the ledger in pages.
// SPDX-License-Identifier: MIT
import { expect, test } from "vitest";
import { acquire, newApp, refusal, TOKEN, type App } from "./app";

async function ready(): Promise<App> {
  const app = newApp();
  await acquire(app);
  return app;
}

test("1201 rows are read in pages of at most 500, each once, in order", async () => {
  const app = await ready();
  const ids = Array.from({ length: 1201 }, (_, i) => `m_${String(i).padStart(5, "0")}`);
  for (let i = 0; i < ids.length; i += 500) {
    const rows = ids.slice(i, i + 500).map((migrationId) => ({ migrationId }));
    await app.call("ledger:record", { token: TOKEN, reason: "baseline", rows });
  }
  const read: string[] = [];
  const pages: number[] = [];
  let cursor: string | null = null;
  do {
    const page: any = await app.call("ledger:read", { cursor, limit: 500 });
    pages.push(page.rows.length);
    read.push(...page.rows.map((row: any) => row.migrationId));
    cursor = page.cursor;
  } while (cursor !== null);
  expect(pages).toEqual([500, 500, 201]);
  expect(read).toEqual(ids);
});

test("a page is over exactly where the rows are", async () => {
  const app = await ready();
  const rows = ["a", "b"].map((migrationId) => ({ migrationId }));
  await app.call("ledger:record", { token: TOKEN, reason: "baseline", rows });
  expect((await app.call("ledger:read", { limit: 2 })).cursor).toBeNull();
  expect((await app.call("ledger:read", { limit: 1 })).cursor).toBe("a");
  expect((await refusal(app.call("ledger:read", { limit: 501 }))).code).toBe("BAD_STATE");
  expect((await refusal(app.call("ledger:read", { limit: 0 }))).code).toBe("BAD_STATE");
  expect((await refusal(app.call("ledger:read", { cursor: 7 }))).code).toBe("BAD_STATE");
});

test("a page of large rows is shorter than asked for, and loses none", async () => {
  const app = await ready();
  const rows = Array.from({ length: 12 }, (_, i) => ({
    migrationId: `m${String(i).padStart(2, "0")}`,
    bulk: "x".repeat(700_000),
  }));
  for (const row of rows) {
    await app.call("ledger:record", { token: TOKEN, reason: "baseline", rows: [row] });
  }
  const first = await app.call("ledger:read", {});
  expect(first.rows.length).toBeLessThan(12);
  const second = await app.call("ledger:read", { cursor: first.cursor });
  expect(first.rows.length + second.rows.length).toBe(12);
});
