// schema.mjs - the JSON of a schema: what is refused in it, its normal form, its indexes.
// SPDX-License-Identifier: MIT
import { badRequest } from "../http/errors.mjs";

const IDENTIFIER = /^[A-Za-z][A-Za-z0-9_]{0,63}$/;
const RESERVED_INDEXES = new Set(["by_id", "by_creation_time"]);
const MAX_INDEXES = 64;
const INDEX_LISTS = [
  "indexes",
  "stagedDbIndexes",
  "searchIndexes",
  "stagedSearchIndexes",
  "vectorIndexes",
  "stagedVectorIndexes",
];

function checkIndexFields(table, { indexDescriptor, fields }) {
  if (!fields.length) {
    throw badRequest(
      "EmptyIndex",
      `In table "${table}" index "${indexDescriptor}" must have at least one field.`,
    );
  }
  const twice = fields.find((field, i) => fields.indexOf(field) !== i);
  if (twice !== undefined) {
    throw badRequest(
      "FieldsNotUniqueWithinIndex",
      `In table "${table}": In index "${indexDescriptor}": ` +
        `Duplicate field ${twice}. Index fields must be unique within an index.`,
    );
  }
  if (fields.includes("_creationTime")) {
    throw badRequest(
      "IndexFieldsContainCreationTime",
      `In table "${table}": In index "${indexDescriptor}": ` +
        "`_creationTime` is automatically added to the end of each index. It should not be added explicitly in the " +
        "index definition. See https://docs.convex.dev/using/indexes for more details.",
    );
  }
}

function checkIndexNames(table, names) {
  if (names.length > MAX_INDEXES) {
    throw badRequest(
      "TooManyIndexes",
      `Table "${table}" cannot have more than ${MAX_INDEXES} indexes.`,
    );
  }
  for (const name of names) {
    if (name.startsWith("_") || RESERVED_INDEXES.has(name)) {
      throw badRequest(
        "IndexNameReserved",
        `In table "${table}" cannot name an index "${name}" because the name is ` +
          'reserved. Indexes may not start with an underscore or be named "by_id" or "by_creation_time".',
      );
    }
    if (!IDENTIFIER.test(name)) {
      throw badRequest(
        "InvalidIndexName",
        `In table "${table}": Invalid index name: "${name}". Identifiers must be ` +
          "64 characters or less, start with a letter, and only contain letters, digits, underscores.",
      );
    }
  }
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) {
    throw badRequest(
      "IndexNamesNotUnique",
      `Table "${table}" has two or more definitions of index "${twice}".`,
    );
  }
}

function checkSameFields(table, indexes) {
  const seen = new Map();
  for (const { indexDescriptor, fields } of indexes) {
    const key = JSON.stringify(fields);
    const other = seen.get(key);
    if (other !== undefined && other !== indexDescriptor) {
      throw badRequest(
        "IndexNotUnique",
        `In table "${table}" index "${other}" and index "${indexDescriptor}" have ` +
          "the same fields. Indexes must be unique within a table.",
      );
    }
    seen.set(key, indexDescriptor);
  }
}

/** Throws what the real backend refuses in a schema, apart from documents that do not fit it. */
export function checkSchema(schema) {
  for (const table of schema.tables) {
    const { tableName } = table;
    if (tableName.startsWith("_")) {
      throw badRequest("TableNameReserved", `${tableName} is a reserved table name.`);
    }
    if (!IDENTIFIER.test(tableName)) {
      throw badRequest(
        "InvalidTableName",
        `Invalid table name: "${tableName}". Identifiers must start with a letter ` +
          "and can only contain letters, digits, and underscores.",
      );
    }
    const databaseIndexes = [...table.indexes, ...(table.stagedDbIndexes ?? [])];
    for (const index of databaseIndexes) checkIndexFields(tableName, index);
    const names = INDEX_LISTS.flatMap((list) =>
      (table[list] ?? []).map((index) => index.indexDescriptor),
    );
    checkIndexNames(tableName, names);
    checkSameFields(tableName, databaseIndexes);
  }
}

function sortKeys(value) {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sortKeys(value[key])]),
  );
}

/** The same schema always as the same JSON, whatever the order it was written in. */
export function normalSchema(schema) {
  const byName = (name) => (left, right) => (left[name] < right[name] ? -1 : 1);
  const tables = schema.tables.map((table) => {
    const lists = INDEX_LISTS.map((list) => [
      list,
      [...(table[list] ?? [])].sort(byName("indexDescriptor")),
    ]);
    return sortKeys({ ...table, ...Object.fromEntries(lists) });
  });
  return {
    tables: tables.sort(byName("tableName")),
    schemaValidation: schema.schemaValidation ?? false,
  };
}

/** The database indexes of a schema (null: none), as the push API lists them. */
export function listIndexes(schema) {
  return (schema?.tables ?? []).flatMap((table) =>
    table.indexes.map((index) => ({
      name: `${table.tableName}.${index.indexDescriptor}`,
      type: "database",
      fields: index.fields,
    })),
  );
}

export function diffIndexes(before, after) {
  const old = listIndexes(before);
  const wanted = listIndexes(after);
  const isIn = (list) => (index) =>
    list.some((other) => JSON.stringify(other) === JSON.stringify(index));
  const not = (test) => (index) => !test(index);
  return {
    added_indexes: wanted.filter(not(isIn(old))),
    removed_indexes: old.filter(not(isIn(wanted))),
    enabled_indexes: [],
    disabled_indexes: [],
  };
}
