// evaluate.mjs - evaluates a push request: components, schemas, functions, the tree of mounts.
// SPDX-License-Identifier: MIT
//
// Touches nothing that is live: the result is a value that install.mjs may make live later. An
// evaluation is {definitions: Map(definition path -> definition), tree, mounts: Map(component path
// -> tree node), env, request}.
import { ApiError, badRequest, conflict } from "../http/errors.mjs";
import { childPath } from "../runtime/deployed.mjs";
import { analyzeModules, makeImportContext } from "./analyze.mjs";
import { checkPushRequest } from "./refusals.mjs";
import { checkSchema } from "./schema.mjs";

const COMPONENT_IMPORT = /_componentDeps\/(.+)$/;
const EMPTY_APP = {
  path: "",
  definitionType: { type: "app" },
  childComponents: [],
  httpMounts: {},
  exports: { type: "branch", branch: [] },
};

function evaluateModule({ script }, env, resolveImport) {
  const loaded = { exports: {} };
  const require = (specifier) => {
    const value = resolveImport(specifier);
    if (!value) throw new Error(`Can't import ${specifier} here`);
    return value;
  };
  script.runInContext(makeImportContext(env))(loaded.exports, require, loaded);
  return loaded.exports;
}

async function evaluateConfig(compiler, path, module, { env, known }) {
  const importComponent = (specifier) => {
    const match = COMPONENT_IMPORT.exec(specifier);
    if (!match) return null;
    const childDefinition = Buffer.from(match[1], "base64url").toString();
    const child = known.get(childDefinition);
    if (!child) throw new Error(`Component definition not found: ${childDefinition}`);
    const component = {
      export: () => child,
      componentDefinitionPath: childDefinition,
      defaultName: child.definitionType.name,
    };
    return { __esModule: true, default: component };
  };
  let exported;
  try {
    const compiled = await compiler.compile(module);
    exported = evaluateModule(compiled, env, importComponent).default?.export?.();
  } catch (error) {
    throw badRequest(
      "InvalidDefinition",
      `Error evaluating ${path || "convex.config.js"}: ${error.message}`,
    );
  }
  if (!exported) {
    const where = path ? `in component \`${path}\`` : "in your app";
    throw badRequest(
      "InvalidDefinition",
      `The default export of \`convex.config.ts\` ${where} has an invalid value`,
    );
  }
  return { ...JSON.parse(JSON.stringify(exported)), path };
}

async function evaluateSchema(compiler, path, module) {
  if (!module) return null;
  let schema;
  try {
    const compiled = await compiler.compile(module);
    const evaluate = () => JSON.parse(evaluateModule(compiled, {}, () => null).default.export());
    schema = compiler.remembered(["schema", compiled.sha], evaluate);
  } catch (error) {
    const message = `Uncaught ${error.name ?? "Error"}: ${error.message}`;
    throw path ? badRequest("InvalidSchema", message) : invalidSchema("InvalidSchema", message);
  }
  try {
    checkSchema(schema);
  } catch (error) {
    throw error instanceof ApiError ? invalidSchema(error.code, error.message) : error;
  }
  return schema;
}

const invalidSchema = (code, message) =>
  badRequest(code, `Hit an error while evaluating your schema:\n${message}`);

/** The app's modules: those sent, and those the client says we have already. */
function appModules(app, deployedModules) {
  const unchanged = (app.unchangedModuleHashes ?? []).map((said) => {
    const module = deployedModules.get(said.path);
    if (!module)
      throw conflict("MissingExistingModule", "Could not find existing unchanged module.");
    if (module.sha !== said.sha256)
      throw conflict("ExistingModuleHashConflict", "Existing module hash does not match.");
    if (module.environment !== said.environment)
      throw conflict("ExistingModuleEnvConflict", "Existing module environment does not match.");
    const { path, source, sourceMap, environment } = module;
    return { path, source, sourceMap, environment };
  });
  return [...app.changedModules, ...unchanged];
}

function pushedComponents(request, modules) {
  const app = request.appDefinition;
  const root = {
    path: "",
    config: app.definition,
    imports: app.dependencies,
    schema: app.schema,
    modules,
    version: app.udfServerVersion,
  };
  const others = request.componentDefinitions.map((component) => ({
    path: component.definitionPath,
    config: component.definition,
    imports: component.dependencies,
    schema: component.schema,
    modules: component.functions,
    version: component.udfServerVersion,
  }));
  return new Map([root, ...others].map((component) => [component.path, component]));
}

/** Evaluates each convex.config after those it imports. -> Map(definition path -> its metadata) */
async function evaluateConfigs(compiler, components, env) {
  const known = new Map();
  const visit = async (path, importers) => {
    if (known.has(path)) return;
    if (importers.includes(path))
      throw badRequest("CyclicImport", "Found cyclic definition dependency");
    const component = components.get(path);
    if (!component)
      throw badRequest("InvalidDefinition", `Component definition not found: ${path}`);
    for (const imported of component.imports ?? []) await visit(imported, [...importers, path]);
    const ownEnv = path === "" ? env : {};
    known.set(
      path,
      component.config
        ? await evaluateConfig(compiler, path, component.config, { env: ownEnv, known })
        : structuredClone(EMPTY_APP),
    );
  };
  for (const path of components.keys()) await visit(path, []);
  return known;
}

/** The public functions of a definition as a tree of names; `leaf(module, name)` makes what hangs on it. */
function exportTree(functions, branch, leaf) {
  const root = new Map();
  for (const [module, list] of functions) {
    for (const fn of list) {
      if (fn.visibility?.kind !== "public") continue;
      let node = root;
      for (const step of module.replace(/\.js$/, "").split("/")) {
        if (!(node.get(step) instanceof Map)) node.set(step, new Map());
        node = node.get(step);
      }
      node.set(fn.name, leaf(module, fn.name));
    }
  }
  const close = (node) =>
    node instanceof Map ? branch([...node].map(([name, child]) => [name, close(child)])) : node;
  return close(root);
}

function definitionExports(functions) {
  return exportTree(
    functions,
    (branch) => ({ type: "branch", branch }),
    (module, name) => ({ type: "leaf", leaf: `_reference/function/${module}:${name}` }),
  );
}

// Here the root is the bare table of names, not a branch.
function checkedExports(functions) {
  return exportTree(
    functions,
    (entries) => ({ type: "branch", children: Object.fromEntries(entries) }),
    (module, name) => ({
      type: "leaf",
      resource: { type: "function", path: { component: "", udfPath: `${module}:${name}` } },
    }),
  ).children;
}

/** Loading every module anew costs more than all the rest of a push. */
function analysisOf(compiler, definition, env) {
  const modules = [...definition.modules.values()];
  const inputs = modules.map(({ path, sha, environment }) => [path, sha, environment]);
  return new Map(
    compiler.remembered(["analysis", env, inputs], () => [...analyzeModules(definition, env)]),
  );
}

async function evaluateComponent(compiler, component, metadata, env) {
  const definition = {
    path: component.path,
    metadata,
    modules: new Map(),
    serverVersion: component.version,
  };
  for (const module of component.modules)
    definition.modules.set(module.path, await compiler.compile(module));
  definition.schema = await evaluateSchema(compiler, component.path, component.schema);
  definition.analysis = analysisOf(compiler, definition, component.path === "" ? env : {});
  definition.functions = new Map(
    [...definition.analysis].map(([path, { functions }]) => [path, functions]),
  );
  metadata.exports = definitionExports(definition.functions);
  return definition;
}

function mountTree(definitions, definitionPath, componentPath, env) {
  const definition = definitions.get(definitionPath);
  if (!definition)
    throw badRequest("InvalidDefinition", `Component definition not found: ${definitionPath}`);
  const children = definition.metadata.childComponents.map((child) => [
    child.name,
    mountTree(
      definitions,
      child.path,
      childPath(componentPath, child.name),
      Object.fromEntries(child.env ?? []),
    ),
  ]);
  return {
    definitionPath,
    componentPath,
    httpPrefix: null,
    args: {},
    env,
    childComponents: Object.fromEntries(children),
    httpRoutes: { httpModuleRoutes: null, mounts: [] },
    exports: checkedExports(definition.functions),
  };
}

function flattenTree(tree, mounts = new Map()) {
  mounts.set(tree.componentPath, tree);
  for (const child of Object.values(tree.childComponents)) flattenTree(child, mounts);
  return mounts;
}

/** request: the body of a push. live: {modules: the app's deployed modules by path, env}. */
export async function evaluatePush(compiler, request, live) {
  checkPushRequest(request);
  const modules = appModules(request.appDefinition, live.modules);
  const env = { ...live.env };
  const components = pushedComponents(request, modules);
  const configs = await evaluateConfigs(compiler, components, env);
  const definitions = new Map();
  for (const [path, component] of components) {
    definitions.set(path, await evaluateComponent(compiler, component, configs.get(path), env));
  }
  const tree = mountTree(definitions, "", "", {});
  const complete = { ...request, adminKey: undefined };
  complete.appDefinition = {
    ...request.appDefinition,
    changedModules: modules,
    unchangedModuleHashes: [],
  };
  return { definitions, tree, mounts: flattenTree(tree), env, request: complete };
}
