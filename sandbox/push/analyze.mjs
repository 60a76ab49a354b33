// analyze.mjs - loads the modules of a pushed component and lists the functions they export.
// SPDX-License-Identifier: MIT
import { badRequest } from "../http/errors.mjs";
import { makeContext } from "../runtime/context.mjs";
import { toFunctionError } from "../runtime/errors.mjs";
import { makeLoader } from "../runtime/loader.mjs";
import { invalidModule } from "./refusals.mjs";

/** A context for code that is only being looked at: it may not touch any data. */
export function makeImportContext(env, kind = "analyze") {
  const refuse = (name) => {
    throw new Error(`Can't use ${name} while the module is being imported`);
  };
  return makeContext({
    kind,
    now: null,
    env,
    log: () => {},
    convex: { syscall: refuse, asyncSyscall: async (name) => refuse(name), jsSyscall: refuse },
  });
}

function isAnalyzed(path) {
  return !path.startsWith("_deps/") && !path.startsWith("_generated/") && path !== "auth.config.js";
}

// Compared with true: what the CLI generates exports proxies that answer to every name.
function typeOf(exported) {
  if (exported.isQuery === true) return "Query";
  if (exported.isMutation === true) return "Mutation";
  return exported.isAction === true ? "Action" : null;
}

function visibilityOf(exported) {
  if (exported.isPublic) return { kind: "public" };
  return exported.isInternal ? { kind: "internal" } : null;
}

function describeFunction(module, name, exported, udfType) {
  const args = exported.exportArgs?.() ?? null;
  const returns = exported.exportReturns?.() ?? null;
  const argsValidator = args && JSON.parse(args);
  if (argsValidator && argsValidator.type !== "object" && argsValidator.type !== "any") {
    throw badRequest(
      "InvalidModules",
      `Args validator must be an object or any (${module.path}:${name})`,
    );
  }
  if (module.environment === "node" && udfType !== "Action") {
    throw badRequest(
      "InvalidModules",
      `\`${name}\` defined in \`${module.path}\` is a ${udfType} function. Only actions ` +
        "can be defined in Node.js. See https://docs.convex.dev/functions/actions for more details.",
    );
  }
  return {
    name,
    udfType,
    visibility: visibilityOf(exported),
    args,
    returns,
    argsValidator: argsValidator?.type === "object" ? argsValidator : null,
    returnsValidator: returns && JSON.parse(returns),
  };
}

function httpRoutesOf(router) {
  return router.getRoutes().map(([path, method]) => ({ route: { path, method }, pos: null }));
}

function cronSpecsOf({ crons = {} }) {
  const copy = (spec) => JSON.parse(JSON.stringify(spec));
  return Object.entries(crons).map(([identifier, spec]) => ({ identifier, spec: copy(spec) }));
}

function analyzeModule(module, exports) {
  const result = { functions: [], httpRoutes: null, cronSpecs: null };
  for (const [name, exported] of Object.entries(exports)) {
    if (exported === null || (typeof exported !== "function" && typeof exported !== "object"))
      continue;
    if (module.path === "http.js" && name === "default" && exported.isRouter === true) {
      result.httpRoutes = httpRoutesOf(exported);
    } else if (module.path === "crons.js" && name === "default" && exported.isCrons === true) {
      result.cronSpecs = cronSpecsOf(exported);
    } else {
      const type = typeOf(exported);
      if (type) result.functions.push(describeFunction(module, name, exported, type));
    }
  }
  return result;
}

/** -> Map(module path -> {functions, httpRoutes, cronSpecs}) of a definition with compiled modules. */
export function analyzeModules(definition, env) {
  const results = new Map();
  for (const module of definition.modules.values()) {
    if (!isAnalyzed(module.path)) continue;
    let exports;
    try {
      exports = makeLoader(makeImportContext(env), definition, definition.builtins)(module.path);
    } catch (error) {
      const { message } = toFunctionError(definition, error);
      throw invalidModule(module, message);
    }
    results.set(module.path, analyzeModule(module, exports));
  }
  return results;
}
