// The four call endpoints: which functions they reach and what an answer looks like.
// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { test } from "node:test";

export function callTests({ deployment }) {
  const clearPeople = () => deployment.fn("people:only", { people: [] });

  test("query, mutation and action answer 200 with status and value", async () => {
    await clearPeople();
    const id = await deployment.mutation("calls:addPerson", { name: "Ada" });
    assert.match(id, /^[0-9a-z]{31,37}$/);
    assert.deepEqual(await deployment.query("people:list", {}), ["Ada"]);
    assert.equal(await deployment.action("calls:countThroughAction", { name: "Grace" }), 2);
  });

  test("logLines carry level and text, and are left out when there are none", async () => {
    const loud = await deployment.envelope("query", "calls:echo", { value: 1 });
    assert.deepEqual(loud, { status: "success", value: 1, logLines: ["[INFO] 'echo'"] });
    const silent = await deployment.envelope("query", "who:ami", {});
    assert.deepEqual(silent, { status: "success", value: "root" });
  });

  test("/api/function runs any type, internal ones too", async () => {
    await clearPeople();
    assert.equal(await deployment.fn("who:internally"), "internal root");
    await deployment.fn("calls:addAnyPerson", { person: { name: "Ada" } });
    assert.equal(await deployment.fn("calls:countThroughAction", { name: "Grace" }), 2);
  });

  test("with the admin key /api/query and /api/mutation run internal functions", async () => {
    assert.equal(await deployment.query("who:internally"), "internal root");
    await deployment.mutation("people:only", { people: [] });
  });

  test("the module may be written with .js, and a path without a colon is the default export", async () => {
    assert.equal(await deployment.query("who.js:ami"), "root");
    assert.equal(await deployment.query("who"), "default of root");
    assert.equal(await deployment.fn("who:default"), "default of root");
  });

  test("args may be a list of one object", async () => {
    const body = { path: "calls:echo", args: [{ value: "in a list" }], format: "json" };
    assert.equal((await deployment.post("/api/query", body)).value, "in a list");
  });

  test("GET /api/query takes path and args from the address", async () => {
    const args = encodeURIComponent(JSON.stringify({ value: [1, "b"] }));
    const { status, json } = await deployment.raw(
      "GET",
      `/api/query?path=calls:echo&args=${args}&format=json`,
    );
    assert.equal(status, 200);
    assert.deepEqual(json.value, [1, "b"]);
  });

  test("the endpoint must fit the type of the function", async () => {
    const envelope = await deployment.envelope("query", "calls:addPerson", { name: "Ada" });
    assert.equal(envelope.status, "error");
    assert.match(
      envelope.errorMessage,
      /Trying to execute calls(\.js)?:addPerson as Query, but it is defined as Mutation/,
    );
  });

  test("/api/function reaches a component, a nested one and the root", async () => {
    assert.equal(await deployment.fn("who:ami", {}, { component: "outer" }), "outer");
    assert.equal(await deployment.fn("who:ami", {}, { component: "outer/inner" }), "inner");
    const body = { path: "who:ami", args: {}, componentPath: "" };
    assert.equal((await deployment.post("/api/function", body)).value, "root");
  });

  test("/api/query ignores componentPath: the root's function of that name answers", async () => {
    assert.equal(await deployment.query("who:ami", {}, { component: "outer" }), "root");
  });

  test("/api/function cannot run system queries, /api/query can", async () => {
    const path = "_system/frontend/components:list";
    assert.equal((await deployment.envelope("function", path, {})).status, "error");
    assert.equal((await deployment.envelope("query", path, {})).status, "success");
  });

  test("a system query is closed to callers without a key", async () => {
    const body = { path: "_system/frontend/components:list", args: {} };
    const { status, json } = await deployment.raw("POST", "/api/query", { body, key: null });
    assert.deepEqual([status, json.status], [200, "error"]);
    assert.match(json.errorMessage, /Could not find public function for '_system/);
  });
}
