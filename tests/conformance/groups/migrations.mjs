// The official migrations component: what a start answers, the states, resets, dry runs, series,
// names.
// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { test } from "node:test";
import { migrationTools } from "./migration-tools.mjs";

export function migrationTests(session) {
  const { deployment, renew, start, lib, status, ended, succeeded, steps, shapes } =
    migrationTools(session);

  test("one that was never started is `unknown`, with zeros", async () => {
    await renew(0);
    const { name, state, processed, latestStart, isDone } = await status("step");
    assert.deepEqual(
      { name, state, processed, latestStart, isDone },
      { name: "migrations:step", state: "unknown", processed: 0, latestStart: 0, isDone: false },
    );
  });

  test("one batch: the call returns when it is done", async () => {
    await renew(25);
    const answer = await start("stepInOne");
    assert.equal(answer.Status, "Migration was started and finished in one batch.");
    assert.equal(answer.Name, "migrations:stepInOne");
    assert.equal(answer.processed, 25);
    assert.equal(typeof answer.toStartOver, "string");
    const now = await status("stepInOne");
    assert.equal(now.state, "success");
    assert.equal(now.isDone, true);
    assert.equal(now.cursor, null);
    assert.equal(now.processed, 25);
    assert.ok(now.latestEnd >= now.latestStart);
    assert.deepEqual(await steps(), { 1: 25 });
  });

  test("several batches: started, in progress, success; each document once", async () => {
    await renew(200);
    const answer = await start("stepSlowly");
    assert.equal(answer.Status, "Migration started.");
    assert.equal(answer.processed, 1);
    assert.match(answer.toCancel.cmd, /lib:cancel/);
    const between = await status("stepSlowly");
    assert.equal(between.state, "inProgress");
    assert.equal(typeof between.cursor, "string");
    assert.ok(between.processed >= 1 && between.processed < 200);
    const now = await succeeded("stepSlowly");
    assert.equal(now.processed, 200);
    assert.deepEqual(await steps(), { 1: 200 });
  });

  test("an empty table: done at once", async () => {
    await renew(0);
    await start("step");
    const now = await status("step");
    assert.equal(now.state, "success");
    assert.equal(now.processed, 0);
  });

  test("one that is done is not run again", async () => {
    await renew(5);
    await start("step");
    const answer = await start("step");
    assert.equal(answer.Status, "Migration already done.");
    assert.deepEqual(await steps(), { 1: 5 });
  });

  test("reset runs a done one again", async () => {
    await renew(25);
    await start("step");
    const first = await succeeded("step");
    await start("step", { reset: true });
    const second = await succeeded("step");
    assert.ok(second.latestStart > first.latestStart);
    assert.equal(second.processed, 25);
    assert.deepEqual(await steps(), { 2: 25 });
  });

  test("batchSize of the call holds for the run", async () => {
    await renew(30);
    assert.equal((await start("step", { batchSize: 4 })).processed, 4);
    await succeeded("step");
    assert.deepEqual(await steps(), { 1: 30 });
  });

  test("a negative batchSize is refused", async () => {
    await renew(3);
    await assert.rejects(start("step", { batchSize: -1 }), /Batch size must be greater than 0/);
    assert.deepEqual(await steps(), { 0: 3 });
  });

  test("a dry run changes nothing and shows examples in logLines", async () => {
    await renew(25);
    const { value, logLines } = await deployment.envelope("function", "migrations:step", {
      dryRun: true,
      reset: true,
    });
    assert.match(value.Status, /^DRY RUN: /);
    assert.equal(value.DryRun, "No changes were committed.");
    assert.match(logLines.join("\n"), /DRY RUN: Example change/);
    assert.deepEqual(await steps(), { 0: 25 });
    assert.equal((await status("step")).state, "unknown");
  });

  test("a dry run of a failing one says so and keeps no state", async () => {
    await renew(5, { bad: 1 });
    const value = await start("step", { dryRun: true, reset: true });
    assert.match(value.Status, /^DRY RUN: Migration failed: .*cannot migrate item 1/);
    assert.equal((await status("step")).state, "unknown");
  });

  test("a dry run of a done one is an error without reset", async () => {
    await renew(3);
    await start("step");
    await assert.rejects(start("step", { dryRun: true }), /Dry run attempted to update state/);
    assert.match((await start("step", { dryRun: true, reset: true })).Status, /^DRY RUN: /);
    assert.deepEqual(await steps(), { 1: 3 });
  });

  test("oneBatchOnly bypasses the state", async () => {
    await renew(25);
    const first = await start("step", { oneBatchOnly: true, cursor: null, dryRun: false });
    assert.deepEqual([first.processed, first.isDone], [10, false]);
    const second = await start("step", {
      oneBatchOnly: true,
      cursor: first.continueCursor,
      batchSize: 100,
    });
    assert.deepEqual([second.processed, second.isDone], [15, true]);
    assert.deepEqual(await steps(), { 1: 25 });
    assert.equal((await status("step")).state, "unknown");
  });

  test("a series runs one after the other", async () => {
    await renew(25);
    const answer = await start("step", { next: ["migrations:reshape", "migrations:stepInOne"] });
    assert.deepEqual(answer.nextUp, ["migrations:reshape", "migrations:stepInOne"]);
    const last = await succeeded("stepInOne");
    const states = await Promise.all(["step", "reshape"].map(status));
    assert.deepEqual(
      states.map((one) => one.state),
      ["success", "success"],
    );
    assert.ok(
      states[0].latestEnd <= states[1].latestStart && states[1].latestEnd <= last.latestStart,
    );
    assert.deepEqual(await steps(), { 2: 25 });
    assert.deepEqual(await shapes(), { new: 25 });
  });

  test("a series skips what is done", async () => {
    await renew(5);
    await start("step");
    await start("step", { next: ["migrations:step", "migrations:stepInOne"] });
    await succeeded("stepInOne");
    assert.deepEqual(await steps(), { 2: 5 });
  });

  test("a series with an unknown name fails as a whole", async () => {
    await renew(5);
    await assert.rejects(start("step", { next: ["migrations:nobody"] }));
    assert.deepEqual(await steps(), { 0: 5 });
    assert.equal((await status("step")).state, "unknown");
  });

  test("getStatus with names answers in the reverse order, placeholders included", async () => {
    await renew(3);
    await start("step");
    const names = ["migrations:step", "migrations:reshape", "migrations:nobody"];
    const answer = await lib("getStatus", { names });
    assert.deepEqual(
      answer.map((one) => one.name),
      names.toReversed(),
    );
    assert.deepEqual(
      answer.map((one) => one.state),
      ["unknown", "unknown", "success"],
    );
  });

  test("getStatus without names lists the latest, oldest first", async () => {
    await renew(3);
    for (const name of ["step", "reshape", "stepInOne"]) {
      await start(name);
      await ended(name);
    }
    const names = (await lib("getStatus", {})).map((one) => one.name);
    assert.deepEqual(names, ["migrations:step", "migrations:reshape", "migrations:stepInOne"]);
    assert.equal((await lib("getStatus", { limit: 1 }))[0].name, "migrations:stepInOne");
  });

  test("the state is keyed by the name as it was spelt", async () => {
    await renew(3);
    await start("run", { fn: "migrations:step" });
    await start("run", { fn: "migrations.js:step" });
    assert.equal((await status("migrations:step")).state, "success");
    assert.equal((await status("migrations.js:step")).state, "success");
    assert.deepEqual(await steps(), { 2: 3 });
  });

  test("calling a migration with the name of another is refused", async () => {
    await renew(3);
    await assert.rejects(start("step", { fn: "migrations:reshape" }), /Function name mismatch/);
  });

  test("the state's row and the worker's job can be read from outside", async () => {
    await renew(200);
    await start("stepSlowly");
    const { id } = await deployment.component("migrations");
    const paginationOpts = { numItems: 10, cursor: null };
    const args = { table: "migrations", filters: null, componentId: id, paginationOpts };
    const { page } = await deployment.system("frontend/paginatedTableDocuments", args);
    assert.equal(page[0].name, "migrations:stepSlowly");
    const body = `
      const row = await ctx.db.query("migrations").first();
      const job = row.workerId ? await ctx.db.system.get("_scheduled_functions", row.workerId) : null;
      return job && job.name;`;
    assert.equal(await deployment.testQuery(body, { componentId: id }), "lib.js:migrate");
    await succeeded("stepSlowly");
  });
}
