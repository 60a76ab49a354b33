// migrations.test.mjs - the real migrations component, in all the states it knows.
// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertQuickStart, scratchDirectory, startSandbox, until } from "../test-support/sandbox.mjs";
import { FILES, FIRST, NEXT, USERS, deployed, reach, status } from "../test-support/users-app.mjs";

test("migrations run up, down, dry, again, in series, canceled, resumed and failing", async (t) => {
  const { sandbox } = await deployed(t);
  await sandbox.mutation("users:seed", { n: 25 });
  const names = async () => (await sandbox.query("users:list")).map((user) => user.fullName);
  assert.equal((await status(sandbox, `${FIRST}:up`)).state, "unknown");

  const dry = await sandbox.run(`${FIRST}:up`, { dryRun: true });
  assert.match(dry.Status, /^DRY RUN: /);
  assert.deepEqual(new Set(await names()), new Set([undefined]));
  await sandbox.post("/sandbox/scheduler", { hold: true });
  const started = await sandbox.run(`${FIRST}:up`, {});
  assert.equal(started.Status, "Migration started.");
  const running = await status(sandbox, `${FIRST}:up`);
  assert.deepEqual([running.state, running.processed, running.isDone], ["inProgress", 10, false]);
  const canceled = await sandbox.run("lib:cancel", { name: `${FIRST}:up` }, "migrations");
  assert.equal(canceled.state, "canceled");
  await sandbox.run(`${FIRST}:up`, {});
  assert.equal((await status(sandbox, `${FIRST}:up`)).processed, 20, "it goes on where it was");
  await sandbox.post("/sandbox/scheduler", { hold: false });
  const done = await reach(sandbox, `${FIRST}:up`, "success");
  assert.deepEqual([done.processed, done.cursor], [25, null]);
  assert.ok((await names()).every(Boolean));
  assert.equal((await sandbox.run(`${FIRST}:up`, {})).Status, "Migration already done.");

  await sandbox.run(`${FIRST}:down`, {});
  await reach(sandbox, `${FIRST}:down`, "success");
  assert.deepEqual(new Set(await names()), new Set([undefined]));
  await sandbox.run(`${FIRST}:up`, { reset: true, next: [`${NEXT}:up`] });
  await reach(sandbox, `${NEXT}:up`, "success");
  assert.ok((await sandbox.query("users:list")).every(({ name }) => name.endsWith("!")));
});

test("a migration that throws is failed, with its error, and can be resumed", async (t) => {
  const files = {
    ...FILES,
    "users.ts": `${USERS}
export const bad = mutation({ args: {}, handler: (ctx) => ctx.db.insert("users", { name: "bad" }) });
export const mend = mutation({ args: {}, handler: async (ctx) => {
  const bad = await ctx.db.query("users").withIndex("by_name", (q) => q.eq("name", "bad")).unique();
  await ctx.db.patch(bad!._id, { name: "good" }); } });`,
  };
  const { sandbox } = await deployed(t, files);
  await sandbox.mutation("users:seed", { n: 7 });
  await sandbox.mutation("users:bad");
  await sandbox.run(`${NEXT}:up`, {});
  const failed = await reach(sandbox, `${NEXT}:up`, "failed");
  assert.equal(failed.processed, 5);
  assert.match(failed.error, /cannot migrate bad/);
  assert.match(
    failed.error,
    /\.\.\/convex\/migrations\/20251009_100000_second\.ts:3:/,
    "the stack is in terms of the source",
  );
  assert.equal(
    (await sandbox.query("users:list")).filter(({ name }) => name.endsWith("!")).length,
    5,
    "its batch is undone",
  );
  await sandbox.mutation("users:mend");
  await sandbox.run(`${NEXT}:up`, {});
  assert.equal((await reach(sandbox, `${NEXT}:up`, "success")).processed, 8);
  assert.ok((await sandbox.query("users:list")).every(({ name }) => /^[a-z0-9]+!$/.test(name)));
});

test("a migration survives kill -9", async (t) => {
  const dir = scratchDirectory(t);
  const { sandbox } = await deployed(t, FILES, ["--dir", dir]);
  await sandbox.mutation("users:seed", { n: 200 });
  await sandbox.post("/sandbox/job-delay", { ms: 10 });
  await sandbox.run(`${FIRST}:up`, {});
  await until(async () => (await status(sandbox, `${FIRST}:up`)).processed >= 50, "some batches");
  sandbox.child.kill("SIGKILL");
  await sandbox.ended;
  const started = performance.now();
  const again = await startSandbox(t, ["--dir", dir]);
  await assertQuickStart(performance.now() - started);
  assert.equal((await reach(again, `${FIRST}:up`, "success")).processed, 200);
  assert.ok((await again.query("users:list")).every(({ fullName }) => fullName));
});
