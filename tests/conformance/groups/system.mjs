// The system queries that git-cvx reads deployments with, and one-off queries.
// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { test } from "node:test";

const READ_PAGE = { numItems: 100, cursor: null };

export function systemTests({ deployment }) {
  const outerId = async () => (await deployment.component("outer")).id;
  const fillOuter = async (...texts) => {
    await deployment.fn("notes:clear", {}, { component: "outer" });
    for (const text of texts) await deployment.fn("notes:add", { text }, { component: "outer" });
  };

  async function refusedTestQuery(bundle, key = deployment.adminKey) {
    const body = {
      adminKey: key,
      args: {},
      format: "json",
      bundle: { path: "testQuery.js", source: bundle },
    };
    return await deployment.raw("POST", "/api/run_test_function", { body, key: null });
  }

  test("modules:apiSpec lists the root's functions with type, visibility and validators", async () => {
    const spec = await deployment.system("cli/modules:apiSpec", {});
    const of = (identifier) => spec.find((one) => one.identifier === identifier);
    assert.equal(of("calls.js:addPerson").functionType, "Mutation");
    assert.equal(of("calls.js:countThroughAction").functionType, "Action");
    assert.equal(of("people.js:list").functionType, "Query");
    assert.deepEqual(of("people.js:list").visibility, { kind: "public" });
    assert.deepEqual(of("people.js:only").visibility, { kind: "internal" });
    const { type, value } = of("calls.js:addPerson").args;
    assert.equal(type, "object");
    assert.equal(value.name.optional, false);
    assert.equal(value.age.optional, true);
    assert.ok(
      !spec.some((one) => one.identifier?.startsWith("notes")),
      "a component's function is not the root's",
    );
  });

  test("modules:apiSpec shows a defined migration by its arguments", async () => {
    const spec = await deployment.system("cli/modules:apiSpec", {});
    const { args } = spec.find((one) => one.identifier === "migrations.js:step");
    const known = ["batchSize", "cursor", "dryRun", "fn", "next", "oneBatchOnly", "reset"];
    assert.deepEqual(Object.keys(args.value).sort(), known);
  });

  test("modules:apiSpec with componentId lists the component's", async () => {
    assert.ok((await deployment.functions(await outerId())).includes("notes:addThenFail"));
    const migrations = await deployment.functions((await deployment.component("migrations")).id);
    assert.ok(
      migrations.includes("lib:getStatus") && migrations.includes("lib:migrate"),
      migrations.join(" "),
    );
  });

  test("components:list has the root, the children and their children", async () => {
    const components = await deployment.components();
    const byPath = Object.fromEntries(components.map((one) => [one.path, one]));
    assert.equal(byPath["outer"].name, "outer");
    assert.equal(byPath["outer/inner"].name, "inner");
    for (const path of ["", "outer", "outer/inner", "migrations"])
      assert.equal(byPath[path]?.state, "active", path);
    assert.equal(new Set(components.map((one) => one.id)).size, components.length);
  });

  test("tableSize counts, in the root and in a component", async () => {
    await deployment.fn("people:only", { people: [{ name: "Ada" }, { name: "Grace" }] });
    await fillOuter("one");
    assert.equal(await deployment.system("cli/tableSize:default", { tableName: "people" }), 2);
    assert.equal(await deployment.system("frontend/tableSize", { tableName: "people" }), 2);
    const inOuter = { tableName: "notes", componentId: await outerId() };
    assert.equal(await deployment.system("frontend/tableSize", inOuter), 1);
    assert.equal(await deployment.system("frontend/tableSize", { tableName: "notes" }), 0);
  });

  test("getTableMapping maps numbers to names, per component", async () => {
    const root = await deployment.system("frontend/getTableMapping", {});
    for (const number of Object.keys(root)) assert.match(number, /^\d+$/);
    assert.ok(Object.values(root).includes("people"));
    const outer = await deployment.system("frontend/getTableMapping", {
      componentId: await outerId(),
    });
    assert.ok(Object.values(outer).includes("notes") && !Object.values(outer).includes("people"));
  });

  test("getSchemas has the active schema as JSON text, nothing in progress", async () => {
    const { active, inProgress } = await deployment.system("frontend/getSchemas", {});
    assert.equal(inProgress ?? null, null);
    const schema = JSON.parse(active);
    assert.equal(schema.schemaValidation, true);
    const people = schema.tables.find((one) => one.tableName === "people");
    assert.equal(people.indexes[0].indexDescriptor, "by_name");
    assert.equal(people.indexes[0].fields[0], "name");
    assert.equal(people.documentType.value.age.optional, true);
    const outer = await deployment.activeSchema(await outerId());
    assert.deepEqual(
      outer.tables.map((one) => one.tableName),
      ["notes"],
    );
  });

  test("deploymentState is running", async () => {
    const answer = await deployment.system("frontend/deploymentState:deploymentState", {});
    assert.equal(answer.state, "running");
  });

  test("paginatedTableDocuments pages through a component's table, newest first", async () => {
    await fillOuter("a", "b", "c");
    const where = { table: "notes", filters: null, componentId: await outerId() };
    const seen = [];
    for (let cursor = null, isDone = false; !isDone;) {
      const paginationOpts = { numItems: 2, cursor };
      const answer = await deployment.system("frontend/paginatedTableDocuments", {
        ...where,
        paginationOpts,
      });
      assert.ok(answer.page.length <= 2);
      seen.push(...answer.page.map((one) => one.text));
      cursor = answer.continueCursor;
      isDone = answer.isDone;
    }
    assert.deepEqual(seen, ["c", "b", "a"]);
  });

  test("cli/tableData pages through a table of the root", async () => {
    await deployment.fn("people:only", { people: [{ name: "Ada" }] });
    const args = { table: "people", order: "asc", paginationOpts: READ_PAGE };
    const { page, isDone } = await deployment.system("cli/tableData", args);
    assert.equal(isDone, true);
    assert.equal(page[0].name, "Ada");
    assert.equal(typeof page[0]._creationTime, "number");
  });

  test("listTableScan lists, at most `limit`", async () => {
    await fillOuter("a", "b", "c");
    const args = { table: "notes", limit: 2, componentId: await outerId() };
    const documents = await deployment.system("frontend/listTableScan", args);
    assert.equal(documents.length, 2);
    assert.match(documents[0].text, /^[abc]$/);
  });

  test("an argument that a system query does not declare is refused", async () => {
    const path = "_system/cli/tableSize:default";
    const envelope = await deployment.envelope("query", path, {
      tableName: "people",
      componentId: await outerId(),
    });
    assert.equal(envelope.status, "error");
    assert.match(envelope.errorMessage, /ArgumentValidationError/);
  });

  test("a one-off query reads the root and, by id, a component", async () => {
    await deployment.fn("people:only", { people: [{ name: "Ada" }] });
    await fillOuter("inside");
    assert.equal(
      (await deployment.testQuery('return await ctx.db.query("people").collect();'))[0].name,
      "Ada",
    );
    const body = 'return (await ctx.db.query("notes").collect()).map((one) => one.text);';
    assert.deepEqual(await deployment.testQuery(body, { componentId: await outerId() }), [
      "inside",
    ]);
  });

  test("a one-off query that throws is an error like any function's", async () => {
    await assert.rejects(deployment.testQuery('throw new Error("my own");'), /my own/);
  });

  test("a one-off query cannot write", async () => {
    await deployment.fn("people:only", { people: [{ name: "Ada" }] });
    await assert.rejects(deployment.testQuery('await ctx.db.insert("people", { name: "Eve" });'));
    assert.deepEqual(await deployment.query("people:list"), ["Ada"]);
  });

  test("a one-off query must be a module with one default export", async () => {
    const named = await refusedTestQuery("export const one = 1;");
    assert.equal(named.status, 400);
    const broken = await refusedTestQuery("export default query({");
    assert.equal(broken.status, 400);
    assert.equal(broken.json.code, "InvalidModules");
  });

  test("a one-off query needs the key in the body", async () => {
    const answer = await refusedTestQuery(
      "export default 1;",
      `${deployment.adminKey.split("|")[0]}|00`,
    );
    assert.match(`${answer.status} ${answer.json.code}`, /^(401 BadAdminKey|403 BadDeployKey)$/);
  });
}
