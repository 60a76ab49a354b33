// Two starts, two directions, two lives: what the component's state does not tell apart, and
// git-cvx therefore must.
// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { test } from "node:test";
import { migrationTools } from "./migration-tools.mjs";

export function migrationConcurrencyTests(session) {
  const { renew, start, status, succeeded, ended, cancel, steps, shapes } = migrationTools(session);

  test("starting one that runs does nothing and says that it runs", async () => {
    await renew(200);
    await start("stepSlowly");
    const answer = await start("stepSlowly");
    assert.equal(answer.Status, "Migration running.");
    assert.equal((await succeeded("stepSlowly")).processed, 200);
    assert.deepEqual(await steps(), { 1: 200 });
  });

  test("two starts at once: each document is visited once", async () => {
    await renew(100);
    await Promise.all([start("stepSlowly"), start("stepSlowly"), start("stepSlowly")]);
    await succeeded("stepSlowly");
    assert.deepEqual(await steps(), { 1: 100 });
  });

  test("reset while it runs does nothing, silently", async () => {
    await renew(200);
    await start("stepSlowly");
    const before = await status("stepSlowly");
    const answer = await start("stepSlowly", { reset: true });
    assert.equal(answer.Status, "Migration running.");
    const done = await succeeded("stepSlowly");
    assert.equal(done.latestStart, before.latestStart);
    assert.deepEqual(await steps(), { 1: 200 });
  });

  test("a series with a member that runs is answered with that member's status", async () => {
    await renew(200);
    await start("stepSlowly");
    const answer = await start("reshape", { next: ["migrations:stepSlowly"] });
    assert.equal(answer.Name, "migrations:stepSlowly");
    assert.equal((await status("reshape")).state, "unknown", "what was asked for was not started");
    await succeeded("stepSlowly");
    assert.deepEqual(await shapes(), { old: 200 });
  });

  test("up and down of one migration are two, and run side by side", async () => {
    await renew(120);
    await start("reshape");
    const answer = await start("reshapeDown");
    assert.equal(answer.Status, "Migration started.");
    assert.equal(answer.Name, "migrations:reshapeDown");
    const up = await succeeded("reshape");
    const down = await succeeded("reshapeDown");
    assert.deepEqual([up.processed, down.processed], [120, 120]);
    assert.ok(down.latestStart < up.latestEnd, "down began before up had ended");
  });

  test("up, down: the success of the first up is still reported, and {} does not run it again", async () => {
    await renew(5);
    await start("reshape");
    const first = await succeeded("reshape");
    await start("reshapeDown");
    await succeeded("reshapeDown");
    assert.deepEqual(await shapes(), { old: 5 });
    assert.deepEqual(await status("reshape"), first);
    assert.equal((await start("reshape")).Status, "Migration already done.");
    assert.deepEqual(await shapes(), { old: 5 });
    await start("reshape", { reset: true });
    assert.ok((await succeeded("reshape")).latestStart > first.latestStart);
    assert.deepEqual(await shapes(), { new: 5 });
  });

  test("first batch failed, then reset: latestStart stays, so it does not tell lives apart", async () => {
    await renew(5, { bad: 2 });
    await start("step");
    const failed = await status("step");
    assert.equal(failed.state, "failed");
    await session.deployment.fn("items:mend");
    await start("step", { reset: true });
    const done = await succeeded("step");
    assert.equal(done.latestStart, failed.latestStart);
    assert.deepEqual(await steps(), { 1: 5 });
  });

  test("canceled in one life, reset for the next: visited from the beginning", async () => {
    await renew(60);
    await start("stepSlowly");
    await cancel("stepSlowly");
    const { processed } = await ended("stepSlowly");
    await start("stepSlowly", { reset: true, batchSize: 100 });
    assert.equal((await succeeded("stepSlowly")).processed, 60);
    assert.deepEqual(await steps(), { 1: 60 - processed, 2: processed });
  });
}
