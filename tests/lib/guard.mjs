// Keeps the suites away from deployments that hold anything they did not make, and empties what
// they used.
// SPDX-License-Identifier: MIT
//
// A deployment is free for them if it is empty, or if it holds the marker (one document of the
// table `cvxTestMarker`) and nothing beyond what the marker names. The marker's functions come with
// every AppCopy (app-copy.mjs).
import { Deployment } from "./deployment.mjs";

export const MARKER_TABLE = "cvxTestMarker";
export const MARKER_MODULE = "cvxTestMarker";

/** Names of the tables of one component that hold documents. */
export async function filledTables(deployment, componentId) {
  const where = componentId ? { componentId } : {};
  const mapping = await deployment.system("frontend/getTableMapping", where);
  const filled = [];
  for (const tableName of Object.values(mapping)) {
    if (tableName.startsWith("_")) continue;
    if ((await deployment.system("frontend/tableSize", { tableName, ...where })) > 0)
      filled.push(tableName);
  }
  return filled;
}

async function readMarker(deployment) {
  const mapping = await deployment.system("frontend/getTableMapping", {});
  if (!Object.values(mapping).includes(MARKER_TABLE)) return null;
  const [marker] = await deployment.system("frontend/listTableScan", {
    table: MARKER_TABLE,
    limit: 1,
  });
  return marker ?? null;
}

/** What the marker names is a module, or with a slash at its end a folder of modules. */
function covers(own, module) {
  return own.endsWith("/") ? module.startsWith(own) : module === own;
}

async function foreignInRoot(deployment, ours) {
  const foreign = [];
  for (const one of await deployment.system("cli/modules:apiSpec", {})) {
    const module = one.identifier?.replace(/\.js(:.*)?$/, "");
    if (!module) foreign.push(`HTTP action ${one.method} ${one.path}`);
    else if (!ours.modules.some((own) => covers(own, module))) foreign.push(`function ${one.identifier}`);
  }
  for (const table of await filledTables(deployment))
    if (!ours.tables.includes(table)) foreign.push(`documents in table ${table}`);
  return foreign;
}

/**
 * Looks, changing nothing: {marker, foreign}. `foreign` names every function and every table with
 * documents, of every component (unmounted ones too), that the marker does not name.
 */
export async function inspect(deployment) {
  const marker = await readMarker(deployment);
  const ours = {
    modules: [...(marker?.modules ?? []), MARKER_MODULE],
    tables: [...(marker?.tables ?? []), MARKER_TABLE],
    components: marker?.components ?? [],
  };
  const foreign = await foreignInRoot(deployment, ours);
  for (const { id, path, state } of await deployment.components()) {
    if (path === "" || ours.components.includes(path)) continue;
    if (state === "active") foreign.push(`component ${path}`);
    for (const table of await filledTables(deployment, id))
      foreign.push(`documents in table ${table} of component ${path}`);
  }
  return { marker, foreign };
}

/** Throws unless the suites may have the deployment; answers its marker, null if it is empty. */
export async function requireOurs(deployment) {
  const { marker, foreign } = await inspect(deployment);
  if (foreign.length === 0) return marker;
  const shown = foreign.slice(0, 10).map((one) => `  ${one}`);
  if (foreign.length > shown.length) shown.push(`  and ${foreign.length - shown.length} more`);
  const reason =
    "the deployment holds what these suites did not make, and they replace everything there:";
  throw new Error([reason, ...shown].join("\n"));
}

/**
 * Says on the deployment what the suites may make there. Needs an app with the marker's functions.
 */
export function claim(deployment, { modules, tables, components }) {
  return deployment.fn("cvxTestMarker:claim", { modules, tables, components });
}

/**
 * Deletes every document of the root component but the marker. Needs an app with the marker's
 * functions.
 */
export async function wipeRoot(deployment) {
  for (const table of await filledTables(deployment)) {
    if (table === MARKER_TABLE) continue;
    while ((await deployment.fn("cvxTestMarker:wipe", { table })) > 0);
  }
}

/** The deployment that the environment names, or null. */
export function deploymentOfEnvironment() {
  const { CVX_TEST_URL: url, CVX_TEST_ADMIN_KEY: adminKey } = process.env;
  if (!url) return null;
  if (!adminKey) throw new Error("CVX_TEST_URL is set, CVX_TEST_ADMIN_KEY is not");
  return new Deployment({ url, adminKey });
}
