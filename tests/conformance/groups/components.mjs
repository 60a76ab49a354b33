// Components over pushes: data of their own, unmounted softly, back with everything, schemas of
// their own.
// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { test } from "node:test";

const FIRST_PAGE = { numItems: 100, cursor: null };

export function componentTests(session) {
  const { deployment, app } = session;
  const inOuter = { component: "outer" };
  const inInner = { component: "outer/inner" };

  async function textsOf(componentId) {
    const args = { table: "notes", filters: null, componentId, paginationOpts: FIRST_PAGE };
    const { page } = await deployment.system("frontend/paginatedTableDocuments", args);
    return page.map((one) => one.text);
  }

  test("a component and its child keep separate documents", async () => {
    for (const where of [inOuter, inInner]) await deployment.fn("notes:clear", {}, where);
    await deployment.fn("notes:add", { text: "of outer" }, inOuter);
    await deployment.fn("notes:add", { text: "of inner" }, inInner);
    assert.deepEqual(await deployment.fn("notes:list", {}, inOuter), ["of outer"]);
    assert.deepEqual(await deployment.fn("notes:list", {}, inInner), ["of inner"]);
  });

  test("unmounted by a push: listed, its functions gone, its documents readable", async () => {
    const [outer, inner] = [
      await deployment.component("outer"),
      await deployment.component("outer/inner"),
    ];
    app.reset();
    app.remove("convex/outer");
    app.remove("convex/inner");
    app.remove("convex/errors.ts"); // refers to the component
    app.take("variants/without-outer.config.ts", "convex/convex.config.ts");
    await app.push();
    for (const before of [outer, inner]) {
      const { state } = (await deployment.components()).find((one) => one.id === before.id);
      assert.equal(state, "unmounted", before.path);
    }
    const envelope = await deployment.envelope("function", "notes:list", {}, inOuter);
    assert.equal(envelope.status, "error");
    assert.match(envelope.errorMessage, /Could not find/);
    assert.deepEqual(await deployment.functions(outer.id), []);
    assert.deepEqual(await textsOf(outer.id), ["of outer"]);
    assert.deepEqual(await textsOf(inner.id), ["of inner"]);
  });

  test("mounted again: the same ids, the same documents", async () => {
    const before = (await deployment.components()).map((one) => one.id).sort();
    await session.pushBase();
    const components = await deployment.components();
    assert.deepEqual(components.map((one) => one.id).sort(), before);
    for (const { path, state } of components) assert.equal(state, "active", path);
    assert.deepEqual(await deployment.fn("notes:list", {}, inOuter), ["of outer"]);
    assert.deepEqual(await deployment.fn("notes:list", {}, inInner), ["of inner"]);
  });

  test("a component's document refuses a push too, and is named with its component", async () => {
    app.take("variants/component-strict.ts", "convex/outer/schema.ts");
    const { code, output } = await app.tryPush();
    assert.equal(code, 1, output);
    assert.match(output, /Schema validation failed in component "outer"/);
    assert.match(
      output,
      /in table "notes" does not match the schema: Object is missing the required field `author`/,
    );
    assert.deepEqual(await deployment.fn("notes:list", {}, inOuter), ["of outer"]);
    app.reset();
  });
}
