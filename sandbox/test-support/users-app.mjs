// users-app.mjs - the app that the tests of the CLI and of migrations deploy.
// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { makeApp } from "./app.mjs";
import { startSandbox, until } from "./sandbox.mjs";

export const SERVER =
  'import { mutation, query } from "./_generated/server";\nimport { v } from "convex/values";\n';
export const schema = (
  fields,
  options = "",
) => `import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";
export default defineSchema({ users: defineTable({ ${fields} }).index("by_name", ["name"]) }${options});\n`;
export const config = (uses) => `import { defineApp } from "convex/server";
${uses.map((from, i) => `import c${i} from "${from}";`).join("\n")}
const app = defineApp();
${uses.map((from, i) => `app.use(c${i});`).join("\n")}
export default app;\n`;
const MIGRATIONS = "@convex-dev/migrations/convex.config.js";

export const USERS = `${SERVER}
export const seed = mutation({ args: { n: v.number() }, handler: async (ctx, { n }) => {
  for (let i = 0; i < n; i++) await ctx.db.insert("users", { name: "user" + i }); } });
export const list = query({ args: {}, handler: (ctx) => ctx.db.query("users").collect() });
`;
const MIGRATE = `import { Migrations } from "@convex-dev/migrations";
import { components } from "./_generated/api";
export const migrations = new Migrations(components.migrations);
export const run = migrations.runner();
`;
const UPPER = `import { migrations } from "../migrate";
export const up = migrations.define({ table: "users", batchSize: 10,
  migrateOne: (ctx, doc) => (doc.fullName === undefined ? { fullName: doc.name.toUpperCase() } : undefined) });
export const down = migrations.define({ table: "users", batchSize: 10, migrateOne: () => ({ fullName: undefined }) });
`;
const SECOND = `import { migrations } from "../migrate";
export const up = migrations.define({ table: "users", batchSize: 5, migrateOne: (ctx, doc) => {
  if (doc.name === "bad") throw new Error("cannot migrate bad");
  return { name: doc.name + "!" }; } });
`;
const LOOSE = schema("name: v.string(), fullName: v.optional(v.string())");

export const FILES = {
  "convex.config.ts": config([MIGRATIONS]),
  "users.ts": USERS,
  "migrate.ts": MIGRATE,
  "schema.ts": LOOSE,
  "migrations/20251008_153000_upper.ts": UPPER,
  "migrations/20251009_100000_second.ts": SECOND,
};
export const FIRST = "migrations/20251008_153000_upper";
export const NEXT = "migrations/20251009_100000_second";

/** A sandbox with the app deployed to it by the CLI. -> {sandbox, app} */
export async function deployed(t, files = FILES, args = []) {
  const sandbox = await startSandbox(t, args);
  const app = makeApp(t, sandbox, files);
  const { code, stderr } = await app.deploy();
  assert.equal(code, 0, stderr);
  assert.match(stderr, new RegExp(`Deployed Convex functions to ${sandbox.url}`));
  return { sandbox, app };
}

/** The state of a migration, as the official component tells it. */
export const status = async (sandbox, name) =>
  (await sandbox.run("lib:getStatus", { names: [name] }, "migrations"))[0];
export const reach = (sandbox, name, state) =>
  until(async () => {
    const found = await status(sandbox, name);
    return found.state === state && found;
  }, `${name} to be ${state}`);
