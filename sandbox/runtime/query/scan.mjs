// scan.mjs - finds the documents a query's source names, in order.
// SPDX-License-Identifier: MIT
//
// Three sources: a whole table, a range of an index of the *active* schema, a text search (which
// matches words by prefix, in order of creation: relevance is not imitated). `view` says which
// tables, which schema, and whether the transaction's own writes are to be hidden (a stale
// snapshot).
import { compareValues } from "convex/values";
import { OrderedIndex, fieldOf } from "../../store/ordered-index.mjs";
import { literal } from "./filter.mjs";

const BY_CREATION = ["_creationTime", "_id"];

function indexFields(schema, tableName, indexName) {
  if (indexName === "by_creation_time") return BY_CREATION;
  if (indexName === "by_id") return ["_id"];
  const table = schema?.tables.find((candidate) => candidate.tableName === tableName);
  const index = table?.indexes.find((candidate) => candidate.indexDescriptor === indexName);
  if (!index) throw new Error(`Index ${tableName}.${indexName} not found.`);
  return [...index.fields, ...BY_CREATION];
}

/** The expressions of withIndex as key prefixes: {equal, low, high}, the latter two {value, inclusive} or null. */
function readRange(range, fields, indexName) {
  const bounds = { equal: [], low: null, high: null };
  for (const { type, fieldPath, value } of range ?? []) {
    const expected = fields[bounds.equal.length];
    if (fieldPath !== expected) {
      throw new Error(
        `Tried to query index ${indexName} but the query didn't use the index fields in order. ` +
          `Expected "${expected}", got "${fieldPath}". Index fields: ${JSON.stringify(fields)}`,
      );
    }
    if (type === "Eq") bounds.equal.push(literal(value));
    else if (type === "Gt" || type === "Gte")
      bounds.low = { value: literal(value), inclusive: type === "Gte" };
    else bounds.high = { value: literal(value), inclusive: type === "Lte" };
  }
  return bounds;
}

function slice(index, { equal, low, high }) {
  const lowKey = low ? [...equal, low.value] : equal;
  const highKey = high ? [...equal, high.value] : equal;
  const start = low && !low.inclusive ? index.firstAfter(lowKey) : index.firstAtLeast(lowKey);
  const end = high && !high.inclusive ? index.firstAtLeast(highKey) : index.firstAfter(highKey);
  return index.entries.slice(start, Math.max(start, end)).map((entry) => entry.document);
}

/** The index as it was before this transaction wrote. */
function indexBefore(table, fields, firsts) {
  const documents = new Map(table.documents);
  for (const [id, before] of firsts) {
    if (before) documents.set(id, before);
    else documents.delete(id);
  }
  return new OrderedIndex(fields, documents.values());
}

function indexFor(view, table, fields) {
  const firsts = view.stale ? view.tx.firstBefore.get(table) : null;
  return firsts?.size ? indexBefore(table, fields, firsts) : table.index(fields);
}

function matchesSearch(document, filter) {
  const value = fieldOf(document, filter.fieldPath);
  if (filter.type === "Eq") return compareValues(value, literal(filter.value)) === 0;
  const words = String(value ?? "")
    .toLowerCase()
    .split(/\W+/);
  const wanted = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
  return wanted.some((prefix) => words.some((word) => word.startsWith(prefix)));
}

/** -> {documents, fields, descending}. `fields` order the documents and make a cursor. */
export function scan(view, source) {
  const whole = source.type === "FullTableScan";
  const [tableName, indexName] = whole
    ? [source.tableName, "by_creation_time"]
    : source.indexName.split(".");
  const table = view.data.tables.get(tableName);
  const descending = source.order === "desc";
  if (source.type === "Search") {
    const all = table
      ? slice(indexFor(view, table, BY_CREATION), { equal: [], low: null, high: null })
      : [];
    const documents = all.filter((document) =>
      source.filters.every((filter) => matchesSearch(document, filter)),
    );
    return { documents, fields: BY_CREATION, descending: false };
  }
  const fields = indexFields(view.schema, tableName, indexName);
  const bounds = readRange(source.range, fields, `${tableName}.${indexName}`);
  if (!table) return { documents: [], fields, descending };
  const documents = slice(indexFor(view, table, fields), bounds);
  return { documents: descending ? documents.reverse() : documents, fields, descending };
}
