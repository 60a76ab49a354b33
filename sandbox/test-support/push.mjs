// push.mjs - pushes without the CLI, for tests that push often or what the CLI would not send.
// SPDX-License-Identifier: MIT
import { createRequire } from "node:module";
import { ROOT } from "./sandbox.mjs";

const esbuild = createRequire(createRequire(import.meta.url).resolve("convex/package.json"))(
  "esbuild",
);
const PREFIX = `import { queryGeneric as query, mutationGeneric as mutation, actionGeneric as action,
  internalQueryGeneric as internalQuery, internalMutationGeneric as internalMutation, anyApi,
  defineSchema, defineTable, componentsGeneric } from "convex/server";
import { v, ConvexError } from "convex/values";\n`;

async function bundle(path, contents) {
  const result = await esbuild.build({
    stdin: { contents: PREFIX + contents, resolveDir: ROOT },
    bundle: true,
    write: false,
    format: "esm",
    platform: "neutral",
    logLevel: "silent",
    mainFields: ["module", "main"],
    conditions: ["convex", "module"],
  });
  return { path, source: result.outputFiles[0].text, environment: "isolate" };
}

/** The body of start_push. modules: {'users.js': source}; the names of convex/server are in scope. */
export async function pushBody(sandbox, { modules = {}, schema = null }) {
  const changedModules = await Promise.all(
    Object.entries(modules).map(([path, source]) => bundle(path, source)),
  );
  return {
    adminKey: sandbox.key,
    dryRun: false,
    functions: "convex/",
    appDefinition: {
      definition: null,
      dependencies: [],
      schema: schema && (await bundle("schema.js", `export default ${schema};`)),
      changedModules,
      unchangedModuleHashes: [],
      udfServerVersion: "1.48.0",
    },
    componentDefinitions: [],
    nodeDependencies: [],
  };
}

export async function startPush(sandbox, app) {
  return sandbox.post("/api/deploy2/start_push", await pushBody(sandbox, app));
}

export function waitForSchema(sandbox, started, timeoutMs = 5000) {
  const body = {
    adminKey: sandbox.key,
    schemaChange: started.body.schemaChange,
    timeoutMs,
    dryRun: false,
  };
  return sandbox.post("/api/deploy2/wait_for_schema", body);
}

export function finishPush(sandbox, started) {
  return sandbox.post("/api/deploy2/finish_push", {
    adminKey: sandbox.key,
    startPush: started.body,
    dryRun: false,
  });
}

/** A whole push that has to succeed. */
export async function push(sandbox, app) {
  const started = await startPush(sandbox, app);
  if (started.status !== 200) throw new Error(JSON.stringify(started.body));
  const waited = await waitForSchema(sandbox, started);
  if (waited.body.type !== "complete") throw new Error(JSON.stringify(waited.body));
  const finished = await finishPush(sandbox, started);
  if (finished.status !== 200) throw new Error(JSON.stringify(finished.body));
  return finished.body;
}
