// How failures of functions arrive: HTTP 200, a message to recognise, errorData of a ConvexError
// only.
// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { test } from "node:test";

export function errorTests({ deployment }) {
  const wipeFired = () => deployment.fn("cvxTestMarker:wipe", { table: "fired" });

  async function failure(kind, path, args = {}, options) {
    const envelope = await deployment.envelope(kind, path, args, options);
    assert.equal(envelope.status, "error");
    return envelope;
  }

  test("a plain error: request id, text, no errorData", async () => {
    const { errorMessage, ...rest } = await failure("query", "errors:plain");
    assert.match(errorMessage, /^\[Request ID: [^\]]+\] Server Error\nUncaught Error: kaboom\n/);
    assert.match(errorMessage, /at .*\(.*convex\/errors\.ts:\d+:\d+\)/);
    assert.ok(!("errorData" in rest));
  });

  test("a ConvexError carries its data, null too", async () => {
    for (const data of [{ code: "MINE", list: [1, "b"] }, "text", null]) {
      const { errorData, errorMessage } = await failure("mutation", "errors:withData", { data });
      assert.deepEqual(errorData, data);
      assert.match(errorMessage, /Uncaught ConvexError: /);
    }
  });

  test("in an encoded answer errorData is encoded", async () => {
    const args = { data: { n: { $integer: "AQAAAAAAAAA=" } } };
    const encoded = await failure("mutation", "errors:withData", args, {
      format: "convex_encoded_json",
    });
    assert.deepEqual(encoded.errorData, args.data);
  });

  test("wrong arguments: ArgumentValidationError with the reason", async () => {
    const missing = await failure("mutation", "calls:addPerson", {});
    assert.match(
      missing.errorMessage,
      /ArgumentValidationError: Object is missing the required field `name`/,
    );
    const extra = await failure("mutation", "calls:addPerson", { name: "Ada", shoe: 7 });
    assert.match(extra.errorMessage, /ArgumentValidationError: Object contains extra field `shoe`/);
    const wrong = await failure("mutation", "calls:addPerson", { name: 7 });
    assert.match(wrong.errorMessage, /ArgumentValidationError: Value does not match validator/);
  });

  test("a wrong return value: ReturnsValidationError", async () => {
    assert.match(
      (await failure("query", "errors:wrongReturn")).errorMessage,
      /ReturnsValidationError: /,
    );
  });

  test("a missing function: Could not find", async () => {
    const { errorMessage } = await failure("function", "nowhere:nothing");
    assert.match(errorMessage, /Could not find function for 'nowhere:nothing'/);
    assert.match(errorMessage, /Did you forget to run `npx convex dev`/);
    const asQuery = await failure("query", "people:nothing");
    assert.match(asQuery.errorMessage, /Could not find public function for 'people:nothing'/);
    const inside = await failure("function", "notes:nothing", {}, { component: "outer" });
    assert.match(inside.errorMessage, /Could not find function/);
  });

  test("a mutation that throws has written nothing", async () => {
    await wipeFired();
    await failure("function", "errors:fireThenFail", { tag: "lost" });
    assert.deepEqual(await deployment.query("jobs:fired"), []);
  });

  test("a nested mutation that throws and is caught undoes only itself", async () => {
    await wipeFired();
    assert.deepEqual(await deployment.mutation("errors:catchNested"), ["before", "caught"]);
    assert.deepEqual(await deployment.query("jobs:fired"), ["before", "caught"]);
  });

  test("an error inside a component undoes the caller and the component", async () => {
    await wipeFired();
    const { errorMessage } = await failure("mutation", "errors:throughComponent", { text: "lost" });
    assert.match(errorMessage, /the component failed/);
    assert.deepEqual(await deployment.query("jobs:fired"), []);
    assert.deepEqual(await deployment.fn("notes:list", {}, { component: "outer" }), []);
  });

  test("a write that breaks the schema: Failed to insert or update", async () => {
    const { errorMessage } = await failure("function", "calls:addAnyPerson", {
      person: { name: 7 },
    });
    assert.match(errorMessage, /Failed to insert or update a document in table "people"/);
    assert.match(errorMessage, /does not match the schema/);
  });
}
