// Migrations that fail, are canceled and resumed: what is rolled back, what is kept, that no
// document is visited twice.
// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { test } from "node:test";
import { waitFor } from "../../lib/deployment.mjs";
import { migrationTools } from "./migration-tools.mjs";

export function migrationFailureTests(session) {
  const { deployment, renew, start, lib, status, ended, succeeded, cancel, steps } =
    migrationTools(session);
  const mend = () => deployment.fn("items:mend");

  test("a failure in the first batch: the call succeeds, the batch is rolled back", async () => {
    await renew(25, { bad: 5 });
    const answer = await start("step");
    assert.match(answer.Status, /^Migration failed: .*cannot migrate item 5/);
    const now = await status("step");
    assert.equal(now.state, "failed");
    assert.equal(now.processed, 0);
    assert.equal(now.cursor, null);
    assert.match(now.error.split("\n")[0], /cannot migrate item 5/);
    assert.deepEqual(await steps(), { 0: 25 });
  });

  test("a failure in a later batch: that batch is rolled back, those before stay", async () => {
    await renew(45, { bad: 25 });
    await start("step");
    const now = await ended("step");
    assert.equal(now.state, "failed");
    assert.equal(now.processed, 20);
    assert.equal(typeof now.cursor, "string");
    assert.match(now.error, /cannot migrate item 25/);
    assert.deepEqual(await steps(), { 0: 25, 1: 20 });
  });

  test("resumed with {} it goes on at the failed batch and keeps latestStart", async () => {
    await renew(45, { bad: 25 });
    await start("step");
    const failed = await ended("step");
    await mend();
    await start("step");
    const now = await succeeded("step");
    assert.equal(now.latestStart, failed.latestStart);
    assert.equal(now.processed, 45);
    assert.equal(now.error ?? null, null);
    assert.deepEqual(await steps(), { 1: 45 });
  });

  test("started again unmended it fails again, at the same place", async () => {
    await renew(45, { bad: 25 });
    await start("step");
    await ended("step");
    assert.match((await start("step")).Status, /^Migration failed: /);
    const now = await status("step");
    assert.deepEqual([now.state, now.processed], ["failed", 20]);
    assert.deepEqual(await steps(), { 0: 25, 1: 20 });
  });

  test("reset after a failure starts over", async () => {
    await renew(45, { bad: 25 });
    await start("step");
    await ended("step");
    await mend();
    await start("step", { reset: true });
    assert.equal((await succeeded("step")).processed, 45);
    assert.deepEqual(await steps(), { 1: 25, 2: 20 });
  });

  test("a series stops at the first failure", async () => {
    await renew(5, { bad: 1 });
    await start("reshape", { next: ["migrations:step", "migrations:stepInOne"] });
    await waitFor("the failure of step", async () => (await status("step")).state === "failed");
    assert.equal((await status("reshape")).state, "success");
    assert.equal((await status("stepInOne")).state, "unknown");
  });

  test("canceled: stops, keeps cursor and count, and is resumed with {}", async () => {
    await renew(300);
    await start("stepSlowly");
    const answer = await cancel("stepSlowly");
    assert.equal(answer.state, "canceled");
    const now = await status("stepSlowly");
    assert.equal(now.state, "canceled");
    assert.ok(now.processed >= 1 && now.processed < 300, String(now.processed));
    assert.deepEqual(await steps(), { 0: 300 - now.processed, 1: now.processed });
    assert.equal((await start("stepSlowly", { batchSize: 50 })).Status, "Migration running.");
    const done = await succeeded("stepSlowly");
    assert.equal(done.latestStart, now.latestStart);
    assert.deepEqual(await steps(), { 1: 300 });
  });

  test("cancel of one that is done or canceled says its state", async () => {
    await renew(300);
    await start("stepSlowly");
    await cancel("stepSlowly");
    assert.equal((await cancel("stepSlowly")).state, "canceled");
    await start("stepInOne");
    assert.equal((await cancel("stepInOne")).state, "success");
  });

  test("cancel of an unknown one is an error", async () => {
    await renew(0);
    await assert.rejects(cancel("nobody"), /Migration migrations:nobody not found/);
  });

  test("cancelAll stops what runs", async () => {
    await renew(300);
    await start("stepSlowly");
    const answer = await lib("cancelAll", {});
    assert.deepEqual(
      answer.map((one) => [one.name, one.state]),
      [["migrations:stepSlowly", "canceled"]],
    );
    assert.equal((await status("stepSlowly")).state, "canceled");
  });

  test("clearAll forgets every state", async () => {
    await renew(3);
    await start("step");
    await lib("clearAll", {});
    assert.deepEqual(await lib("getStatus", {}), []);
  });
}
