// components.test.mjs - components within components: their data, variables and lazy imports.
// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { INTERNAL_ERROR, scratchDirectory } from "../test-support/sandbox.mjs";
import {
  FILES,
  FIRST,
  SERVER,
  config,
  deployed,
  schema,
  status,
} from "../test-support/users-app.mjs";

test("components may hold components, and keep to themselves", async (t) => {
  const component = (name, uses) => `import { defineComponent } from "convex/server";
${uses.map((from, i) => `import c${i} from "${from}";`).join("\n")}
const component = defineComponent("${name}");
${uses.map((from, i) => `component.use(c${i});`).join("\n")}
export default component;\n`;
  const { sandbox } = await deployed(t, {
    "convex.config.ts": config(["./outer/convex.config"]),
    "outer/convex.config.ts": component("outer", ["../inner/convex.config"]),
    "outer/schema.ts": schema("name: v.string()", ", { schemaValidation: false }"),
    "outer/lib.ts": `${SERVER}import { components } from "./_generated/api";
      export const add = mutation({ args: {}, handler: async (ctx): Promise<any> => {
        await ctx.db.insert("users", { name: 5 } as any);
        try { await ctx.runMutation(components.inner.lib.add, { fail: true }); } catch (error) { /* its writes are undone */ }
        return await ctx.runMutation(components.inner.lib.add, { fail: false }); } });`,
    "inner/convex.config.ts": component("inner", []),
    "inner/lib.ts": `${SERVER}
      export const add = mutation({ args: { fail: v.boolean() }, handler: async (ctx, { fail }) => {
        const id = await ctx.db.insert("notes", { fail });
        if (fail) throw new Error("inner failure");
        return id; } });`,
    "app.ts": `${SERVER}import { components } from "./_generated/api";
      export const add = mutation({ args: {}, handler: (ctx): Promise<any> => ctx.runMutation(components.outer.lib.add, {}) });`,
  });
  await sandbox.mutation("app:add");
  await sandbox.run("lib:add", { fail: false }, "outer/inner");
  const dump = (await sandbox.get("/sandbox/dump")).body;
  assert.deepEqual(
    dump["outer/inner"].notes.map(({ fail }) => fail),
    [false, false],
  );
  assert.deepEqual(
    dump.outer.users.map(({ name }) => name),
    [5],
  );
  assert.deepEqual(Object.keys(dump[""]), ["$mounted"]);
  const paths = (await sandbox.query("_system/frontend/components:list")).map(({ path }) => path);
  assert.deepEqual(paths.sort(), ["", "outer", "outer/inner"]);
});

test("a component sees the variables it was given, as they are now", async (t) => {
  const variables = "({ hue: process.env.HUE ?? null, tone: process.env.TONE ?? null })";
  const { sandbox } = await deployed(t, {
    "convex.config.ts": `import { defineApp } from "convex/server";
      import { v } from "convex/values";
      import outer from "./outer/convex.config";
      const app = defineApp({ env: { COLOR: v.optional(v.string()) } });
      app.use(outer, { env: { TONE: app.env.COLOR } });
      export default app;`,
    "outer/convex.config.ts": `import { defineComponent } from "convex/server";
      import { v } from "convex/values";
      import inner from "../inner/convex.config";
      const outer = defineComponent("outer", { env: { TONE: v.optional(v.string()) } });
      outer.use(inner, { env: { HUE: outer.env.TONE, TONE: "fixed" } });
      export default outer;`,
    "outer/lib.ts": `${SERVER}export const see = query({ args: {}, handler: () => ${variables} });`,
    "inner/convex.config.ts": `import { defineComponent } from "convex/server";
      import { v } from "convex/values";
      export default defineComponent("inner",
        { env: { HUE: v.optional(v.string()), TONE: v.optional(v.string()) } });`,
    "inner/lib.ts": `${SERVER}export const see = query({ args: {}, handler: () => ${variables} });`,
  });
  assert.deepEqual(await sandbox.run("lib:see", {}, "outer"), { hue: null, tone: null });
  const changes = [{ name: "COLOR", value: "blue" }];
  await sandbox.post("/api/update_environment_variables", { changes });
  assert.deepEqual(await sandbox.run("lib:see", {}, "outer"), { hue: null, tone: "blue" });
  assert.deepEqual(await sandbox.run("lib:see", {}, "outer/inner"), { hue: "blue", tone: "fixed" });
});

test("a module may be imported lazily", async (t) => {
  const { sandbox } = await deployed(t, {
    "lazy.ts": "export const value: number = 42;",
    "app.ts": `${SERVER.replace("mutation", "action")}
      export const load = action({ args: {}, handler: async (): Promise<number> =>
        (await import("./lazy")).value });`,
  });
  assert.equal(await sandbox.run("app:load"), 42);
});

test("an unmounted component can be deleted for good, a mounted one cannot", async (t) => {
  const dir = scratchDirectory(t);
  const { sandbox, app } = await deployed(t, FILES, ["--dir", dir]);
  await sandbox.mutation("users:seed", { n: 1 });
  await sandbox.run(`${FIRST}:up`);
  const find = async () => {
    const components = await sandbox.query("_system/frontend/components:list");
    return components.find(({ path }) => path === "migrations");
  };
  const { id: componentId } = await find();
  const remove = () => sandbox.post("/api/delete_component", { componentId });
  assert.equal((await remove()).body.code, "ComponentMustBeUnmounted");

  app.write({ "convex.config.ts": null, "migrate.ts": null, migrations: null });
  assert.equal((await app.deploy()).code, 0);
  const call = { path: "lib:getStatus", componentPath: "migrations", args: {}, format: "json" };
  const ask = () => sandbox.post("/api/function", call);
  assert.match(
    (await ask()).body.errorMessage,
    /\nCould not find function for 'lib:getStatus' in 'migrations'\. Did you forget/,
  );
  assert.equal((await remove()).status, 200);
  assert.equal(await find(), undefined);
  assert.deepEqual(await ask(), INTERNAL_ERROR);
  assert.equal((await remove()).body.code, "InvalidComponentId");
  assert.equal((await sandbox.query("users:list")).length, 1);

  app.write(FILES);
  assert.equal((await app.deploy()).code, 0);
  assert.notEqual((await find()).id, componentId);
  assert.equal((await status(sandbox, `${FIRST}:up`)).state, "unknown", "it begins anew");
  const journal = fs.readFileSync(path.join(dir, "journal.jsonl"), "utf8");
  assert.match(journal, /\{"t":"component-removed","path":"migrations"\}/);
});
