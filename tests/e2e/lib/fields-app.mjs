// An app that is nothing but fields: migration `mN` sets the field `mN` on every document of one of
// two tables, and its down removes it. So the branch alone says what the documents must look like.
// SPDX-License-Identifier: MIT
//
// The schema has one line per migration: the field is required where the branch holds the
// migration and optional where its file was deleted. Each line has unchanging neighbours, so git
// merges schemas without conflicts.
import { cpSync, existsSync, readdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { MODULES } from "./chat.mjs";
import { Clone } from "./clone.mjs";
import { SOURCE } from "./programs.mjs";

const COMPONENT = join(SOURCE, "component");
const FOLDER = "convex/migrations";
const SCHEMA = "convex/schema.ts";

export const TABLES = ["left", "right"];
export const IDS = ["m0", "m1", "m2", "m3", "m4", "m5", "m6", "m7"];
export const tableOf = (id) => TABLES[Number(id.slice(1)) % 2];
export const fileOf = (id) => `${FOLDER}/${id}.ts`;

/** The field's value tells the edition by which it was set. Small batches leave work half done. */
const migration = (id, edition) => `import { migrations } from "../migrate";

export const up = migrations.define({
  table: "${tableOf(id)}",
  batchSize: 2,
  migrateOne: (_ctx, { ${id} }) => (${id} === ${edition} ? undefined : { ${id}: ${edition} }),
});

export const down = migrations.define({
  table: "${tableOf(id)}",
  batchSize: 2,
  migrateOne: (_ctx, { ${id} }) => (${id} === undefined ? undefined : { ${id}: undefined }),
});
`;

const tableText = (table) => `  ${table}: defineTable({
    n: v.number(),
${IDS.filter((id) => tableOf(id) === table)
  .map((id) => `    // before ${id}\n    // no ${id}\n    // after ${id}\n`)
  .join("")}  }),
`;

const EMPTY_SCHEMA = `import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
${TABLES.map(tableText).join("")}});
`;

const CONFIG = `import migrations from "@convex-dev/migrations/convex.config";
import { defineApp } from "convex/server";
import cvx from "./cvx/convex.config";

const app = defineApp();
app.use(migrations);
app.use(cvx);

export default app;
`;

/** Six documents in each table, as main has them. */
const SEED = `import { internalMutation } from "./_generated/server";

export const run = internalMutation({
  args: {},
  handler: async (ctx) => {
    for (let n = 0; n < 6; n++) {
      await ctx.db.insert("left", { n, m0: 1 });
      await ctx.db.insert("right", { n });
    }
  },
});
`;

const SETTINGS = "[hook]\ntimeout = 600\n";

/** Puts a migration, or another edition of it, into a work tree. */
export function putMigration(tree, id, edition = 1) {
  tree.write(fileOf(id), migration(id, edition));
  setLine(tree, id, `${id}: v.number(),`);
}

/** Deletes the file of a migration that has done its work. */
export function retireMigration(tree, id) {
  tree.remove(fileOf(id));
  setLine(tree, id, `${id}: v.optional(v.number()),`);
}

function setLine(tree, id, line) {
  const slot = new RegExp(`(// before ${id}\n).*(\n *// after ${id}\n)`);
  tree.write(SCHEMA, tree.read(SCHEMA).replace(slot, `$1    ${line}$2`));
}

/** The ids of a work tree's migrations and their editions. */
export function migrationsOf(tree) {
  const folder = tree.path(FOLDER);
  const files = existsSync(folder) ? readdirSync(folder).sort() : [];
  return new Map(
    files.map((file) => {
      const id = file.replace(/\.ts$/, "");
      return [id, Number(/=== (\d+)/.exec(tree.read(fileOf(id)))[1])];
    }),
  );
}

/** What the schema of a work tree says: "required" or "optional" by id. */
export function schemaOf(tree) {
  const lines = tree.read(SCHEMA).matchAll(/^ *(m\d+): v\.(number|optional)\(/gm);
  return fieldKinds([...lines].map(([, id, word]) => [id, word === "optional"]));
}

/** The same of the schema that a deployment enforces. */
export function schemaOfDeployment({ tables }) {
  const fields = tables.flatMap(({ documentType }) => Object.entries(documentType.value));
  const ours = fields.filter(([name]) => IDS.includes(name));
  return fieldKinds(ours.map(([name, { optional }]) => [name, optional]));
}

const fieldKinds = (pairs) =>
  Object.fromEntries(
    pairs.map(([id, optional]) => [id, optional ? "optional" : "required"]).sort(),
  );

/** main holds m0; "one" adds two migrations; "two" has retired m0 and adds another. */
async function makeBranches(world) {
  const commit = async (message) => {
    await world.git("add", "-A");
    await world.git("commit", "-q", "-m", message);
  };
  await world.git("init", "-q", "-b", "main");
  putMigration(world, "m0");
  await commit("An app with m0");
  await world.git("checkout", "-q", "-b", "one");
  putMigration(world, "m1");
  putMigration(world, "m2");
  await commit("Add m1 and m2");
  await world.git("checkout", "-q", "-b", "two", "main");
  retireMigration(world, "m0");
  putMigration(world, "m3");
  await commit("Retire m0, add m3");
  await world.git("checkout", "-q", "main");
}

async function copy(world) {
  const { dir } = world;
  cpSync(join(COMPONENT, "cvx"), join(dir, "convex/cvx"), { recursive: true });
  for (const file of ["migrate.ts", "cvxStart.ts"])
    cpSync(join(COMPONENT, "app", file), join(dir, "convex", file));
  for (const file of ["package.json", "package-lock.json"])
    cpSync(join(SOURCE, "examples/chat", file), join(dir, file));
  world.write("convex/convex.config.ts", CONFIG);
  world.write("convex/seed.ts", SEED);
  world.write(SCHEMA, EMPTY_SCHEMA);
  world.write(".cvx.ini", SETTINGS);
  world.write(".gitignore", "/node_modules\n.env.local\n_generated/\n");
  symlinkSync(MODULES, join(dir, "node_modules"), "dir");
  await makeBranches(world);
}

/** A second clone of it, which has run git-cvx once and has hooks as the first one. */
async function begun(world) {
  const first = new Clone(world, "a", "b");
  const second = new Clone(world, "b", "a");
  await world.git("clone", "-q", "-o", "a", world.dir, second.dir);
  await second.must("remote", "set-url", "a", "../a");
  await first.must("remote", "add", "b", "../b");
  symlinkSync(MODULES, second.path("node_modules"), "dir");
  second.write(".env.local", first.read(".env.local"));
  await second.must("cvx", "migrate");
  await second.must("cvx", "hooks", "install");
}

/** The clones "a" and "b" of its world, each of which is the other's remote. */
export const FIELDS_APP = { name: "a", copy, begun };
