// The app's packages, real ones, of which one is changed for a test.
// SPDX-License-Identifier: MIT
import { mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { OFFICIAL } from "./chat.mjs";

const MIGRATIONS = "@convex-dev/migrations";

/** A folder with links to all that another holds, but for some. */
function linkAll(from, to, except) {
  mkdirSync(to, { recursive: true });
  for (const one of readdirSync(from))
    if (!except.includes(one)) symlinkSync(join(from, one), join(to, one));
}

/** Installs them for the world; answers the folder of package `name`, a copy without package.json and `bin`. */
function installOwn(world, name) {
  const own = world.path("node_modules");
  world.remove("node_modules");
  linkAll(OFFICIAL, own, ["@convex-dev", name]);
  mkdirSync(join(own, "@convex-dev"));
  if (name !== MIGRATIONS) symlinkSync(join(OFFICIAL, MIGRATIONS), join(own, MIGRATIONS));
  linkAll(join(OFFICIAL, name), join(own, name), ["package.json", "bin"]);
  return join(own, name);
}

/** `name` says something else about itself, `change` of its package.json. */
export function installAs(world, name, change) {
  const folder = installOwn(world, name);
  const json = JSON.parse(readFileSync(join(OFFICIAL, name, "package.json"), "utf8"));
  writeFileSync(join(folder, "package.json"), JSON.stringify({ ...json, ...change }));
  if (name === "convex") symlinkSync(join(OFFICIAL, name, "bin"), join(folder, "bin"));
}

/** The official CLI, with variables that git-cvx keeps from it. */
export function installCliWith(world, variables) {
  const folder = installOwn(world, "convex");
  symlinkSync(join(OFFICIAL, "convex/package.json"), join(folder, "package.json"));
  mkdirSync(join(folder, "bin"));
  const lines = [
    `Object.assign(process.env, ${JSON.stringify(variables)});`,
    `await import(${JSON.stringify(join(OFFICIAL, "convex/bin/main.js"))});`,
  ];
  writeFileSync(join(folder, "bin/main.js"), `${lines.join("\n")}\n`);
}
