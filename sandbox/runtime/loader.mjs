// loader.mjs - loads the compiled modules of a component definition inside a context.
// SPDX-License-Identifier: MIT
import { createRequire } from "node:module";

const nodeRequire = createRequire(import.meta.url); // only for modules that say "use node"

function resolveFrom(importer, specifier, modules) {
  const steps = importer.split("/").slice(0, -1);
  for (const step of specifier.split("/")) {
    if (step === "..") steps.pop();
    else if (step !== ".") steps.push(step);
  }
  const path = steps.join("/");
  return modules.has(path) ? path : `${path}.js`;
}

/** Returns load(path) -> the module's exports. Each module runs once per context; cycles see what is there so far. */
export function makeLoader(context, definition, builtins = {}) {
  const loaded = new Map();
  const load = (path) => {
    if (loaded.has(path)) return loaded.get(path).exports;
    const source = definition.modules.get(path);
    if (!source) throw new Error(`Could not find module ${path}`);
    const module = { exports: {} };
    loaded.set(path, module);
    const require = (specifier) => {
      if (specifier.startsWith(".")) return load(resolveFrom(path, specifier, definition.modules));
      if (Object.hasOwn(builtins, specifier)) return load(builtins[specifier]);
      if (source.environment === "node") return nodeRequire(specifier);
      throw new Error(`Could not resolve "${specifier}"`);
    };
    source.script.runInContext(context)(module.exports, require, module);
    return module.exports;
  };
  return load;
}
