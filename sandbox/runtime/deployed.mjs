// deployed.mjs - the code that is live: which component is mounted where, and how a function is found.
// SPDX-License-Identifier: MIT
//
// A mount is {definition, bindings, parent}: the variables that a component was given by the mount
// it is part of; both null in the app. A definition is what push/evaluate.mjs makes of a pushed component: its modules (path ->
// {script, map, environment, …}) and functions (module path -> [{name, udfType, …}]).

const HANDLE = /^function:\/\/([^;]*);(.*)$/;

/** 'dir/file:fn', 'dir/file.js:fn' and 'dir/file' (the default export) -> {module: 'dir/file.js', name}. */
export function parseFunctionPath(path) {
  const colon = path.lastIndexOf(":");
  const file = colon < 0 ? path : path.slice(0, colon);
  const name = colon < 0 ? "default" : path.slice(colon + 1);
  return { module: file.endsWith(".js") ? file : `${file}.js`, name };
}

/** The one spelling by which a function calls itself: no '.js', no ':default'. */
export function canonicalFunctionPath(path) {
  const { module, name } = parseFunctionPath(path);
  const file = module.slice(0, -".js".length);
  return name === "default" ? file : `${file}:${name}`;
}

export const childPath = (parent, name) => (parent ? `${parent}/${name}` : name);

export class Deployed {
  constructor() {
    this.mounts = new Map(); // component path -> mount
    this.env = {};
  }

  /** -> {mount, definition, componentPath, module, name, path, fn}, or null when there is no such function. */
  find(componentPath, functionPath) {
    const mount = this.mounts.get(componentPath);
    const { module, name } = parseFunctionPath(functionPath);
    const fn = mount?.definition.functions
      .get(module)
      ?.find((candidate) => candidate.name === name);
    if (!fn) return null;
    const path = canonicalFunctionPath(functionPath);
    return { mount, definition: mount.definition, componentPath, module, name, path, fn };
  }

  /** Why `find` found nothing, in the backend's words for a scheduled job. */
  whyMissing(componentPath, functionPath) {
    const { module, name } = parseFunctionPath(functionPath);
    return this.mounts.get(componentPath)?.definition.functions.has(module)
      ? `Couldn't find "${name}" in module "${module}".`
      : `Couldn't find JavaScript module '${module}'. Did you forget to run \`npx convex dev\`?`;
  }

  /** The function that code in component `from` means: by handle, by name, or by a generated reference. */
  address(from, { functionHandle, name, reference }) {
    if (functionHandle !== undefined) {
      const match = HANDLE.exec(functionHandle);
      if (!match) throw new Error(`Invalid function handle: ${functionHandle}`);
      return { componentPath: match[1], functionPath: match[2] };
    }
    if (name !== undefined) return { componentPath: from, functionPath: name };
    const [, kind, ...steps] = reference.split("/"); // _reference/childComponent/NAME/path/to/fn
    if (kind === "function") return { componentPath: from, functionPath: steps.join("/") };
    if (kind !== "childComponent") throw new Error(`Unsupported reference ${reference}`);
    const [child, ...rest] = steps;
    const fn = rest.pop();
    return { componentPath: childPath(from, child), functionPath: `${rest.join("/")}:${fn}` };
  }

  /** As `address`, then `find`; throws what calling code sees when the function is gone. */
  resolve(from, reference) {
    const { componentPath, functionPath } = this.address(from, reference);
    const target = this.find(componentPath, functionPath);
    if (target) return target;
    if (reference.functionHandle !== undefined) {
      throw new Error(`Function handle not found: ${functionPath} is not deployed any more.`);
    }
    const where = componentPath ? ` in component ${componentPath}` : "";
    throw new Error(
      `Could not find function ${functionPath}${where}. Did you forget to run \`npx convex dev\`?`,
    );
  }

  /**
   * The variables that a mount's functions see: the app the deployment's, a component those it was
   * given, as values or by the names they have in its parent.
   */
  envFor({ bindings, parent }) {
    if (bindings === null) return this.env;
    const given = this.envFor(parent);
    const values = Object.entries(bindings).map(([name, binding]) => [
      name,
      binding.type === "value" ? binding.value : given[binding.name],
    ]);
    return Object.fromEntries(values.filter(([, value]) => value !== undefined));
  }

  handleOf(target) {
    return `function://${target.componentPath};${target.path}`;
  }
}
