// What esbuild makes of migrations: helpers, shims, refusals, needs, sizes, workspaces.
// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { App, ERR, FEATURE, ID, MIGRATION, pushTool } from "./support.mjs";

const TALLY = `import { defineComponent } from "convex/server";
export default defineComponent("tally");\n`;
const CONFIG = (uses) => `import { defineApp } from "convex/server";
import migrations from "@convex-dev/migrations/convex.config.js";
import tally from "./tally/convex.config";
const app = defineApp();
app.use(migrations);
${uses}
export const used = tally;
export default app;\n`;

let app;

before(() => (app = new App()));
after(() => app?.dispose());

async function seal(files, settings = []) {
  const tree = app.target("target", { ...FEATURE, ...files });
  const out = app.path("seal.js");
  rmSync(out, { force: true });
  const answer = await pushTool(app, null, "seal", tree, [
    `id=${ID}`, `file=${MIGRATION}`, `out=${out}`, ...settings,
  ]);
  return { ...answer, source: answer.error ? null : readFileSync(out, "utf8") };
}

/** The migration, with this before it and this in the up. */
const migration = (head, body) => ({
  [MIGRATION]: `${head}\n${FEATURE[MIGRATION].replace("const [first", `${body}\n  const [first`)}`,
});

describe("a seal", () => {
  it("is one file, the same from any folder", async () => {
    const one = await seal({});
    assert.equal(one.error, null, one.text);
    const other = new App();
    try {
      const tree = other.target("elsewhere/deep/down", FEATURE);
      const again = await pushTool(other, null, "seal", tree, [`id=${ID}`, `file=${MIGRATION}`]);
      assert.equal(again.words.hash[0], one.words.hash[0]);
    } finally {
      other.dispose();
    }
  });

  it("holds helpers, JSON and the schema, without _generated in the tree", async () => {
    const { error, text, source } = await seal({
      ...migration('import { note } from "../lib/helper"; import data from "../lib/data.json";\n' +
        'import { roles } from "../schema"; import { internalQuery } from "../_generated/server";\n' +
        "export const q = internalQuery({ args: {}, handler: async () => note });", "console.log(note, data, roles);"),
      "convex/lib/helper.ts": 'export const note: string = "a helper\'s text";',
      "convex/lib/data.json": '{ "datum": "of a file" }',
    });
    assert.equal(error, null, text);
    for (const piece of ["a helper's text", "of a file", "admin"]) assert.ok(source.includes(piece), piece);
  });

  it("has the CLI's stand-ins for server-only and async_hooks", async () => {
    const { error, text, source } = await seal(migration(
      'import "server-only"; import { AsyncLocalStorage } from "node:async_hooks";', "console.log(AsyncLocalStorage);"));
    assert.equal(error, null, text);
    assert.match(source, /globalThis\.AsyncLocalStorage/);
  });

  it("is refused for what the server's runtime lacks, naming it", async () => {
    const { error } = await seal(migration('import os from "node:os";', "console.log(os);"));
    assert.equal(error.code, ERR.STEP_FAILED);
    assert.match(error.message, /Could not resolve "node:os" \(convex\/migrations\/20251008/);
  });

  it("is refused beyond 8 MiB, naming what is large", async () => {
    const { error } = await seal({
      ...migration('import big from "../lib/big.json";', "console.log(big);"),
      "convex/lib/big.json": JSON.stringify("x".repeat(9 * 1024 * 1024)),
    });
    assert.equal(error.code, ERR.STEP_FAILED);
    assert.match(error.message, /9\.\d MiB, and 8 MiB is the limit; what makes it large: convex\/lib\/big\.json/);
  });

  it("of the module layout exports up and down as well", async () => {
    const { error, text, source } = await seal({
      "convex/migrations.ts": `
import { migrations } from "./migrate";
import { internal } from "./_generated/api";
export const run = migrations.runner(internal.migrations.trim);
export const trim = migrations.define({ table: "users", migrateOne: () => ({}) });
export const trimDown = migrations.define({ table: "users", migrateOne: () => ({}) });
`,
    }, ["id=trim", "file=convex/migrations.ts", "layout=module"]);
    assert.equal(error, null, text);
    assert.match(source, /export\{[^}]* as up\b[^}]*\}/);
    assert.match(source, /export\{[^}]* as down\b[^}]*\}/);
  });
});

describe("needs", () => {
  const using = migration('import { internal, components } from "../_generated/api";',
    "await ctx.runMutation((internal as any).agg.bump, {});\n" +
    "  await ctx.runMutation((components as any).aggregate.btree.insert, {});");

  it("are functions and components that the migration refers to", async () => {
    const { words, error, text } = await seal(using);
    assert.equal(error, null, text);
    assert.deepEqual(words.function, ["agg:bump"]);
    assert.deepEqual(words.component.sort(), ["aggregate/btree:insert", "migrations"]);
  });

  it("are looked for in the target", async () => {
    const missing = async (files, ...settings) => {
      const tree = app.target("target", { ...FEATURE, ...files });
      const answer = await pushTool(app, null, "needs", tree, settings);
      assert.equal(answer.error, null, answer.text);
      return answer.words.missing[0];
    };
    const agg = { "convex/agg.ts": "export const bump = 1;" };
    assert.equal(await missing({}, "function=agg:bump"), "agg:bump");
    assert.equal(await missing(agg, "function=agg:bump"), "nothing");
    assert.equal(await missing(agg, "function=agg:other"), "agg:other");
    assert.equal(await missing({}, "component_function=migrations/lib:migrate"), "nothing");
    assert.equal(await missing({}, "component_function=aggregate/btree:insert"), "aggregate/btree:insert");
  });

  it("are looked for in the components that the target mounts, under the names it gives", async () => {
    const need = async (config, need) => {
      const tally = { "convex/tally/convex.config.ts": TALLY, "convex/convex.config.ts": CONFIG(config) };
      const tree = app.target("target", { ...FEATURE, ...tally });
      const { words, error, text } = await pushTool(app, null, "needs", tree, [`component_function=${need}`]);
      assert.equal(error, null, text);
      return [words.missing[0], words.unread[0]];
    };
    const there = ["nothing", "nothing"];
    assert.deepEqual(await need("app.use(tally);", "tally/lib:bump"), there);
    assert.deepEqual(await need('app.use(tally, { name: "other" });', "other/lib:bump"), there);
    assert.deepEqual(await need('app.use(tally, { name: "other" });', "tally/lib:bump"), ["tally/lib:bump", "nothing"]);
    assert.deepEqual(await need("", "tally/lib:bump"), ["tally/lib:bump", "nothing"]);
    assert.deepEqual(await need("for (const one of [tally]) app.use(one);", "tally/lib:bump"), ["nothing", "tally/lib:bump"]);
  });

  it("are read: neither the schema nor the config nor the migration is run here", async () => {
    const mark = app.path("ran");
    const evil = `(globalThis as any).process?.getBuiltinModule?.("fs")?.writeFileSync(${JSON.stringify(mark)}, "");
(globalThis as any).process?.kill?.((globalThis as any).process.ppid);
while ((globalThis as any).process) ;\n`;
    const tree = app.target("target", {
      ...FEATURE,
      "convex/schema.ts": evil + FEATURE["convex/schema.ts"],
      "convex/convex.config.ts": evil + CONFIG("app.use(tally);"),
      "convex/tally/convex.config.ts": evil + TALLY,
      [MIGRATION]: evil + FEATURE[MIGRATION],
    });
    for (const args of [["seal", `id=${ID}`, `file=${MIGRATION}`], ["needs", "component_function=tally/lib:bump"]]) {
      const { error, text } = await pushTool(app, null, args[0], tree, args.slice(1));
      assert.equal(error, null, text);
    }
    assert.equal(existsSync(mark), false);
  });
});

describe("workspaces", () => {
  it("bundles the target's packages, not the work tree's", async () => {
    const space = new App();
    try {
      const modules = join(space.worktree, "node_modules");
      const installed = readlinkSync(modules);
      rmSync(modules);
      mkdirSync(join(modules, "@acme"), { recursive: true });
      for (const name of ["convex", "@convex-dev", "convex-helpers", ".bin"])
        symlinkSync(join(installed, name), join(modules, name));
      symlinkSync("../../packages/shared", join(modules, "@acme/shared"));
      mkdirSync(join(space.worktree, "packages/shared"), { recursive: true });
      writeFileSync(join(space.worktree, "packages/shared/index.js"), 'export const word = "work tree";');
      const tree = space.target("target", {
        ...FEATURE,
        ...migration('import { word } from "@acme/shared";', "console.log(word);"),
        "packages/shared/package.json": '{ "name": "@acme/shared", "main": "index.js" }',
        "packages/shared/index.js": 'export const word = "the target";',
      });
      const out = space.path("seal.js");
      const answer = await pushTool(space, null, "seal", tree, [`id=${ID}`, `file=${MIGRATION}`, `out=${out}`]);
      assert.equal(answer.error, null, answer.text);
      assert.match(readFileSync(out, "utf8"), /the target/);
      assert.doesNotMatch(readFileSync(out, "utf8"), /work tree/);
    } finally {
      space.dispose();
    }
  });
});
