// controls.test.mjs - faults, holding and stepping the scheduler, dump, trace, reset, surviving kill -9.
// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { push } from "../test-support/push.mjs";
import { scratchDirectory, startSandbox, until } from "../test-support/sandbox.mjs";

const JOBS = `
  export const add = mutation({ handler: (ctx, { n }) => ctx.db.insert("rows", { n }) });
  export const count = query({ handler: async (ctx) => (await ctx.db.query("rows").collect()).length });
  export const later = mutation({ handler: (ctx, { ms, n }) => ctx.scheduler.runAfter(ms, anyApi.jobs.add, { n }) });
  export const cancel = mutation({ handler: (ctx, { id }) => ctx.scheduler.cancel(id) });
  export const job = query({ handler: (ctx, { id }) => ctx.db.system.get(id) });
  export const chain = mutation({ handler: async (ctx, { left }) => {
    await ctx.db.insert("rows", { n: left });
    if (left > 1) await ctx.scheduler.runAfter(0, anyApi.jobs.chain, { left: left - 1 }); } });
  export const bad = mutation({ handler: async (ctx) => { await ctx.db.insert("rows", {}); throw new Error("bad job"); } });
  export const laterBad = mutation({ handler: (ctx) => ctx.scheduler.runAfter(0, anyApi.jobs.bad, {}) });
  export const laterAction = mutation({ handler: (ctx) => ctx.scheduler.runAfter(0, anyApi.jobs.act, {}) });
  export const act = action({ handler: (ctx) => ctx.runMutation(anyApi.jobs.add, { n: 0 }) });
`;

async function withJobs(t, args) {
  const sandbox = await startSandbox(t, args);
  await push(sandbox, { modules: { "jobs.js": JOBS } });
  return sandbox;
}

const setFault = (sandbox, fault) => sandbox.post("/sandbox/faults", [fault]);
const add = (sandbox) => sandbox.post("/api/mutation", { path: "jobs:add", args: { n: 1 } });
const stateOf = async (sandbox, id) => (await sandbox.query("jobs:job", { id })).state;

test("a request can be made to fail, wait, vanish or end early", async (t) => {
  const sandbox = await withJobs(t);
  const route = "POST /api/mutation";
  await setFault(sandbox, {
    route,
    nth: 2,
    action: { type: "fail", status: 503, code: "Busy", message: "not now" },
  });
  assert.equal((await add(sandbox)).status, 200);
  assert.deepEqual(await add(sandbox), { status: 503, body: { code: "Busy", message: "not now" } });
  assert.equal((await add(sandbox)).status, 200);
  assert.equal(await sandbox.query("jobs:count"), 2, "a failed one did not run");

  await setFault(sandbox, {
    route: "/api/mutation",
    path: "jobs.js:add",
    action: { type: "drop", when: "before" },
  });
  await assert.rejects(add(sandbox), TypeError);
  assert.equal(await sandbox.query("jobs:count"), 2);
  await setFault(sandbox, { route, path: "jobs:add", action: { type: "drop", when: "after" } });
  await assert.rejects(add(sandbox), TypeError);
  assert.equal(await sandbox.query("jobs:count"), 3, "this one had run");
  await setFault(sandbox, { route, action: { type: "truncate", bytes: 5 } });
  await assert.rejects(add(sandbox), TypeError);
  assert.equal(await sandbox.query("jobs:count"), 4);

  await setFault(sandbox, {
    route,
    path: "jobs:other",
    nth: "every",
    action: { type: "fail", status: 500 },
  });
  await setFault(sandbox, {
    route,
    component: "cvx",
    nth: "every",
    action: { type: "fail", status: 500 },
  });
  await setFault(sandbox, { route, action: { type: "delay", ms: 80 } });
  const started = performance.now();
  assert.equal((await add(sandbox)).status, 200);
  assert.ok(performance.now() - started >= 79);
  assert.equal((await sandbox.get("/sandbox/faults")).body.at(-1).seen, 1);
  await sandbox.request("DELETE", "/sandbox/faults");
  assert.deepEqual((await sandbox.get("/sandbox/faults")).body, []);
  const wrong = await setFault(sandbox, { route, action: { type: "explode" } });
  assert.deepEqual([wrong.status, wrong.body.code], [400, "BadFault"]);
});

test("the scheduler can be held and stepped", async (t) => {
  const sandbox = await withJobs(t);
  await sandbox.post("/sandbox/scheduler", { hold: true });
  await sandbox.mutation("jobs:later", { ms: 3_600_000, n: 2 });
  const soon = await sandbox.mutation("jobs:later", { ms: 0, n: 1 });
  const canceled = await sandbox.mutation("jobs:later", { ms: 0, n: 9 });
  await sandbox.mutation("jobs:cancel", { id: canceled });
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.equal(await sandbox.query("jobs:count"), 0);
  const one = (await sandbox.post("/sandbox/scheduler", { step: 1 })).body;
  assert.deepEqual([one.ran, one.held, one.pending.length], [1, true, 1]);
  assert.deepEqual(await stateOf(sandbox, soon), { kind: "success" });
  assert.deepEqual(await stateOf(sandbox, canceled), { kind: "canceled" });
  assert.equal(
    (await sandbox.post("/sandbox/scheduler", { step: 5 })).body.ran,
    1,
    "not due is no obstacle",
  );
  const dump = (await sandbox.get("/sandbox/dump")).body;
  assert.deepEqual(
    dump[""].rows.map(({ n }) => n),
    [1, 2],
  );
  await sandbox.mutation("jobs:later", { ms: 0, n: 3 });
  await sandbox.post("/sandbox/scheduler", { hold: false });
  await until(async () => (await sandbox.query("jobs:count")) === 3, "the released job");
});

test("scheduled functions chain, fail, and run actions", async (t) => {
  const sandbox = await withJobs(t);
  await sandbox.mutation("jobs:chain", { left: 20 });
  await until(async () => (await sandbox.query("jobs:count")) === 20, "the chain");
  const bad = await sandbox.mutation("jobs:laterBad");
  await until(async () => (await stateOf(sandbox, bad)).kind === "failed", "the failure");
  assert.match((await stateOf(sandbox, bad)).error, /^Uncaught Error: bad job\n/);
  assert.equal(await sandbox.query("jobs:count"), 20, "what it wrote is undone");
  const act = await sandbox.mutation("jobs:laterAction");
  await until(async () => (await stateOf(sandbox, act)).kind === "success", "the action");
  assert.equal(await sandbox.query("jobs:count"), 21);
  await sandbox.post("/sandbox/scheduler", { hold: true });
  const orphan = await sandbox.mutation("jobs:later", { ms: 0, n: 1 });
  await push(sandbox, { modules: { "jobs.js": JOBS.replace("const add =", "const renamed =") } });
  await sandbox.post("/sandbox/scheduler", { step: 1 });
  assert.deepEqual(await stateOf(sandbox, orphan), {
    kind: "failed",
    error: `Couldn't find "add" in module "jobs.js".`,
  });
});

test("a trace tells what came and keeps no secret", async (t) => {
  const file = path.join(scratchDirectory(t), "trace.jsonl");
  const sandbox = await startSandbox(t, ["--trace", file]);
  await push(sandbox, { modules: { "jobs.js": JOBS } });
  await sandbox.request("DELETE", "/sandbox/trace");
  await sandbox.run("jobs:add", { n: 1 });
  await sandbox.failure("jobs:bad");
  await sandbox.get(`/version?adminKey=${encodeURIComponent(sandbox.key)}`);
  const entries = (await sandbox.get("/sandbox/trace")).body;
  const seen = entries.map(({ method, route, path: fn, status, outcome }) => [
    method,
    route,
    fn,
    status,
    outcome,
  ]);
  assert.deepEqual(seen, [
    ["POST", "/api/function", "jobs:add", 200, "success"],
    ["POST", "/api/function", "jobs:bad", 200, "error"],
    ["GET", "/version", null, 200, null],
  ]);
  const written = fs.readFileSync(file, "utf8");
  assert.ok(written.split("\n").length > 5);
  assert.ok(!written.includes(sandbox.key));
});

test("controls need the key", async (t) => {
  const sandbox = await startSandbox(t);
  for (const [method, route] of [
    ["GET", "/sandbox/dump"],
    ["POST", "/sandbox/reset"],
    ["GET", "/sandbox/trace"],
  ]) {
    assert.equal((await sandbox.request(method, route, undefined, {})).status, 403);
  }
});

test("reset makes it new", async (t) => {
  const dir = scratchDirectory(t);
  const sandbox = await withJobs(t, ["--dir", dir]);
  await add(sandbox);
  await sandbox.mutation("jobs:later", { ms: 100_000, n: 1 });
  await sandbox.post("/api/update_environment_variables", { changes: [{ name: "A", value: "b" }] });
  assert.deepEqual((await sandbox.get("/api/v1/list_environment_variables")).body, {
    environmentVariables: { A: "b" },
  });
  assert.equal((await sandbox.post("/sandbox/reset", {})).status, 200);
  assert.deepEqual((await sandbox.get("/sandbox/dump")).body, { "": { $mounted: true } });
  assert.deepEqual(await sandbox.query("_system/cli/modules:apiSpec"), []);
  assert.deepEqual(await sandbox.query("_system/cli/queryEnvironmentVariables"), []);
  assert.deepEqual((await sandbox.get("/sandbox/scheduler")).body.pending, []);
  await push(sandbox, { modules: { "jobs.js": JOBS } });
  await add(sandbox);
  assert.equal(await sandbox.query("jobs:count"), 1);
});

test("kill -9 in the middle of a chain of jobs loses and repeats nothing", async (t) => {
  const dir = scratchDirectory(t);
  const sandbox = await withJobs(t, ["--dir", dir]);
  await sandbox.post("/sandbox/job-delay", { ms: 15 });
  await sandbox.post("/api/update_environment_variables", { changes: [{ name: "A", value: "b" }] });
  await sandbox.mutation("jobs:chain", { left: 30 });
  await sandbox.mutation("jobs:later", { ms: 400, n: 100 });
  await until(async () => (await sandbox.query("jobs:count")) >= 5, "some of the chain");
  sandbox.child.kill("SIGKILL");
  await sandbox.ended;
  const again = await startSandbox(t, ["--dir", dir]);
  await until(async () => (await again.query("jobs:count")) === 31, "the rest");
  const rows = (await again.get("/sandbox/dump")).body[""].rows.map(({ n }) => n);
  const expected = Array.from({ length: 30 }, (unused, i) => 30 - i);
  assert.deepEqual(
    rows.filter((n) => n !== 100),
    expected,
  );
  assert.deepEqual(await again.query("_system/cli/queryEnvironmentVariables"), [
    { name: "A", value: "b" },
  ]);
});

test("the server can be killed before or after a request acts", async (t) => {
  for (const when of ["before", "after"]) {
    const dir = scratchDirectory(t);
    const sandbox = await withJobs(t, ["--dir", dir]);
    await setFault(sandbox, {
      route: "POST /api/mutation",
      path: "jobs:add",
      action: { type: "kill", when },
    });
    await assert.rejects(add(sandbox), TypeError);
    await sandbox.ended;
    const again = await startSandbox(t, ["--dir", dir]);
    assert.equal(await again.query("jobs:count"), when === "after" ? 1 : 0);
  }
});

test("a job that outlives a reset writes nothing", async (t) => {
  const dir = scratchDirectory(t);
  const sandbox = await startSandbox(t, ["--dir", dir]);
  const source = `
    export const start = mutation({ handler: (ctx) => ctx.scheduler.runAfter(0, anyApi.jobs.slow, {}) });
    export const slow = action({ handler: () => new Promise((resolve) => setTimeout(resolve, 150)) });
  `;
  await push(sandbox, { modules: { "jobs.js": source } });
  const id = await sandbox.mutation("jobs:start");
  const state = async () => {
    const jobs = (await sandbox.get("/sandbox/dump?system=1")).body[""]._scheduled_functions;
    return jobs.find((job) => job._id === id)?.state.kind;
  };
  await until(async () => (await state()) === "inProgress", "the action");
  await sandbox.post("/sandbox/reset", {});
  await new Promise((resolve) => setTimeout(resolve, 250));
  assert.equal(await state(), undefined);
  sandbox.child.kill("SIGKILL");
  await sandbox.ended;
  await startSandbox(t, ["--dir", dir]);
});
