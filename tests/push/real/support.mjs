// An app in two states, the packages it uses, an embedded deployment, and push_tool over them.
// SPDX-License-Identifier: MIT
//
// Needs `make check`'s tests/push/push_tool (CVX_BUILD names the build folder, .build otherwise) and
// the packages of component/ and sandbox/ (npm ci in both).
import { spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const top = fileURLToPath(new URL("../../../", import.meta.url));
const tool = join(resolve(top, process.env.CVX_BUILD ?? ".build"), "tests/push/push_tool");

export const COMPONENT = join(top, "component/cvx");
export const START = join(top, "component/app/cvxStart.ts");
export const ID = "20251008_153000_split_name";
export const MIGRATION = `convex/migrations/${ID}.ts`;
/** What errors are numbered in base/err.h. */
export const ERR = { NOT_FOUND: 5, SERVER: 9, SCHEMA: 11, RACE: 12, STEP_FAILED: 16 };

const CONFIG = `
import { defineApp } from "convex/server";
import migrations from "@convex-dev/migrations/convex.config.js";
import cvx from "./cvx/convex.config";
const app = defineApp();
app.use(migrations);
app.use(cvx);
export default app;
`;

const USERS = `
import { mutation, query } from "./_generated/server";
import { v } from "convex/values";
import { roles } from "./schema";
export const seed = mutation({ args: { users: v.array(v.any()) }, handler: async (ctx, { users }) => {
  for (const user of users) await ctx.db.insert("users", user);
} });
export const list = query({ args: {}, handler: async (ctx) =>
  (await ctx.db.query("users").collect()).map(({ _id, _creationTime, ...user }) => user) });
export const known = query({ args: {}, handler: async () => roles });
`;

const schema = (fields, index) => `
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";
export const roles = ["admin"];
export default defineSchema({ users: defineTable(${fields})${index} });
`;

/** The older state: one name, no migration, no migrate.ts. */
export const MAIN = {
  "package.json": JSON.stringify({
    name: "app", private: true, type: "module",
    dependencies: { convex: "1.48.0", "@convex-dev/migrations": "0.3.6" },
  }),
  "convex/convex.config.ts": CONFIG,
  "convex/users.ts": USERS,
  "convex/schema.ts": schema("{ name: v.string() }", '.index("by_name", ["name"])'),
};

/** The newer one: first and last name, strict, and the way there and back. */
export const FEATURE = {
  ...MAIN,
  "convex/schema.ts": schema("{ first: v.string(), last: v.string() }", '.index("by_first", ["first"])'),
  "convex/migrate.ts": `
import { Migrations } from "@convex-dev/migrations";
import { componentsGeneric, type AnyDataModel } from "convex/server";
const components = componentsGeneric() as any;
export const migrations = new Migrations<AnyDataModel>(components.migrations);
`,
  // The down reads by an index that the older state doesn't have.
  [MIGRATION]: `
import { migrations } from "../migrate";
export const up = migrations.define({ table: "users", batchSize: 2, migrateOne: async (ctx, doc) => {
  if (doc.name === undefined) return;
  const [first, last] = doc.name.split(" ");
  await ctx.db.patch(doc._id, { first, last, name: undefined });
} });
export const down = migrations.define({ table: "users", batchSize: 2,
  migrateOne: async (ctx, doc) => {
    if (doc.name !== undefined) return;
    await ctx.db.query("users").withIndex("by_first", (q) => q.eq("first", doc.first)).first();
    await ctx.db.patch(doc._id, { name: doc.first + " " + doc.last, first: undefined, last: undefined });
  } });
`,
};

/** A work tree with the packages of component/, a common dir, and target trees beside it. */
export class App {
  constructor() {
    this.dir = mkdtempSync(join(tmpdir(), "cvx-push-"));
    this.worktree = join(this.dir, "worktree");
    this.common = join(this.dir, "common");
    mkdirSync(this.common);
    mkdirSync(this.worktree);
    symlinkSync(join(top, "component/node_modules"), join(this.worktree, "node_modules"));
  }

  /** Writes a target tree; without `component: false` it holds our component. */
  target(name, files, { component = true } = {}) {
    const folder = join(this.dir, name);
    rmSync(folder, { recursive: true, force: true });
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    if (component) cpSync(COMPONENT, join(folder, "convex/cvx"), { recursive: true });
    return folder;
  }

  path(...parts) {
    return join(this.dir, ...parts);
  }

  dispose() {
    rmSync(this.dir, { recursive: true, force: true });
  }
}

/**
 * Runs push_tool. `settings` is a list of "name=value"; the answer has `words` (every value printed
 * for a word), `error` {code, message} or null, `text`, and while it runs the promise has `child`.
 */
export function pushTool(app, sandbox, command, tree, settings = []) {
  const fixed = [`common=${app.common}`, `worktree=${app.worktree}`, `tree=${tree}`];
  const url = sandbox ? [`url=${sandbox.url}`] : [];
  const child = spawn(tool, [command, ...fixed, ...url, ...settings], {
    env: { ...process.env, PUSH_TOOL_KEY: sandbox?.adminKey ?? "none" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let text = "";
  child.stdout.on("data", (chunk) => (text += chunk));
  const ended = new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (status) => resolve(readAnswer(status, text)));
  });
  return Object.assign(ended, { child });
}

function readAnswer(status, text) {
  const words = {};
  for (const line of text.split("\n")) {
    const [word, ...rest] = line.split(" ");
    (words[word] ??= []).push(rest.join(" "));
  }
  const found = /^error (\d+) (.*)$/m.exec(text);
  return { status, text, words, error: found ? { code: Number(found[1]), message: found[2] } : null };
}
