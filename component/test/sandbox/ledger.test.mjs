// The component as it is deployed: pushed by the official CLI, mounted beside
// the real migrations component, called over HTTP.
// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { HOLDER, ID, LedgerApp, TOKEN } from "./support.mjs";

let app;

before(async () => {
  app = await LedgerApp.start();
  await app.push();
});
after(async () => {
  await app?.stop();
});

test("a ledger is there once a lease was taken", async () => {
  assert.deepEqual(await app.call("ledger:hello"), {
    version: 1,
    ledgerId: null,
    revision: 0,
    baseline: null,
    bridge: null,
    lease: null,
  });
  const { ledgerId, expiresInMs } = await app.call("lease:acquire", {
    token: TOKEN,
    holder: HOLDER,
  });
  assert.match(ledgerId, /^[0-9a-f]{32}$/);
  assert.equal(expiresInMs, 120_000);
});

test("a refusal arrives with its data", async () => {
  const busy = app.call("lease:acquire", { token: "t2", holder: { ...HOLDER, runId: "r-2" } });
  await assert.rejects(busy, (error) => {
    assert.equal(error.data.code, "BUSY");
    assert.deepEqual(error.data.holder, HOLDER);
    return true;
  });
});

test("up and down, started through the ledger", async () => {
  const names = Array.from({ length: 25 }, (_, i) => `Ada ${i}`);
  await app.deployment.fn("users:add", { names });

  const up = await app.start("up");
  assert.equal(up.row.status, "running");
  assert.equal(up.row.sequence, 1);
  assert.equal(up.component.processed, 10);
  assert.equal((await app.ended("up")).state, "success");
  assert.equal((await app.finish("up", "completed")).row.status, "completed");
  assert.deepEqual(await app.deployment.fn("users:shapes"), { old: 0, new: 25 });

  await app.start("down", { args: { reset: true } });
  assert.equal((await app.ended("down")).state, "success");
  assert.equal((await app.finish("down", "rolled_back")).row.sequence, 1);
  assert.deepEqual(await app.deployment.fn("users:shapes"), { old: 25, new: 0 });
});

test("a stale token: neither row nor documents, and the code comes through", async () => {
  const before = await app.call("ledger:read");
  const stale = app.start("up", { token: "stale", args: { reset: true } });
  await assert.rejects(stale, (error) => error.data?.code === "LEASE_LOST");
  assert.deepEqual(await app.call("ledger:read"), before);
  assert.deepEqual(await app.deployment.fn("users:shapes"), { old: 25, new: 0 });
});

test("a first batch that fails leaves its row; resumed when it is cured", async () => {
  await app.deployment.fn("users:add", { names: ["poison"] });
  await app.start("up", { args: { reset: true, batchSize: 100 } }).then(({ row, component }) => {
    assert.equal(component.state, "failed");
    assert.match(component.error, /cannot split 'poison'/);
    assert.equal(row.status, "running");
    assert.equal(row.sequence, 2);
  });
  await app.finish("up", "failed");
  assert.deepEqual(await app.deployment.fn("users:shapes"), { old: 26, new: 0 });

  await app.deployment.fn("users:remove", { name: "poison" });
  const resumed = await app.start("up", { resume: true });
  assert.equal(resumed.row.sequence, 2);
  assert.equal((await app.ended("up")).state, "success");
  assert.equal((await app.finish("up", "completed")).row.status, "completed");
  assert.deepEqual(await app.deployment.fn("users:shapes"), { old: 0, new: 25 });
});

test("500 rows fit into a page, and half a mebibyte into a part of a seal", async () => {
  const rows = Array.from({ length: 500 }, (_, i) => ({
    migrationId: `m_${String(i).padStart(4, "0")}`,
    description: "x".repeat(500),
  }));
  await app.call("ledger:record", { token: TOKEN, reason: "baseline", rows });
  const first = await app.call("ledger:read", { limit: 500 });
  assert.equal(first.rows.length, 500);
  const second = await app.call("ledger:read", { limit: 500, cursor: first.cursor });
  assert.deepEqual(
    second.rows.map((row) => row.migrationId),
    ["m_0499"],
  );
  assert.equal(first.rows[0].migrationId, ID);

  const hash = "ab".repeat(32);
  const source = "/*" + "é".repeat(255 * 1024) + "*/";
  await app.call("seals:put", { token: TOKEN, hash, part: 0, parts: 2, source });
  await app.call("seals:put", { token: TOKEN, hash, part: 1, parts: 2, source: "2" });
  assert.equal((await app.call("seals:get", { hash, part: 0 })).source, source);
  assert.deepEqual((await app.call("seals:has", { hashes: [hash] })).missing, []);
});
