// one-off-query.mjs - runs a query that is sent as source, in any component: POST /api/run_test_function.
// SPDX-License-Identifier: MIT
import { analyzeModules } from "../push/analyze.mjs";
import { parseFormat } from "../values/formats.mjs";
import { answerFor } from "./functions.mjs";
import { badRequest } from "./errors.mjs";

const WRAPPERS = "convex:/_system/repl/wrappers.js";
const WRAPPERS_SOURCE =
  'export { queryGeneric as query, internalQueryGeneric as internalQuery } from "convex/server";';
const MODULE = "testQuery.js";

let wrappers = null; // bundled once

async function compileWrappers(compiler) {
  wrappers ??= await compiler.bundle(WRAPPERS_SOURCE);
  return compiler.compile({ path: "wrappers.js", source: wrappers, environment: "isolate" });
}

async function makeDefinition(compiler, source, env) {
  const modules = new Map();
  modules.set("wrappers.js", await compileWrappers(compiler));
  modules.set(MODULE, await compiler.compile({ path: MODULE, source, environment: "isolate" }));
  const definition = { path: "", modules, builtins: { [WRAPPERS]: "wrappers.js" } };
  definition.analysis = analyzeModules(definition, env);
  return definition;
}

/** body: {bundle: {source}, args?, format?, componentId?}. The source has one default export, a query. */
export async function runOneOffQuery(sandbox, body) {
  const { pusher, deployed, store, runtime } = sandbox;
  const data = body.componentId ? store.componentById(body.componentId) : store.component("");
  if (!data) throw badRequest("InvalidComponentId", `Component ${body.componentId} not found`);
  if (typeof body.bundle?.source !== "string")
    throw badRequest("BadJsonBody", "bundle.source is missing");
  const definition = await makeDefinition(pusher.compiler, body.bundle.source, deployed.env);
  const { functions } = definition.analysis.get(MODULE);
  if (functions.length !== 1 || functions[0].name !== "default") {
    throw badRequest("InvalidTestQuery", "Only `export default` is supported.");
  }
  const [fn] = functions;
  if (fn.udfType !== "Query")
    throw badRequest("InvalidTestQuery", `The function is a ${fn.udfType}, not a query.`);
  const target = {
    mount: { definition, bindings: null },
    definition,
    componentPath: data.path,
    module: MODULE,
    name: "default",
    path: "testQuery",
    fn,
  };
  return answerFor(
    parseFormat(body.format),
    async ({ requestId, logLines }) =>
      (await runtime.runTop({ target, args: body.args ?? {}, requestId, logLines })).value,
  );
}
