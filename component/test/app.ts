// An app under test: the ledger, the migrations component and a table of users.
// 'call' reaches functions as POST /api/function does, by path and component.
// SPDX-License-Identifier: MIT
import migrationsTest from "@convex-dev/migrations/test";
import { convexTest, type TestConvex } from "convex-test";
import { defineSchema, defineTable, type SchemaDefinition } from "convex/server";
import { v, ConvexError } from "convex/values";
import cvxSchema from "../cvx/schema";

type Modules = Record<string, () => Promise<any>>;

/** The same modules, as if they lay in this folder. */
function under(folder: string, modules: Modules): Modules {
  return Object.fromEntries(
    Object.entries(modules).map(([path, load]) => [folder + path.split("/").pop(), load]),
  );
}

// convex-test finds the functions folder by its _generated.
const generated = { "./_generated/none.ts": async () => ({}) };

export const cvxModules: Modules = {
  ...generated,
  ...under("./", import.meta.glob("../cvx/*.ts")),
};

const appModules: Modules = {
  ...generated,
  "./cvxStart.ts": () => import("../app/cvxStart"),
  "./renamed.ts": () => import("./fixture/renamed"),
  ...under("./migrations/", import.meta.glob("./fixture/migrations/*.ts")),
};

const appSchema = defineSchema({ users: defineTable(v.any()) }, { schemaValidation: false });

/** What convex-test has and its types do not tell. */
type Test = TestConvex<any> & {
  runInComponent: (componentPath: string, handler: (ctx: any) => Promise<any>) => Promise<any>;
  fun: (at: { componentPath: string; udfPath: string }, args: Record<string, any>) => Promise<any>;
};

export interface App {
  t: Test;
  call: (path: string, request?: Record<string, any>) => Promise<any>;
}

export function newApp(
  modules: Modules = cvxModules,
  schema: SchemaDefinition<any, boolean> = cvxSchema,
  migrationsName = "migrations",
): App {
  const t = convexTest(appSchema, appModules) as unknown as Test;
  t.registerComponent("cvx", schema, modules);
  migrationsTest.register(t as any, migrationsName);
  return { t, call: (path, request = {}) => callFunction(t, path, request) };
}

async function callFunction(t: Test, path: string, request: Record<string, any>) {
  const inApp = path.startsWith("cvxStart:");
  const at = { componentPath: inApp ? "" : "cvx", udfPath: path };
  return await t.fun(at, { version: 1, request });
}

export const HOLDER = {
  cloneId: "c1f0a7d29be84e53",
  cloneName: "ada@fern:~/src/shop",
  host: "fern",
  runId: "r-20251008-153212-5e0b",
  command: "git cvx migrate",
  commitSha: "9fceb02d0ae598e95dc970b74767f19372d61af8",
  branch: "feature/full-name",
};

export const TOKEN = "tok-6f1d0c52a9b34c7e8d21";

export async function acquire(app: App, more: Record<string, any> = {}) {
  return await app.call("lease:acquire", { token: TOKEN, holder: HOLDER, ...more });
}

/** The data of the ConvexError that a call ends with. */
export async function refusal(call: Promise<unknown>): Promise<Record<string, any>> {
  try {
    await call;
  } catch (error) {
    if (!(error instanceof ConvexError)) throw error;
    return error.data;
  }
  throw new Error("the call was not refused");
}

export async function addUsers(app: App, names: string[]): Promise<void> {
  await app.t.run(async (ctx: any) => {
    for (const name of names) await ctx.db.insert("users", { name });
  });
}

export async function users(app: App): Promise<any[]> {
  return await app.t.run(async (ctx: any) => await ctx.db.query("users").collect());
}
