// http.test.mjs - start and end, authentication, errors of requests, refusals of pushes, function calls.
// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import http from "node:http";
import { test } from "node:test";
import { push, startPush } from "../test-support/push.mjs";
import { INTERNAL_ERROR, assertQuickStart, startSandbox } from "../test-support/sandbox.mjs";

const USERS = `
  export const add = mutation({ args: { name: v.string() }, handler: (ctx, args) => ctx.db.insert("users", args) });
  export const list = query({ args: {}, handler: (ctx) => ctx.db.query("users").collect() });
  export const byName = query({ handler: (ctx, { index }) => ctx.db.query("users").withIndex(index).collect() });
  export const secret = internalQuery({ args: {}, handler: () => "internal" });
  export const twice = action({ args: {}, handler: async (ctx) => {
    await ctx.runMutation(anyApi.users.add, { name: "a" });
    return ctx.runMutation(anyApi.users.add, { name: "b" }); } });
  export const boom = mutation({ args: {}, handler: async (ctx) => {
    await ctx.db.insert("users", { name: "undone" }); throw new ConvexError({ code: 7n }); } });
  export const many = mutation({ args: { length: v.number() }, handler: (ctx, { length }) =>
    ctx.db.insert("lists", { list: new Array(length).fill(0) }) });
  export const big = mutation({ args: {}, handler: (ctx) => ctx.db.insert("lists", { text: "x".repeat(1 << 20) }) });
  export const siblings = mutation({ args: {}, handler: async (ctx) => {
    const results = await Promise.allSettled([ctx.runMutation(anyApi.users.boom, {}), ctx.db.insert("users", { name: "kept" })]);
    return results.map(({ status }) => status); } });
  export const types = query({ args: {}, handler: () => ({ n: 5n, bytes: new Uint8Array([1]).buffer }) });
  export const stuck = mutation({ args: {}, handler: () => new Promise(() => {}) });
  export const floating = mutation({ args: {}, handler: (ctx) => { (async () => {
    for (let i = 0; i < 500; i++) await null;
    await ctx.db.insert("users", { name: "late" }); })(); } });
`;
const SCHEMA =
  'defineSchema({ users: defineTable({ name: v.string() }).index("by_name", ["name"]) })';

async function withUsers(t) {
  const sandbox = await startSandbox(t);
  await push(sandbox, { modules: { "users.js": USERS }, schema: SCHEMA });
  return sandbox;
}

test("starts within 0.3 s, prints two lines, ends when told", async (t) => {
  const started = performance.now();
  const sandbox = await startSandbox(t, ["--instance-name", "mine", "--admin-key", "mine|a#b"]);
  await assertQuickStart(performance.now() - started);
  assert.equal(
    sandbox.envFile,
    `CONVEX_SELF_HOSTED_URL=${sandbox.url}\nCONVEX_SELF_HOSTED_ADMIN_KEY='mine|a#b'\n`,
  );
  assert.equal((await sandbox.get("/instance_name")).body, "mine");
  assert.equal((await sandbox.get("/version")).status, 200);
  sandbox.child.kill("SIGTERM");
  assert.equal(await sandbox.ended, 0);
  const other = await startSandbox(t);
  other.child.stdin.end();
  assert.equal(await other.ended, 0);
});

test("a function that isn't there is an error, and a component that never was is HTTP 500", async (t) => {
  const sandbox = await withUsers(t);
  const ask = (route, call) => sandbox.post(route, { args: {}, format: "json", ...call });
  const why = async (route, path) => (await ask(route, { path })).body.errorMessage;
  assert.match(
    await why("/api/function", "users:gone"),
    /\nCould not find function for 'users:gone'\. Did you forget to run `npx convex dev`\?$/,
  );
  assert.match(
    await why("/api/query", "users:gone"),
    /\nCould not find public function for 'users:gone'\.$/,
  );
  assert.deepEqual(
    await ask("/api/function", { path: "users:list", componentPath: "cvx" }),
    INTERNAL_ERROR,
  );
});

test("one second of JavaScript for a function and all that it calls, and no way to catch that", async (t) => {
  const sandbox = await startSandbox(t);
  const source = `
    const work = (ms) => { let x = 0; for (let i = 0; i < ms * 4e5; i++) x = (x * 31 + i) | 0; return x; };
    export const burn = mutation({ handler: async (ctx, { ms }) => { await ctx.db.insert("marks", {}); work(ms); } });
    export const often = mutation({ handler: async (ctx, { ms, times }) => {
      let caught = 0;
      for (let i = 0; i < times; i++) try { await ctx.runMutation(anyApi.burn.burn, { ms }); } catch { caught++; }
      return caught; } });
    export const count = query({ handler: async (ctx) => (await ctx.db.query("marks").collect()).length });`;
  await push(sandbox, { modules: { "burn.js": source } });
  assert.equal(await sandbox.mutation("burn:often", { ms: 1, times: 3 }), 0);
  await sandbox.post("/sandbox/user-time", { ms: 40 });
  const failure = await sandbox.failure("burn:often", { ms: 30, times: 20 });
  assert.match(failure, /Function execution timed out \(maximum duration: 0\.04s\)/);
  assert.equal(await sandbox.query("burn:count"), 3, "and nothing of it stays");
  await sandbox.post("/sandbox/user-time", { ms: 60_000 });
  assert.equal(await sandbox.mutation("burn:often", { ms: 30, times: 2 }), 0);
});

test("errors of requests have the status and code of the real backend", async (t) => {
  const sandbox = await startSandbox(t);
  const probe = async (headers, route = "/api/check_admin_key") => {
    const { status, body } = await sandbox.request("GET", route, undefined, headers);
    return [status, body.code];
  };
  assert.deepEqual(await probe({ Authorization: `Convex ${sandbox.key}` }), [200, undefined]);
  assert.deepEqual(await probe({ Authorization: `convex ${sandbox.key}` }), [200, undefined]);
  assert.deepEqual(await probe({ Authorization: `Convex dev:${sandbox.key}` }), [200, undefined]);
  assert.deepEqual(await probe({ Authorization: "Convex sandbox|wrong" }), [401, "BadAdminKey"]);
  assert.deepEqual(await probe({ Authorization: "Convex dev:sandbox|x" }), [401, "BadAdminKey"]);
  assert.deepEqual(await probe({}), [403, "BadDeployKey"]);
  assert.deepEqual(await probe({ Authorization: "x" }), [400, "InvalidHeaderFailure"]);
  assert.deepEqual(await probe({ Authorization: "Bearer e30.e30.x" }), [401, "NoAuthProvider"]);
  assert.deepEqual(
    await probe({ Authorization: `Convex ${sandbox.key}`, "Convex-Client": "nodash" }),
    [400, "InvalidClientVersion"],
  );
  assert.deepEqual(await probe({}, "/api/nowhere"), [404, "NotFound"]);
  const raw = async (init) => {
    const response = await fetch(`${sandbox.url}/api/query`, { method: "POST", ...init });
    return [response.status, (await response.json()).code];
  };
  const json = { "Content-Type": "application/json" };
  assert.deepEqual(
    await raw({ body: '{"path":"a:b"}', headers: { "Content-Type": "text/plain" } }),
    [400, "BadJsonBody"],
  );
  assert.deepEqual(await raw({ body: "{", headers: json }), [400, "BadJsonBody"]);
  assert.deepEqual(await raw({ body: '{"path":"a:b","format":"x"}', headers: json }), [
    400,
    "BadFormat",
  ]);
  assert.deepEqual(await raw({ body: "{}", headers: json }), [400, "BadConvexFunctionIdentifier"]);
  const bodyKey = await sandbox.post("/api/get_config_hashes", { version: "1.48.0" });
  assert.deepEqual(
    [bodyKey.status, bodyKey.body.code],
    [403, "BadDeployKey"],
    "the push API wants the key in the body",
  );
  assert.equal(
    (await sandbox.post("/api/get_config_hashes", { adminKey: sandbox.key })).status,
    200,
  );
});

test("functions run, fail and are found as they should", async (t) => {
  const sandbox = await withUsers(t);
  const anonymous = async (route, path) => (await sandbox.post(route, { path, args: {} }, {})).body;
  await sandbox.mutation("users:add", { name: "x" });
  assert.deepEqual(
    (await sandbox.query("users.js:list")).map(({ name }) => name),
    ["x"],
  );
  assert.equal(await sandbox.query("users:secret"), "internal");
  assert.match(
    (await anonymous("/api/query", "users:secret")).errorMessage,
    /Could not find public function for 'users:secret'/,
  );
  assert.equal((await anonymous("/api/query", "users:list")).status, "success");
  const wrongType = await sandbox.post("/api/query", { path: "users:add", args: { name: "x" } });
  assert.match(
    wrongType.body.errorMessage,
    /Trying to execute users:add as Query, but it is defined as Mutation\./,
  );
  assert.match(
    await sandbox.failure("users:add", { name: 5 }),
    /ArgumentValidationError: Value does not match validator\.\nPath: \.name/,
  );
  const thrown = (
    await sandbox.post("/api/mutation", { path: "users:boom", args: {}, format: "json" })
  ).body;
  assert.match(
    thrown.errorMessage,
    /^\[Request ID: [0-9a-f]{16}\] Server Error\nUncaught ConvexError: /,
  );
  assert.deepEqual(thrown.errorData, { code: "7" });
  await sandbox.run("users:twice");
  assert.deepEqual(await sandbox.mutation("users:siblings"), ["rejected", "fulfilled"]);
  assert.deepEqual(
    (await sandbox.query("users:list")).map(({ name }) => name),
    ["x", "a", "b", "kept"],
  );
  assert.deepEqual(await sandbox.query("users:types", {}, { format: "json" }), {
    n: "5",
    bytes: "AQ==",
  });
  assert.deepEqual(await sandbox.query("users:types", {}, { format: "convex_encoded_json" }), {
    n: { $integer: "BQAAAAAAAAA=" },
    bytes: { $bytes: "AQ==" },
  });
  assert.match(
    await sandbox.failure("nope:x"),
    /Could not find function for 'nope:x'\. Did you forget to run/,
  );
  const byUrl = await sandbox.post("/api/run/users/list", { args: {}, format: "json" });
  assert.equal(byUrl.body.value.length, 4);
});

test("a function that waits in vain is given up, a call that outlives its function is refused", async (t) => {
  const sandbox = await withUsers(t);
  assert.match(await sandbox.failure("users:stuck"), /unexpectedly stalled/);
  await sandbox.mutation("users:floating");
  assert.deepEqual(await sandbox.query("users:list"), []);
});

test("what the real server refuses is refused", async (t) => {
  const sandbox = await withUsers(t);
  assert.match(
    await sandbox.failure("users:many", { length: 8193 }),
    /Array length is too long \(8193 > maximum length 8192\)/,
  );
  assert.match(
    await sandbox.failure("users:big"),
    /Value is too large \(1 MiB > maximum size 1 MiB\)/,
  );
  assert.match(
    await sandbox.failure("users:byName", { index: "by_age" }),
    /Index users\.by_age not found/,
  );
  await sandbox.query("users:byName", { index: "by_name" });
  const refused = async (app) => {
    const { status, body } = await startPush(sandbox, app);
    assert.equal(status, 400);
    return `${body.code} ${body.message}`;
  };
  assert.match(
    await refused({ modules: { "migrations/2025-x.js": "" } }),
    /^InvalidConfig .*Path component 2025-x\.js can only contain alphanumeric characters, underscores, or periods\./,
  );
  assert.match(
    await refused({ modules: { [`cvxSealed/${"a".repeat(62)}.js`]: "" } }),
    /^InvalidConfig .*too long \(65 > maximum 64\)/,
  );
  assert.equal(
    (await startPush(sandbox, { modules: { [`cvxSealed/${"a".repeat(61)}.js`]: "" } })).status,
    200,
  );
  assert.match(
    await refused({
      schema: 'defineSchema({ t: defineTable(v.any()).index("ix", ["a"]).index("ix", ["b"]) })',
    }),
    /^IndexNamesNotUnique Hit an error while pushing:\nHit an error while evaluating your schema:\nTable "t" has two or more definitions of index "ix"\./,
  );
  assert.match(
    await refused({ modules: { "broken.js": 'throw new Error("at import");' } }),
    /^InvalidModules Hit an error while pushing:\n[^]*Failed to analyze broken\.js: Uncaught Error: at import/,
  );
  assert.match(await refused({ schema: "7" }), /^InvalidSchema /);
});

test("a one-off query runs as source, also on system tables", async (t) => {
  const sandbox = await withUsers(t);
  await sandbox.mutation("users:add", { name: "x" });
  const run = (source) =>
    sandbox.post("/api/run_test_function", {
      adminKey: sandbox.key,
      args: {},
      format: "json",
      bundle: { path: "testQuery.js", source },
    });
  const wrapped = (
    body,
  ) => `import { query, internalQuery } from "convex:/_system/repl/wrappers.js";
    export default query({ handler: async (ctx) => { ${body} } });`;
  const found = await run(
    wrapped('return (await ctx.db.query("users").withIndex("by_name").collect()).length'),
  );
  assert.deepEqual(found.body, { status: "success", value: 1 });
  assert.deepEqual(
    (await run(wrapped('return ctx.db.system.query("_scheduled_functions").collect()'))).body.value,
    [],
  );
  const named = await run("export const x = 1;");
  assert.deepEqual([named.status, named.body.code], [400, "InvalidTestQuery"]);
});

test("a paused deployment runs no functions but answers system queries", async (t) => {
  const sandbox = await withUsers(t);
  await sandbox.post("/api/v1/pause_deployment", {});
  assert.match(
    await sandbox.failure("users:list"),
    /Cannot run functions while this deployment is paused/,
  );
  assert.deepEqual(await sandbox.query("_system/frontend/deploymentState:deploymentState"), {
    state: "paused",
  });
  await sandbox.post("/api/v1/unpause_deployment", {});
  assert.deepEqual(await sandbox.query("users:list"), []);
});

test("code that fails after its function has ended does not end the server", async (t) => {
  const sandbox = await startSandbox(t);
  await push(sandbox, {
    modules: {
      "late.js": `
    export const timer = action({ args: {}, handler: () => { setTimeout(() => { throw new Error("too late"); }, 1); } });
    export const dates = query({ args: {}, handler: () => [
      Date() === new Date().toString(), new Date() instanceof Date, new Date(5).getTime(), Date.now() === +new Date()] });
  `,
    },
  });
  await sandbox.run("late:timer");
  await new Promise((resolve) => setTimeout(resolve, 30));
  assert.deepEqual(await sandbox.query("late:dates"), [true, true, 5, true]);
});

test("a URL that is none is not found", async (t) => {
  const sandbox = await startSandbox(t);
  const { port } = new URL(sandbox.url);
  const status = (path) =>
    new Promise((resolve, reject) => {
      http
        .request({ port, host: "127.0.0.1", path, method: "POST" }, (response) => {
          response.resume();
          resolve(response.statusCode);
        })
        .on("error", reject)
        .end();
    });
  assert.equal(await status("//"), 404);
  assert.equal(await status("/api/run/%zz"), 400);
});
