// cli.test.mjs - the unchanged official CLI against the sandbox.
// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { test } from "node:test";
import { collect, makeApp } from "../test-support/app.mjs";
import { until } from "../test-support/sandbox.mjs";
import { FILES, FIRST, deployed, schema, status } from "../test-support/users-app.mjs";

test("a push installs, a misfit is refused in the words of the backend, data and components stay", async (t) => {
  const { sandbox, app } = await deployed(t);
  await sandbox.mutation("users:seed", { n: 3 });
  app.write({ "schema.ts": schema("name: v.string(), fullName: v.string()") });
  const refused = await app.deploy();
  assert.equal(refused.code, 1);
  assert.match(
    refused.stderr,
    /Schema validation failed\.\nDocument with ID "[0-9a-z]+" in table "users" does not match the schema: Object is missing the required field `fullName`/,
  );
  await sandbox.run(`${FIRST}:up`);
  const once = await app.devOnce();
  assert.equal(once.code, 0, once.stderr);
  assert.match(once.stderr, /Convex functions ready!/);
  assert.equal(
    JSON.parse((await sandbox.query("_system/frontend/getSchemas")).active).tables[0].documentType
      .value.fullName.optional,
    false,
  );

  app.write({ "convex.config.ts": null, "migrate.ts": null, migrations: null });
  const unmounted = await app.deploy();
  assert.equal(unmounted.code, 0, unmounted.stderr);
  const component = (await sandbox.query("_system/frontend/components:list")).find(
    ({ path }) => path === "migrations",
  );
  assert.equal(component.state, "unmounted");
  assert.equal(
    await sandbox.query("_system/frontend/tableSize", {
      tableName: "migrations",
      componentId: component.id,
    }),
    1,
  );
  assert.ok(
    (await sandbox.query("_system/frontend/getSchemas", { componentId: component.id })).active,
  );
  assert.match(await sandbox.failure("lib:getStatus", {}, "migrations"), /Could not find function/);
  assert.equal((await sandbox.get("/sandbox/dump")).body.migrations.$mounted, false);
  app.write(FILES);
  app.write({ "schema.ts": schema("name: v.string(), fullName: v.string()") });
  assert.equal((await app.deploy()).code, 0);
  assert.equal((await status(sandbox, `${FIRST}:up`)).state, "success");
  assert.equal((await sandbox.query("users:list")).length, 3);
});

test("the other commands of the CLI work", async (t) => {
  const { sandbox, app } = await deployed(t);
  await sandbox.mutation("users:seed", { n: 2 });
  const out = async (...args) => {
    const { code, stdout, stderr } = await app.convex(...args);
    assert.equal(code, 0, stderr);
    return stdout;
  };
  assert.match(await out("data", "users"), /"user1"/);
  assert.deepEqual(JSON.parse(await out("run", "users:list")).length, 2);
  await out("env", "set", "COLOR", "blue");
  assert.match(await out("env", "list"), /COLOR=blue/);
  const spec = JSON.parse(await out("function-spec"));
  assert.ok(spec.functions.some(({ identifier }) => identifier === "users.js:list"));
  const dry = await app.deploy("--dry-run");
  assert.equal(dry.code, 0, dry.stderr);
});

test("of two pushes with different schemas the older one loses", async (t) => {
  const { sandbox, app } = await deployed(t);
  await sandbox.post("/sandbox/schema-delay", { ms: 120_000 });
  app.write({
    "schema.ts": schema(
      "name: v.string(), fullName: v.optional(v.string()), a: v.optional(v.string())",
    ),
  });
  const older = app.deploy();
  await until(
    async () => (await sandbox.query("_system/frontend/getSchemas")).inProgress,
    "the older push",
  );
  await sandbox.post("/sandbox/schema-delay", { ms: 0 });
  const rival = makeApp(t, sandbox, {
    ...FILES,
    "schema.ts": schema("name: v.string(), fullName: v.optional(v.string()), b: v.any()"),
  });
  const [lost, won] = await Promise.all([older, rival.deploy()]);
  assert.equal(won.code, 0, won.stderr);
  assert.equal(lost.code, 1);
  assert.match(lost.stderr, /Schema was overwritten by another push/);
});

test("a `convex dev` whose push meets a conflict pushes again by itself", async (t) => {
  const { sandbox, app } = await deployed(t);
  await sandbox.post("/sandbox/faults", {
    route: "POST /api/deploy2/start_push",
    action: {
      type: "fail",
      status: 409,
      code: "ExistingModuleHashConflict",
      message: "Hit an error while pushing:\nExisting module hash does not match.",
    },
  });
  app.write({ "added.ts": 'export { list } from "./users";\n' });
  const quiet = ["--typecheck", "disable", "--tail-logs", "disable"];
  const dev = app.start(["dev", ...quiet, "--env-file", "deployment.env"]);
  const ended = collect(dev);
  await until(() => sandbox.query("added:list").catch(() => false), "the second push");
  dev.kill("SIGKILL");
  await ended;
});

test("a waiting `convex dev` pushes by itself when the data fits", async (t) => {
  const { sandbox, app } = await deployed(t);
  await sandbox.mutation("users:seed", { n: 1 });
  app.write({ "schema.ts": schema("name: v.string(), fullName: v.string()") });
  const dev = app.start([
    "dev",
    "--typecheck",
    "disable",
    "--tail-logs",
    "disable",
    "--env-file",
    "deployment.env",
  ]);
  const ended = collect(dev);
  const finished = async () =>
    (await sandbox.get("/sandbox/trace")).body.filter(
      ({ route, status: code }) => route === "/api/deploy2/finish_push" && code === 200,
    ).length;
  const refused = async () =>
    (await sandbox.get("/sandbox/trace")).body.filter(
      ({ route }) => route === "/api/deploy2/wait_for_schema",
    ).length >= 2;
  await until(refused, "the refusal");
  assert.equal(await finished(), 1);
  await new Promise((resolve) => setTimeout(resolve, 300)); // it subscribes to the table after the refusal
  await sandbox.run(`${FIRST}:up`);
  await until(async () => (await finished()) === 2, "the push");
  dev.kill("SIGTERM");
  await ended;
});
