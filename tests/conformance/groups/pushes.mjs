// Pushes by the official CLI: what refuses one, what it keeps, two at once.
// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { test } from "node:test";
import { startHoldingProxy } from "../../lib/holding-proxy.mjs";

const ADDED = 'export { list as people } from "./people.js";\n';
/** As long as the name of a module may be: 64 bytes with its suffix. */
const LONGEST = "a".repeat(64 - ".js".length);

/** The fixture with one of its variants in place of its schema. */
function withSchema({ app }, variant) {
  app.reset();
  app.take(`variants/${variant}.ts`, "convex/schema.ts");
}

export function pushTests(session) {
  const { deployment, app } = session;
  const people = (...list) => deployment.fn("people:only", { people: list });

  async function refusedPush(pattern) {
    const before = await deployment.activeSchema();
    const result = await app.tryPush();
    assert.equal(result.code, 1, result.output);
    assert.match(result.output, pattern);
    assert.deepEqual(await deployment.activeSchema(), before, "the schema before stays active");
    return result;
  }

  test("a push is accepted, says so, and keeps the documents", async () => {
    await people({ name: "Ada" }, { name: "Grace", age: 85 });
    app.reset();
    app.write(`convex/${LONGEST}.ts`, ADDED);
    const result = await app.tryPush();
    assert.equal(result.code, 0, result.output);
    assert.ok(
      result.output.includes(`Deployed Convex functions to ${deployment.url}`),
      result.output,
    );
    assert.deepEqual(await deployment.query(`${LONGEST}:people`), ["Ada", "Grace"]);
  });

  test("a file that is gone takes its functions with it", async () => {
    await session.pushBase();
    assert.ok(!(await deployment.functions()).some((one) => one.startsWith(`${LONGEST}:`)));
    const gone = await deployment.envelope("function", `${LONGEST}:people`, {});
    assert.match(gone.errorMessage, /Could not find function for/);
    assert.deepEqual(await deployment.query("people:list"), ["Ada", "Grace"]);
  });

  test("refused by a document: a required field is missing", async () => {
    await people({ name: "Grace", age: 85 }, { name: "Ada" });
    withSchema(session, "strict");
    app.write("convex/added.ts", ADDED);
    const { output } = await refusedPush(/Schema validation failed/);
    assert.match(
      output,
      /Document with ID "[0-9a-z]+" in table "people" does not match the schema/,
    );
    assert.match(output, /Object is missing the required field `age`/);
    assert.match(output, /Object: \{.*name: "Ada".*\}/);
    assert.match(output, /Validator: v\.object\(\{age: v\.float64\(\), name: v\.string\(\)\}\)/);
    assert.ok(
      !(await deployment.functions()).includes("added:people"),
      "the code before stays live",
    );
  });

  test("refused by a document: a field too many", async () => {
    withSchema(session, "narrower");
    const { output } = await refusedPush(/Schema validation failed/);
    assert.match(output, /Object contains extra field `age` that is not in the validator/);
  });

  test("after a refusal the deployment works as before", async () => {
    await deployment.mutation("calls:addPerson", { name: "Edsger" });
    assert.deepEqual(await deployment.query("people:list"), ["Grace", "Ada", "Edsger"]);
  });

  test("with schemaValidation false the same schema is accepted, and any document", async () => {
    withSchema(session, "strict-unchecked");
    await app.push();
    assert.equal((await deployment.activeSchema()).schemaValidation, false);
    await deployment.fn("calls:addAnyPerson", { person: { shoe: 44 } });
    assert.equal(await deployment.system("frontend/tableSize", { tableName: "people" }), 4);
    assert.equal(
      (await deployment.query("people:byName", { name: "Ada" })).length,
      1,
      "its indexes work",
    );
  });

  test("back to the strict schema: refused until the documents fit", async () => {
    withSchema(session, "strict");
    await refusedPush(/does not match the schema/);
    await people({ name: "Ada", age: 36 });
    await app.push();
    assert.equal((await deployment.activeSchema()).schemaValidation, true);
    const envelope = await deployment.envelope("mutation", "calls:addPerson", { name: "Grace" });
    assert.match(envelope.errorMessage, /Failed to insert or update a document in table "people"/);
    assert.deepEqual(await deployment.query("people:list"), ["Ada"]);
  });

  test("an index that the schema lost is not found", async () => {
    withSchema(session, "no-index");
    await app.push();
    const envelope = await deployment.envelope("query", "people:byName", { name: "Ada" });
    assert.equal(envelope.status, "error");
    assert.match(envelope.errorMessage, /Index people\.by_name not found/);
  });

  test("an index that is back has every document", async () => {
    await session.pushBase();
    assert.equal((await deployment.query("people:byName", { name: "Ada" })).length, 1);
  });

  test("two pushes at once: the first to wait for its schema loses, exit 1", async () => {
    withSchema(session, "race-first");
    const proxy = await startHoldingProxy({
      target: deployment.url,
      hold: "/api/deploy2/wait_for_schema",
    });
    try {
      const first = app.tryPush({ to: { url: proxy.url, adminKey: deployment.adminKey } });
      await Promise.race([
        proxy.held,
        first.then(({ output }) => assert.fail(`it did not wait: ${output}`)),
      ]);
      withSchema(session, "race-second");
      await app.push();
      proxy.release();
      const { code, output } = await first;
      assert.equal(code, 1, output);
      assert.match(output, /Schema was overwritten by another push\./);
    } finally {
      await proxy.close();
    }
    const tables = (await deployment.activeSchema()).tables.map((one) => one.tableName);
    assert.ok(tables.includes("second") && !tables.includes("first"), tables.join(" "));
  });
}
