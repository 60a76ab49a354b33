// Recordings of pushes: one file a tree, found by the tree's content.
// SPDX-License-Identifier: MIT
import { createHash } from "node:crypto";
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  renameSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, relative } from "node:path";

const GENERATED = "_generated";
/** What the CLI reads beside the functions. */
const SETTINGS = ["convex.json", "package.json", "tsconfig.json"];

function functionsFolder(app) {
  const settings = join(app, "convex.json");
  const named = existsSync(settings) && JSON.parse(readFileSync(settings, "utf8")).functions;
  return named || "convex";
}

/** Files below a folder, sorted; `_generated` is what a push makes, not what it is made of. */
function filesBelow(folder, wanted = (name) => name !== GENERATED) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => wanted(name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? filesBelow(path, wanted) : [path];
    });
}

/**
 * A name for all that a push of this app is made of: its packages are the same always, but the way
 * to them is part of what is sent.
 */
export function fingerprint(app, convex) {
  const hash = createHash("sha256");
  const settings = SETTINGS.map((name) => join(app, name)).filter((path) => existsSync(path));
  hash.update(relative(app, convex)).update(readFileSync(join(convex, "package.json")));
  for (const path of [...settings, ...filesBelow(join(app, functionsFolder(app)))]) {
    const isLink = lstatSync(path).isSymbolicLink();
    const content = isLink ? readlinkSync(path) : readFileSync(path);
    hash.update(`${relative(app, path)}\0${isLink ? "link" : "file"} ${content.length}\0`);
    hash.update(content);
  }
  return hash.digest("hex");
}

/** The files that a push has written, by their paths in the app. */
export function generatedFiles(app) {
  const functions = join(app, functionsFolder(app));
  const files = filesBelow(functions, () => true)
    .map((path) => relative(app, path))
    .filter((path) => path.split("/").includes(GENERATED));
  return Object.fromEntries(files.map((path) => [path, readFileSync(join(app, path), "utf8")]));
}

export function writeGenerated(app, files) {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(app, path)), { recursive: true });
    writeFileSync(join(app, path), text);
  }
}

/** {version, request, generated}, or null. */
export function load(folder, key) {
  const path = join(folder, `${key}.json`);
  return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : null;
}

/** Several processes may record the same tree at once. */
export function save(folder, key, recording) {
  mkdirSync(folder, { recursive: true });
  const temporary = join(folder, `.${key}.${process.pid}`);
  writeFileSync(temporary, JSON.stringify(recording));
  renameSync(temporary, join(folder, `${key}.json`));
}

/** Whether all that was bundled lies where fingerprint() looks, or in a package. */
export function isWhole(request, app) {
  const functions = `${functionsFolder(app).replace(/^\.\/|\/$/g, "")}/`;
  const modules = [
    ...request.appDefinition.changedModules,
    ...request.componentDefinitions.flatMap((each) => each.functions),
  ];
  const sources = modules.flatMap(({ sourceMap }) =>
    sourceMap ? JSON.parse(sourceMap).sources : [],
  );
  // They are relative to folders of different depth.
  const plain = sources.map((source) => source.replace(/^(\.\.?\/)+/, ""));
  return plain.every((path) => path.startsWith(functions) || path.includes("node_modules/"));
}
