// install.mjs - makes an evaluated push live, and says what that changed.
// SPDX-License-Identifier: MIT
//
// Data is never deleted here: a component that the push lacks is unmounted (no code, no calls), its
// tables and its active schema stay, and a later push with the same parent and name mounts it
// again.
import { componentDiff, NOTHING_CHANGED } from "./answers.mjs";

// Parents come before their children.
function makeMounts(evaluation) {
  const mounts = new Map();
  for (const [path, { definitionPath, env }] of evaluation.mounts) {
    const isApp = path === "";
    const parent = isApp ? null : mounts.get(path.split("/").slice(0, -1).join("/"));
    const definition = evaluation.definitions.get(definitionPath);
    mounts.set(path, { definition, parent, bindings: isApp ? null : env });
  }
  return mounts;
}

function side(mounts, schemas, path) {
  const mount = mounts.get(path);
  return (
    mount && {
      definition: mount.definition,
      schema: schemas.active(path),
      schemaText: schemas.activeText(path),
    }
  );
}

/** schemaIds: {component path: submitted id or null}, each ready. -> the finish_push answer */
export function install(evaluation, { store, deployed, schemas }, schemaIds) {
  const previous = deployed.mounts;
  const before = new Map([...previous.keys()].map((path) => [path, side(previous, schemas, path)]));
  const mounts = makeMounts(evaluation);
  const types = new Map();
  for (const path of mounts.keys()) {
    const known = store.components.get(path);
    types.set(path, previous.has(path) ? "modify" : known && !known.mounted ? "remount" : "create");
    store.setMounted(path, true);
  }
  schemas.activate(schemaIds);
  for (const path of mounts.keys()) {
    const tables = schemas.active(path)?.tables ?? [];
    for (const { tableName } of tables) store.table(store.component(path), tableName);
  }
  deployed.mounts = mounts;
  const componentDiffs = {};
  for (const [path, type] of types) {
    componentDiffs[path] = componentDiff(
      type,
      before.get(path) ?? null,
      side(mounts, schemas, path),
    );
  }
  for (const path of previous.keys()) {
    if (mounts.has(path)) continue;
    store.setMounted(path, false);
    const { definition } = before.get(path);
    componentDiffs[path] = componentDiff("unmount", { definition }, null);
  }
  return { ...NOTHING_CHANGED, componentDiffs };
}

/** After a restart: the code as it was, with the schemas that the store has kept. */
export function reinstall(evaluation, deployed) {
  deployed.mounts = makeMounts(evaluation);
}
