// database.mjs - the database as functions see it: `ctx.db` and `ctx.db.system`.
// SPDX-License-Identifier: MIT
//
// Every operation takes (runtime, call, args) and returns a Convex value or, marked by `json`,
// ready JSON.
import { convexToJson, jsonToConvex } from "convex/values";
import { SCHEDULED_TARGETS } from "../store/component-data.mjs";
import { newId, tableNumberOf } from "../values/ids.mjs";
import { checkDocument } from "../values/limits.mjs";
import { readOperators } from "./query/filter.mjs";
import { paginate } from "./query/paginate.mjs";
import { scan } from "./query/scan.mjs";

const TABLE_NAME = /^[A-Za-z][A-Za-z0-9_]{0,63}$/;

function tableForId(call, { id, table: expected }, operation) {
  const table = call.data.tableOfId(id);
  if (!table) {
    throw new Error(
      tableNumberOf(id) === null
        ? `Invalid argument \`id\` for \`db.${operation}\`: Unable to decode ID: Invalid ID length ${String(id).length}`
        : `Invalid argument \`id\` for \`db.${operation}\`: Table for ID "${id}" not found`,
    );
  }
  if (expected !== undefined && expected !== null && table.name !== expected) {
    throw new Error(
      `Invalid argument \`id\` for \`db.${operation}\`, expected ID in table '${expected}' but got ID in ` +
        `table '${table.name}'`,
    );
  }
  return table;
}

function currentDocument(call, table, id) {
  const firsts = call.stale ? call.tx.firstBefore.get(table) : null;
  return firsts?.has(id) ? firsts.get(id) : (table.documents.get(id) ?? null);
}

function scanFor(call, source) {
  const name = source.type === "FullTableScan" ? source.tableName : source.indexName.split(".")[0];
  if (name === SCHEDULED_TARGETS) throw new Error(`Table ${name} is private`);
  call.countRange();
  return scan({ data: call.data, schema: call.schema, tx: call.tx, stale: call.stale }, source);
}

function* filtered(call, documents, { accepts, limit }) {
  let found = 0;
  for (const document of documents) {
    if (found >= limit) return;
    call.countRead(document);
    if (!accepts(document)) continue;
    found++;
    yield document;
  }
}

// ---- operations that answer at once

export function openStream(runtime, call, { query }) {
  const { documents } = scanFor(call, query.source);
  const id = call.nextStream++;
  call.streams.set(id, filtered(call, documents, readOperators(query.operators)));
  return { queryId: id };
}

export function closeStream(runtime, call, { queryId }) {
  return call.streams.delete(queryId);
}

export function normalizeId(runtime, call, { table, idString }) {
  return { id: call.data.tableOfId(idString)?.name === table ? idString : null };
}

// ---- reads

export function get(runtime, call, args) {
  const number = tableNumberOf(args.id);
  if (number !== null && !call.data.byNumber.has(number)) return null;
  const document = currentDocument(call, tableForId(call, args, "get"), args.id);
  call.countRange();
  if (document) call.countRead(document);
  return convexToJson(document);
}

export function nextOfStream(runtime, call, { queryId }) {
  const stream = call.streams.get(queryId);
  if (!stream) throw new Error("Bad queryId");
  const { value, done } = stream.next();
  return { value: done ? null : convexToJson(value), done: Boolean(done) };
}

export function page(runtime, call, { query, ...options }) {
  if (call.paginated) {
    throw new Error(
      "This query or mutation function ran multiple paginated queries. " +
        "Convex only supports a single paginated query in each function.",
    );
  }
  call.paginated = true;
  const { accepts } = readOperators(query.operators);
  const result = paginate(scanFor(call, query.source), options, accepts, (document) =>
    call.countRead(document),
  );
  return {
    ...result,
    page: result.page.map((document) => convexToJson(document)),
    splitCursor: null,
    pageStatus: null,
  };
}

export function count(runtime, call, { table }) {
  return call.data.tables.get(table)?.documents.size ?? 0;
}

// ---- writes

function store(runtime, call, table, document) {
  checkDocument(document);
  runtime.schemas.enforce(call.data, table.name, document, call.tx);
  runtime.store.write(call.tx, call.data, table, document._id, document);
  return convexToJson(document);
}

function tableToWrite(call, args, operation) {
  call.mustBeMutation(`db.${operation}`);
  const table = tableForId(call, args, operation);
  if (table.name.startsWith("_")) throw new Error("System tables are read-only");
  return table;
}

export function insert(runtime, call, { table: name, value }) {
  call.mustBeMutation("db.insert");
  if (name.startsWith("_"))
    throw new Error(
      `Invalid table name ${name} starts with _, which is reserved for system tables.`,
    );
  if (!TABLE_NAME.test(name)) throw new Error(`Invalid table name: "${name}".`);
  const table = runtime.store.table(call.data, name);
  const _id = newId(table.number);
  return store(runtime, call, table, {
    ...jsonToConvex(value),
    _id,
    _creationTime: runtime.store.creationTime(),
  });
}

function applyFields(base, fields) {
  const document = { ...base };
  for (const [key, json] of Object.entries(fields)) {
    if (json !== null && typeof json === "object" && "$undefined" in json) delete document[key];
    else document[key] = jsonToConvex(json);
  }
  return document;
}

export function patch(runtime, call, args) {
  const table = tableToWrite(call, args, "patch");
  const old = table.documents.get(args.id);
  if (!old) throw new Error(`Update on nonexistent document ID ${args.id}`);
  const { _id, _creationTime } = old;
  return store(runtime, call, table, { ...applyFields(old, args.value), _id, _creationTime });
}

export function replace(runtime, call, args) {
  const table = tableToWrite(call, args, "replace");
  const old = table.documents.get(args.id);
  if (!old) throw new Error(`Replace on nonexistent document ID ${args.id}`);
  const { _id, _creationTime } = old;
  return store(runtime, call, table, { ...applyFields({}, args.value), _id, _creationTime });
}

export function remove(runtime, call, args) {
  const table = tableToWrite(call, args, "delete");
  const old = table.documents.get(args.id);
  if (!old) throw new Error(`Delete on nonexistent document ID ${args.id}`);
  runtime.store.write(call.tx, call.data, table, args.id, null);
  return convexToJson(old);
}
