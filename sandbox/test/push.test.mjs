// push.test.mjs - schemas and their states, races, system queries: pushes without the CLI.
// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { test } from "node:test";
import { finishPush, push, pushBody, startPush, waitForSchema } from "../test-support/push.mjs";
import { INTERNAL_ERROR, startSandbox } from "../test-support/sandbox.mjs";

const modules = {
  "users.js": `
  export const add = mutation({ handler: (ctx, fields) => ctx.db.insert("users", fields) });
  export const set = mutation({ handler: (ctx, { id, fields }) => ctx.db.patch(id, fields) });
`,
};
const STRICT = "defineSchema({ users: defineTable({ name: v.string() }) })";
const LOOSE =
  'defineSchema({ users: defineTable({ name: v.optional(v.string()) }).index("by_name", ["name"]) })';
const OFF =
  "defineSchema({ users: defineTable({ name: v.string() }) }, { schemaValidation: false })";

const schemas = (sandbox) => sandbox.query("_system/frontend/getSchemas");
const waitType = async (sandbox, started) => (await waitForSchema(sandbox, started)).body.type;

test("a schema that documents do not fit is refused, and nothing changes", async (t) => {
  const sandbox = await startSandbox(t);
  await push(sandbox, { modules });
  await sandbox.mutation("users:add", { name: "x" });
  const id = await sandbox.mutation("users:add", { nick: "y" });
  const started = await startPush(sandbox, { modules, schema: STRICT });
  const { body } = await waitForSchema(sandbox, started);
  assert.deepEqual([body.type, body.componentPath, body.tableName], ["failed", "", "users"]);
  assert.equal(
    body.error,
    `Document with ID "${id}" in table "users" does not match the schema: Object is missing the ` +
      "required field `name`. Consider wrapping the field validator in `v.optional(...)` if this is expected.\n\n" +
      'Object: {nick: "y"}\nValidator: v.object({name: v.string()})',
  );
  const finished = await finishPush(sandbox, started);
  assert.deepEqual(finished, {
    status: 400,
    body: {
      code: "SchemaAlreadyFailed",
      message: `Hit an error while pushing:\nSchema has already been failed with error: ${body.error}`,
    },
  });
  assert.deepEqual(await schemas(sandbox), {});
  await sandbox.mutation("users:add", { anything: 1 });
});

test("the active schema guards writes; one with schemaValidation false guards nothing", async (t) => {
  const sandbox = await startSandbox(t);
  await push(sandbox, { modules, schema: STRICT });
  const id = await sandbox.mutation("users:add", { name: "x" });
  const message = await sandbox.failure("users:add", { nick: "y" });
  assert.match(
    message,
    /Failed to insert or update a document in table "users" because it does not match the schema: /,
  );
  assert.match(
    await sandbox.failure("users:set", { id, fields: { name: 5 } }),
    /does not match the schema/,
  );
  await push(sandbox, { modules, schema: OFF });
  await sandbox.mutation("users:set", { id, fields: { name: 5 } });
  assert.equal(JSON.parse((await schemas(sandbox)).active).schemaValidation, false);
  const refused = await startPush(sandbox, { modules, schema: STRICT });
  assert.equal(
    await waitType(sandbox, refused),
    "failed",
    "turning validation on again looks at every document",
  );
  await sandbox.mutation("users:set", { id, fields: { name: "x" } });
  await push(sandbox, { modules, schema: STRICT });
});

test("a write that breaks the schema on its way succeeds and makes that schema fail", async (t) => {
  const sandbox = await startSandbox(t);
  await push(sandbox, { modules });
  await sandbox.post("/sandbox/schema-delay", { ms: 300 });
  const started = await startPush(sandbox, { modules, schema: STRICT });
  const soon = (await waitForSchema(sandbox, started, 0)).body;
  assert.deepEqual(
    [soon.type, soon.components[""].schemaValidationComplete],
    ["inProgress", false],
  );
  assert.ok((await schemas(sandbox)).inProgress);
  assert.ok(await sandbox.query("_system/frontend/getSchemas:schemaValidationProgress"));
  await sandbox.mutation("users:add", { nick: "y" });
  const { body } = await waitForSchema(sandbox, started);
  assert.equal(body.type, "failed");
  assert.match(body.error, /^New document in table "users" does not match the schema: /);
});

test("another schema overwrites the pending one, the same one does not", async (t) => {
  const sandbox = await startSandbox(t);
  await push(sandbox, { modules });
  const older = await startPush(sandbox, { modules, schema: STRICT });
  const same = await startPush(sandbox, { modules, schema: STRICT });
  assert.equal(await waitType(sandbox, older), "complete");
  assert.equal(await waitType(sandbox, same), "complete");
  const newer = await startPush(sandbox, { modules, schema: LOOSE });
  assert.equal(await waitType(sandbox, older), "raceDetected");
  const finished = await finishPush(sandbox, older);
  assert.deepEqual(finished, {
    status: 400,
    body: {
      code: "SchemaAlreadyOverwritten",
      message: "Hit an error while pushing:\nSchema has already been overwritten.",
    },
  });
  assert.equal(await waitType(sandbox, newer), "complete");
  assert.equal((await finishPush(sandbox, newer)).status, 200);
});

test("submitting the active schema takes back the one on its way", async (t) => {
  const sandbox = await startSandbox(t);
  await push(sandbox, { modules, schema: LOOSE });
  const other = await startPush(sandbox, { modules, schema: STRICT });
  assert.ok((await schemas(sandbox)).inProgress);
  const back = await startPush(sandbox, { modules, schema: LOOSE });
  assert.equal((await schemas(sandbox)).inProgress, undefined);
  assert.equal(await waitType(sandbox, other), "raceDetected");
  assert.equal((await finishPush(sandbox, back)).status, 200);
});

test("environment variables that change during a push are a race", async (t) => {
  const sandbox = await startSandbox(t);
  const started = await startPush(sandbox, { modules });
  await sandbox.post("/api/update_environment_variables", { changes: [{ name: "A", value: "b" }] });
  const finished = await finishPush(sandbox, started);
  assert.deepEqual(finished, {
    status: 400,
    body: {
      code: "RaceDetected",
      message: "Hit an error while pushing:\nEnvironment variables have changed during push",
    },
  });
});

test("two pushes cannot be finished at the same time", async (t) => {
  const sandbox = await startSandbox(t);
  const starts = [await startPush(sandbox, { modules }), await startPush(sandbox, { modules })];
  // A mutation that stalls holds the lock, so that the first finish has to wait.
  await push(sandbox, {
    modules: {
      ...modules,
      "slow.js": "export const hold = mutation({ handler: () => new Promise(() => {}) });",
    },
  });
  const held = sandbox.failure("slow:hold");
  await new Promise((resolve) => setTimeout(resolve, 100));
  const results = await Promise.all(starts.map((started) => finishPush(sandbox, started)));
  await held;
  assert.deepEqual(results.map(({ status }) => status).sort(), [200, 400]);
  assert.deepEqual(results.find(({ status }) => status === 400).body, {
    code: "ConcurrentPush",
    message:
      "Hit an error while pushing:\n" +
      "Are you running multiple `npx convex dev` processes in the same directory?",
  });
});

test("modules that are said to be unchanged, and aren't, are a conflict", async (t) => {
  const sandbox = await startSandbox(t);
  await push(sandbox, { modules });
  const { moduleHashes } = (
    await sandbox.post("/api/get_config_hashes", { version: "1.48.0", adminKey: sandbox.key })
  ).body;
  const [{ hash, environment }] = moduleHashes;
  const pushUnchanged = async (said) => {
    const body = await pushBody(sandbox, {});
    body.appDefinition.unchangedModuleHashes = [
      { path: "users.js", sha256: hash, environment, ...said },
    ];
    const { status, body: answer } = await sandbox.post("/api/deploy2/start_push", body);
    return status === 200 ? [200] : [status, answer.code, answer.message];
  };
  assert.deepEqual(await pushUnchanged({}), [200]);
  const refused = (code, why) => [409, code, `Hit an error while pushing:\n${why}`];
  assert.deepEqual(
    await pushUnchanged({ path: "gone.js" }),
    refused("MissingExistingModule", "Could not find existing unchanged module."),
  );
  assert.deepEqual(
    await pushUnchanged({ sha256: "0".repeat(64) }),
    refused("ExistingModuleHashConflict", "Existing module hash does not match."),
  );
  assert.deepEqual(
    await pushUnchanged({ environment: "node" }),
    refused("ExistingModuleEnvConflict", "Existing module environment does not match."),
  );
});

test("what can't be loaded or evaluated is refused in the backend's lines", async (t) => {
  const sandbox = await startSandbox(t);
  const refusal = async (app) => {
    const { status, body } = await startPush(sandbox, app);
    return [status, body.code, body.message];
  };
  const [status, code, message] = await refusal({
    modules: { "bad.js": 'throw new Error("at import");' },
  });
  assert.deepEqual([status, code], [400, "InvalidModules"]);
  assert.match(
    message,
    /^Hit an error while pushing:\nLoading the pushed modules encountered the following\n    error:\nFailed to analyze bad\.js: Uncaught Error: at import\n    at /,
  );
  assert.deepEqual(await refusal({ schema: '(() => { throw new Error("boom"); })()' }), [
    400,
    "InvalidSchema",
    "Hit an error while pushing:\nHit an error while evaluating your schema:\nUncaught Error: boom",
  ]);
});

test("a push that is finished too early meets an error that tells nothing", async (t) => {
  const sandbox = await startSandbox(t);
  await push(sandbox, { modules });
  await sandbox.post("/sandbox/schema-delay", { ms: 60_000 });
  const started = await startPush(sandbox, { modules, schema: STRICT });
  assert.deepEqual(await finishPush(sandbox, started), INTERNAL_ERROR);
});

test("system queries answer, and mind their arguments", async (t) => {
  const sandbox = await startSandbox(t);
  await push(sandbox, { modules, schema: LOOSE });
  for (const name of ["a", "b", "c"]) await sandbox.mutation("users:add", { name });
  const ask = (name, args) => sandbox.query(`_system/${name}`, args);
  const spec = await ask("cli/modules:apiSpec", {});
  assert.deepEqual(
    spec.map(({ identifier, functionType }) => [identifier, functionType]),
    [
      ["users.js:add", "Mutation"],
      ["users.js:set", "Mutation"],
    ],
  );
  const [[component, [[module]]]] = await ask("frontend/modules:listForAllComponents");
  assert.deepEqual([component, module], [null, "users.js"]);
  const [root] = await ask("frontend/components:list");
  assert.deepEqual([root.path, root.state], ["", "active"]);
  assert.equal(await ask("frontend/tableSize", { tableName: "users", componentId: root.id }), 3);
  assert.equal(await ask("cli/tableSize:default", { tableName: "users" }), 3);
  assert.equal((await ask("frontend/getTableMapping", {}))["10001"], "users");
  assert.deepEqual(
    (await ask("cli/tables", { paginationOpts: { numItems: 10, cursor: null } })).page,
    [{ name: "users" }],
  );
  const { tables, schemaValidation } = JSON.parse((await ask("frontend/getSchemas", {})).active);
  assert.equal(schemaValidation, true);
  assert.deepEqual(tables[0].indexes, [{ indexDescriptor: "by_name", fields: ["name"] }]);
  const indexes = await ask("frontend/indexes", { tableName: "users", tableNamespace: null });
  assert.deepEqual(indexes, [
    { name: "by_name", staged: false, fields: ["name"], backfill: { state: "done" } },
  ]);
  assert.equal(await ask("frontend/getVersion"), "1.48.0");
  assert.deepEqual(
    (await ask("frontend/listTableScan", { table: "users", limit: 2 })).map(({ name }) => name),
    ["c", "b"],
  );
  const first = await ask("frontend/paginatedTableDocuments", {
    table: "users",
    filters: null,
    paginationOpts: { numItems: 2, cursor: null },
  });
  const second = await ask("cli/tableData", {
    table: "users",
    order: "desc",
    paginationOpts: { numItems: 2, cursor: first.continueCursor },
  });
  assert.deepEqual([first.isDone, second.isDone], [false, true]);
  assert.deepEqual(
    [...first.page, ...second.page].map(({ name }) => name),
    ["c", "b", "a"],
  );
  const before = await ask("cli/queryTable", { tableName: "users" });
  await sandbox.mutation("users:set", { id: second.page[0]._id, fields: { name: "z" } });
  assert.notEqual(await ask("cli/queryTable", { tableName: "users" }), before);

  const failure = async (path, args) =>
    (await sandbox.post("/api/query", { path, args })).body.errorMessage;
  assert.match(
    await failure("_system/frontend/getVersion", { componentId: null }),
    /ArgumentValidationError: Object contains extra field `componentId`/,
  );
  assert.match(
    await failure("_system/cli/tableSize:default", {}),
    /ArgumentValidationError: Object is missing the required field `tableName`/,
  );
  assert.match(
    await sandbox.failure("_system/frontend/getVersion"),
    /Could not find function/,
    "/api/function finds none",
  );
  const anonymous = await sandbox.post(
    "/api/query",
    { path: "_system/frontend/getVersion", args: {} },
    {},
  );
  assert.match(anonymous.body.errorMessage, /Could not find public function/);
});

test("scheduled functions are listed until they have ended, in any component", async (t) => {
  const sandbox = await startSandbox(t);
  const source = `export const later = mutation({ handler: (ctx) =>
    ctx.scheduler.runAfter(60_000, anyApi.jobs.later, { again: true }) });`;
  await push(sandbox, { modules: { "jobs.js": source } });
  const id = await sandbox.mutation("jobs:later");
  const list = (more = {}) =>
    sandbox.query("_system/frontend/paginatedScheduledJobs", {
      paginationOpts: { numItems: 10, cursor: null },
      ...more,
    });
  const { page, isDone } = await list();
  assert.equal(isDone, true);
  assert.deepEqual(
    page.map((job) => [job._id, job.udfPath, job.state.type, job.udfArgs]),
    [[id, "jobs.js:later", "pending", [{ again: true }]]],
  );
  assert.deepEqual((await list({ udfPath: "jobs.js:other" })).page, []);
  await sandbox.post("/api/cancel_all_jobs", {});
  assert.deepEqual((await list()).page, []);
});
