// answers.mjs - the answers of the push API, in the shapes the CLI checks with zod.
// SPDX-License-Identifier: MIT
import { diffIndexes } from "./schema.mjs";

const ZERO_SEED = { $bytes: Buffer.alloc(32).toString("base64") };
const ZERO_TIME = { $integer: Buffer.alloc(8).toString("base64") };
const NO_CRONS = { added: [], updated: [], deleted: [] };

function analyzedModule({ functions, httpRoutes, cronSpecs }) {
  const listed = functions.map(({ name, udfType, visibility, args, returns }) => ({
    name,
    pos: null,
    udfType,
    visibility,
    args,
    returns,
  }));
  return { functions: listed, httpRoutes, cronSpecs, sourceMapped: null };
}

function analyzedDefinition(definition) {
  const modules = [...definition.analysis].map(([path, module]) => [path, analyzedModule(module)]);
  const udfConfig = {
    serverVersion: definition.serverVersion,
    importPhaseRngSeed: ZERO_SEED,
    importPhaseUnixTimestamp: ZERO_TIME,
  };
  return {
    definition: definition.metadata,
    schema: definition.schema,
    functions: Object.fromEntries(modules),
    udfConfig,
  };
}

const schemaOf = (evaluation, mount) => evaluation.definitions.get(mount.definitionPath).schema;

/** schemaIds: {component path: id or null}; null to leave them out (evaluate_push submits nothing). */
export function schemaChange(evaluation, schemas, schemaIds) {
  const diffs = [...evaluation.mounts].map(([path, mount]) => [
    path,
    diffIndexes(schemas.active(path), schemaOf(evaluation, mount)),
  ]);
  return {
    allocatedComponentIds: {},
    schemaIds: schemaIds ?? {},
    indexDiffs: Object.fromEntries(diffs),
  };
}

export function startPushAnswer(evaluation, { token, schemas, schemaIds }) {
  const { definitions, tree, env } = evaluation;
  return {
    environmentVariables: env,
    externalDepsId: null,
    componentDefinitionPackages: Object.fromEntries(
      [...definitions.keys()].map((path) => [path, { storageKey: token }]),
    ),
    appAuth: [],
    analysis: Object.fromEntries(
      [...definitions].map(([path, definition]) => [path, analyzedDefinition(definition)]),
    ),
    app: tree,
    schemaChange: schemaChange(evaluation, schemas, schemaIds),
  };
}

/** What a push would do to tables and indexes, without submitting anything. */
export function evaluateSchemaAnswer(evaluation, { store, schemas, knownDefinitions }) {
  const evaluations = {};
  for (const [path, mount] of evaluation.mounts) {
    const schema = schemaOf(evaluation, mount);
    const diff = diffIndexes(schemas.active(path), schema);
    const count = (table) => store.components.get(path)?.tables.get(table)?.documents.size ?? 0;
    const change = (index, kind) => ({
      ...index,
      change: kind,
      needsBackfill: kind === "added",
      numDocs: count(index.name.split(".")[0]),
    });
    evaluations[path] = {
      definitionPath: mount.definitionPath,
      schemaValidation: schema?.schemaValidation ?? false,
      tables: (schema?.tables ?? []).map(({ tableName }) => ({
        name: tableName,
        outcome: "mustWalk",
        numDocs: count(tableName),
        sizeBytes: 0,
      })),
      indexes: [
        ...diff.added_indexes.map((index) => change(index, "added")),
        ...diff.removed_indexes.map((index) => change(index, "dropped")),
      ],
      discardedStagedValidators: [],
    };
  }
  const added = [...evaluation.definitions.keys()].filter((path) => !knownDefinitions.has(path));
  return { componentSchemaEvaluations: evaluations, newComponentDefinitions: added };
}

/** One component's part of the finish_push answer. before/after: {definition, schemaText, schema} or null. */
export function componentDiff(type, before, after) {
  const hashes = (side) =>
    new Map([...(side?.definition.modules.values() ?? [])].map(({ path, sha }) => [path, sha]));
  const old = hashes(before);
  const wanted = hashes(after);
  const texts = [before?.schemaText ?? null, after?.schemaText ?? null];
  const versions = [before, after].map((side) => side?.definition.serverVersion);
  return {
    diffType: { type },
    moduleDiff: {
      added: [...wanted].filter(([path, sha]) => old.get(path) !== sha).map(([path]) => path),
      removed: [...old.keys()].filter((path) => !wanted.has(path)),
    },
    udfConfigDiff:
      before && after && versions[0] !== versions[1]
        ? { previous_version: versions[0], next_version: versions[1] }
        : null,
    cronDiff: NO_CRONS,
    indexDiff: diffIndexes(before?.schema, after?.schema),
    schemaDiff: texts[0] === texts[1] ? null : { previous_schema: texts[0], next_schema: texts[1] },
  };
}

export const NOTHING_CHANGED = {
  authDiff: { added: [], removed: [] },
  definitionDiffs: {},
  componentDiffs: {},
};
