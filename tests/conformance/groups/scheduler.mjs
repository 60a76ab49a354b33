// Scheduled functions: they run, they leave a job document, they belong to the transaction that
// scheduled them.
// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { test } from "node:test";
import { waitFor } from "../../lib/deployment.mjs";

const FAR = 3_600_000;

export function schedulerTests({ deployment }) {
  const stateOf = (id) => deployment.query("jobs:state", { id });
  const ended = (id, kind) =>
    waitFor(`job ${kind}`, async () => (await stateOf(id)).kind === kind && stateOf(id));
  const fired = () => deployment.query("jobs:fired");
  const wipeFired = () => deployment.fn("cvxTestMarker:wipe", { table: "fired" });

  test("runAfter(0) runs and the job is a success", async () => {
    await wipeFired();
    await ended(await deployment.mutation("jobs:later", { tag: "now", ms: 0 }), "success");
    assert.deepEqual(await fired(), ["now"]);
  });

  test("a delay is kept", async () => {
    await wipeFired();
    const id = await deployment.mutation("jobs:later", { tag: "soon", ms: 700 });
    assert.equal((await stateOf(id)).kind, "pending");
    assert.deepEqual(await fired(), []);
    await ended(id, "success");
    assert.deepEqual(await fired(), ["soon"]);
  });

  test("a job that throws has failed, with its error, and has written nothing", async () => {
    await wipeFired();
    const state = await ended(
      await deployment.mutation("jobs:later", { tag: "bad", ms: 0, fails: true }),
      "failed",
    );
    assert.match(state.error, /no luck with bad/);
    assert.deepEqual(await fired(), []);
  });

  test("a canceled job does not run", async () => {
    const id = await deployment.mutation("jobs:later", { tag: "never", ms: FAR });
    await deployment.mutation("jobs:cancel", { id });
    assert.equal((await stateOf(id)).kind, "canceled");
  });

  test("a job scheduled by a mutation that throws does not exist", async () => {
    await wipeFired();
    assert.equal(
      (await deployment.envelope("mutation", "jobs:laterThenFail", { tag: "ghost" })).status,
      "error",
    );
    await ended(await deployment.mutation("jobs:later", { tag: "after", ms: 0 }), "success");
    assert.deepEqual(await fired(), ["after"]);
  });

  test("an action schedules too", async () => {
    await wipeFired();
    await ended(await deployment.action("jobs:laterFromAction", { tag: "action" }), "success");
    assert.deepEqual(await fired(), ["action"]);
  });

  test("a one-off query sees the job's document", async () => {
    const id = await deployment.mutation("jobs:later", { tag: "seen", ms: FAR });
    const job = await deployment.testQuery(
      `return await ctx.db.system.get("_scheduled_functions", "${id}");`,
    );
    assert.equal(job.state.kind, "pending");
    assert.equal(job.name, "jobs.js:fire");
    assert.deepEqual(job.args, [{ tag: "seen" }]);
    await deployment.mutation("jobs:cancel", { id });
  });
}
