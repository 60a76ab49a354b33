// record-outputs.mjs [NAME…] - write what the official CLI prints into outputs/, for test_cli.c.
// SPDX-License-Identifier: MIT
//
// Each recording is one `convex deploy` of a small app, as src/push/cli.c calls it, against the
// sandbox; what only another client's push, or a broken server, brings about is a fault of the
// sandbox with the text of the backend's source. Addresses and ids are made the same each time.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { AppCopy } from "../lib/app-copy.mjs";
import { deploy } from "../lib/cli.mjs";
import { Deployment, waitFor } from "../lib/deployment.mjs";
import { startSandbox } from "../lib/sandbox.mjs";

const HERE = fileURLToPath(new URL(".", import.meta.url));
const OUTPUTS = join(HERE, "outputs");
const MODULES = resolve(HERE, "../../examples/chat/node_modules");
const URL_SHOWN = "http://127.0.0.1:3941";
const ID_SHOWN = "j5744rfwehqqz8ex91fgt349dz8zvv2q";
const STEPS = "/api/deploy2/";

const schema = (fields) => `import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";
export default defineSchema({ users: defineTable({ ${fields} }) });
`;
const SEED = `import { mutation } from "./_generated/server";
import { v } from "convex/values";
export const seed = mutation({ args: { table: v.string(), row: v.any() },
  handler: async (ctx, { table, row }) => { await ctx.db.insert(table as any, row); } });
`;
const TEAM = {
  "convex/convex.config.ts": `import { defineApp } from "convex/server";
import team from "./team/convex.config";
const app = defineApp();
app.use(team);
export default app;
`,
  "convex/team/convex.config.ts":
    'import { defineComponent } from "convex/server";\nexport default defineComponent("team");\n',
  "convex/team/seed.ts": SEED,
};
const teamSchema = (fields) => schema(fields).replace("users:", "rows:");

const explained = (message) => `Hit an error while pushing:\n${message}`;

/** A step of the push that is answered by an error, in the words of the backend's source. */
const refusing = (step, status, code, message) => async (r) => {
  await r.fault({
    route: `POST ${STEPS}${step}`,
    nth: "every",
    action: { type: "fail", status, code, message },
  });
  return r.deploy();
};
const race = (code, message) => refusing("start_push", 409, code, explained(message));

const RECORDINGS = {
  deployed: (r) => r.deploy(),
  schema: async (r) => {
    await r.seeded("users", { name: "user0" });
    r.write({ "convex/schema.ts": schema("name: v.string(), fullName: v.string()") });
    return r.deploy();
  },
  "schema-in-component": async (r) => {
    r.write({ ...TEAM, "convex/team/schema.ts": teamSchema("x: v.any()") });
    await r.app.push();
    await r.deployment.fn("seed:seed", { table: "rows", row: { x: 1 } }, { component: "team" });
    r.write({ "convex/team/schema.ts": teamSchema("y: v.string()") });
    return r.deploy();
  },
  "schema-new-document": async (r) => {
    r.write({ "convex/schema.ts": schema("name: v.any()") });
    await r.app.push();
    await r.deployment.post("/sandbox/schema-delay", { ms: 60_000 });
    r.write({ "convex/schema.ts": schema("name: v.string()") });
    const pushing = r.deploy();
    await waitFor("its schema", () => r.pending());
    await r.deployment.fn("seed:seed", { table: "users", row: { name: 1 } });
    return pushing;
  },
  overwritten: async (r) => {
    await r.app.push();
    await r.deployment.post("/sandbox/schema-delay", { ms: 60_000 });
    r.write({ "convex/schema.ts": schema("name: v.string(), a: v.optional(v.string())") });
    const pushing = r.deploy();
    await waitFor("its schema", () => r.pending());
    await r.deployment.post("/sandbox/schema-delay", { ms: 0 });
    await r.rival(schema("name: v.string(), b: v.optional(v.string())"));
    return pushing;
  },
  "overwritten-at-finish": refusing(
    "finish_push",
    400,
    "SchemaAlreadyOverwritten",
    explained("Schema has already been overwritten."),
  ),
  "failed-at-finish": refusing(
    "finish_push",
    400,
    "SchemaAlreadyFailed",
    explained(
      'Schema has already been failed with error: New document in table "users" does not match the schema: ' +
        "Object is missing the required field `first`. Consider wrapping the field validator in " +
        "`v.optional(...)` if this is expected.",
    ),
  ),
  "environment-changed": refusing(
    "finish_push",
    400,
    "RaceDetected",
    explained("Environment variables have changed during push"),
  ),
  concurrent: refusing(
    "finish_push",
    400,
    "ConcurrentPush",
    explained("Are you running multiple `npx convex dev` processes in the same directory?"),
  ),
  conflict: refusing(
    "finish_push",
    503,
    "OptimisticConcurrencyControlFailure",
    "Data read or written in this mutation changed while it was being run.",
  ),
  "module-missing": race("MissingExistingModule", "Could not find existing unchanged module."),
  "module-metadata-missing": race(
    "MissingExistingModuleMetadata",
    "Missing metadata for existing module.",
  ),
  "module-hash": race("ExistingModuleHashConflict", "Existing module hash does not match."),
  "module-environment": race(
    "ExistingModuleEnvConflict",
    "Existing module environment does not match.",
  ),
  "internal-error": refusing(
    "start_push",
    500,
    "InternalServerError",
    "Your request couldn't be completed. Try again later.",
  ),
  "not-permitted": refusing(
    "start_push",
    403,
    "OperationNotPermitted",
    "You do not have permission to perform this operation (deployment:deploy).",
  ),
  "variable-missing": refusing(
    "start_push",
    400,
    "MissingEnvironmentVariables",
    explained("The following environment variables are not set: FOO."),
  ),
  "wrong-key": (r) => r.deploy({ adminKey: `${r.deployment.adminKey.split("|")[0]}|00` }),
  unreachable: (r) => r.deploy({ url: "http://127.0.0.1:9" }),
  "unknown-option": (r) => r.app.cli("deploy", "--no-such"),
  "large-index": async (r) => {
    await r.seeded("users", { name: "user0" });
    r.write({
      "convex/schema.ts": schema("name: v.string()").replace(
        "}) });",
        '}).index("by_name", ["name"]) });',
      ),
    });
    return r.deploy({ env: { CONVEX_MIN_DOCUMENTS_FOR_INDEX_BACKFILL_WARNING: "1" } });
  },
  "unresolved-import": (r) =>
    r.with({ "convex/bad.ts": 'import x from "./nothere"; export const a = x;\n' }),
  "syntax-error": (r) => r.with({ "convex/bad.ts": "export const a = ;\n" }),
  "node-builtin": (r) =>
    r.with({ "convex/bad.ts": 'import os from "node:os"; export const a = os;\n' }),
  "missing-package": (r) =>
    r.with({
      "convex/convex.config.ts":
        'import { defineApp } from "convex/server"; import m from "@nope/migrations/convex.config.js"; const a = defineApp(); a.use(m); export default a;\n',
    }),
  "throws-at-import": (r) =>
    r.with({ "convex/bad.ts": 'export const x = 1;\nthrow new Error("at import");\n' }),
  "throws-in-schema": (r) => r.with({ "convex/schema.ts": 'throw new Error("boom");\n' }),
};

/** The app that each recording begins with. */
const APP = {
  "package.json": '{ "dependencies": { "convex": "*" } }\n',
  "convex/schema.ts": schema("name: v.string()"),
  "convex/seed.ts": SEED,
};

/** A new deployment and a small app for one recording. */
class Recording {
  static async open() {
    const r = new Recording();
    r.sandbox = await startSandbox({});
    r.deployment = new Deployment(r.sandbox);
    r.from = mkdtempSync(join(tmpdir(), "cvx-recorded-"));
    mkdirSync(join(r.from, "convex"));
    for (const [path, text] of Object.entries(APP)) writeFileSync(join(r.from, path), text);
    r.app = r.copy();
    return r;
  }
  copy() {
    return new AppCopy({ from: this.from, modules: MODULES, deployment: this.deployment });
  }
  write(files) {
    for (const [path, text] of Object.entries(files)) this.app.write(path, text);
  }
  with(files) {
    this.write(files);
    return this.deploy();
  }
  async seeded(table, row) {
    await this.app.push();
    await this.deployment.fn("seed:seed", { table, row });
  }
  fault(rule) {
    return this.deployment.post("/sandbox/faults", rule);
  }
  async pending() {
    return (await this.deployment.system("frontend/getSchemas", {})).inProgress;
  }
  deploy({ env, ...other } = {}) {
    const { url, adminKey } = this.deployment;
    return deploy({ app: this.app.dir, deployment: { url, adminKey, ...other }, env });
  }
  /** Another client's push of another schema. */
  async rival(text) {
    const rival = this.copy();
    try {
      rival.write("convex/schema.ts", text);
      await rival.push();
    } finally {
      rival.dispose();
    }
  }
  async close() {
    this.app.dispose();
    rmSync(this.from, { recursive: true });
    await this.sandbox.dispose();
  }
}

const fixed = (text, url) =>
  text.replaceAll(url, URL_SHOWN).replace(/"[a-z0-9]{32}"/g, `"${ID_SHOWN}"`);

async function record(name) {
  const r = await Recording.open();
  try {
    const { code, stdout, stderr } = await RECORDINGS[name](r);
    writeFileSync(join(OUTPUTS, `${name}.txt`), fixed(stderr + stdout, r.deployment.url));
    console.log(`${name}: exit ${code}`);
  } finally {
    await r.close();
  }
}

const names = process.argv.slice(2);
for (const name of names.length ? names : Object.keys(RECORDINGS)) await record(name);
