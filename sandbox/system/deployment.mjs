// deployment.mjs - the system queries about what is deployed: components, functions, schemas, environment.
// SPDX-License-Identifier: MIT
import { v } from "convex/values";
import { componentId } from "./tables.mjs";

const ANY = { type: "any" };

function functionSpec(definition) {
  const spec = [];
  for (const [path, { functions, httpRoutes }] of definition?.analysis ?? []) {
    for (const { name, udfType, visibility, args, returns } of functions) {
      spec.push({
        functionType: udfType,
        identifier: `${path}:${name}`,
        visibility: visibility ?? { kind: "public" },
        args: args ? JSON.parse(args) : ANY,
        returns: returns ? JSON.parse(returns) : ANY,
      });
    }
    for (const { route } of httpRoutes ?? []) spec.push({ functionType: "HttpAction", ...route });
  }
  return spec;
}

function moduleList(definition) {
  const modules = [];
  for (const [path, { functions, cronSpecs }] of definition?.analysis ?? []) {
    if (path.startsWith("_")) continue;
    const listed = functions.map(({ name, udfType, visibility, args }) => ({
      name,
      udfType,
      visibility: visibility ?? { kind: "public" },
      argsValidator: args ?? '{ "type": "any" }',
    }));
    const crons = cronSpecs && cronSpecs.map(({ identifier, spec }) => [identifier, spec]);
    modules.push([path, { functions: listed, ...(crons ? { cronSpecs: crons } : {}) }]);
  }
  return modules;
}

function componentList({ store }) {
  return [...store.components.values()].map(({ id, path, mounted }) => {
    const name = path === "" ? {} : { name: path.split("/").pop() };
    return {
      id,
      ...name,
      path,
      args: {},
      state: mounted ? "active" : "unmounted",
      httpPrefix: null,
    };
  });
}

function schemaTexts({ schemas }, path) {
  const texts = {};
  const active = schemas.activeText(path);
  const inProgress = schemas.inProgress(path)?.text;
  if (active !== undefined) texts.active = active;
  if (inProgress !== undefined) texts.inProgress = inProgress;
  return texts;
}

function validationProgress({ schemas }, data) {
  const record = schemas.inProgress(data.path);
  if (record?.state !== "pending") return null;
  const counts = record.schema.tables.map(
    ({ tableName }) => data.tables.get(tableName)?.documents.size ?? 0,
  );
  const totalDocs = counts.reduce((sum, count) => sum + count, 0);
  const share = Math.min(1, (Date.now() - record.since) / record.delay);
  return { numDocsValidated: Math.floor(totalDocs * share), totalDocs };
}

function indexesOf(schema, tableName) {
  return schema?.tables.find((table) => table.tableName === tableName)?.indexes ?? [];
}

function indexList({ schemas }, { path }, tableName) {
  const record = schemas.inProgress(path);
  const active = indexesOf(schemas.active(path), tableName);
  const known = new Set(active.map((index) => JSON.stringify(index)));
  const coming = indexesOf(record?.schema, tableName).filter(
    (index) => !known.has(JSON.stringify(index)),
  );
  const show =
    (state) =>
    ({ indexDescriptor, fields }) => ({
      name: indexDescriptor,
      staged: false,
      fields,
      backfill: { state },
    });
  const comingState = record?.state === "pending" ? "backfilling" : "backfilled";
  return [...active.map(show("done")), ...coming.map(show(comingState))];
}

function environment({ deployed }) {
  return Object.entries(deployed.env).map(([name, value]) => ({ name, value }));
}

const definitionAt = ({ deployed }, path) => deployed.mounts.get(path)?.definition;

export const deploymentQueries = {
  "_system/cli/modules:apiSpec": {
    args: { componentId },
    run: (sandbox, args, data) => functionSpec(definitionAt(sandbox, data.path)),
  },
  "_system/frontend/modules:list": {
    args: { componentId },
    run: (sandbox, args, data) => moduleList(definitionAt(sandbox, data.path)),
  },
  "_system/frontend/modules:listForAllComponents": {
    args: {},
    run: (sandbox) =>
      [...sandbox.deployed.mounts].map(([path, { definition }]) => [
        path === "" ? null : sandbox.store.component(path).id,
        moduleList(definition),
      ]),
  },
  "_system/frontend/components:list": { args: {}, run: componentList },
  "_system/frontend/getSchemas": {
    args: { componentId },
    run: (sandbox, args, data) => schemaTexts(sandbox, data.path),
  },
  "_system/frontend/getSchemas:schemaValidationProgress": {
    args: { componentId },
    run: (sandbox, args, data) => validationProgress(sandbox, data),
  },
  "_system/frontend/indexes": {
    args: {
      tableName: v.optional(v.union(v.string(), v.null())),
      tableNamespace: v.union(v.string(), v.null()),
    },
    run: (sandbox, { tableName }, data) =>
      tableName && data.tables.has(tableName) ? indexList(sandbox, data, tableName) : null,
  },
  "_system/frontend/deploymentState:deploymentState": {
    args: {},
    run: ({ store }) => ({ state: store.meta.paused ? "paused" : "running" }),
  },
  "_system/frontend/getVersion": {
    args: {},
    run: (sandbox) => definitionAt(sandbox, "")?.serverVersion ?? null,
  },
  "_system/cli/queryEnvironmentVariables": { args: {}, run: environment },
  "_system/cli/queryEnvironmentVariables:get": {
    args: { name: v.string() },
    run: (sandbox, { name }) =>
      environment(sandbox).find((variable) => variable.name === name) ?? null,
  },
  "_system/cli/convexUrl:cloudUrl": { args: {}, run: (sandbox) => sandbox.url },
  "_system/cli/convexUrl:siteUrl": { args: {}, run: (sandbox) => `${sandbox.url}/http` },
};
