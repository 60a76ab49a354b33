// schema-states.mjs - the life of each component's schemas: pending, validated, active, failed, overwritten.
// SPDX-License-Identifier: MIT
//
// One schema per component is active, at most one is on its way there. As in the real backend: a
// new submission overwrites the one on its way unless it is the same; submitting the active one
// takes it back; a write that does not fit the active schema throws, one that does not fit the
// other makes that one fail. Active schemas are kept in the store, also those of unmounted
// components; a submission does not outlive the process.
import { randomBytes } from "node:crypto";
import { badRequest, internalError } from "../http/errors.mjs";
import { explainDocumentMismatch } from "../values/validators.mjs";
import { normalSchema } from "./schema.mjs";

const KEPT_RECORDS = 500;

function tableIn(schema, name) {
  return schema.schemaValidation
    ? schema.tables.find((table) => table.tableName === name)
    : undefined;
}

function explainIn(schema, data, tableName, document) {
  const type = tableIn(schema, tableName)?.documentType;
  return type ? explainDocumentMismatch(type, document, data.tableNameOfId) : null;
}

export class SchemaStates {
  constructor(store) {
    this.store = store;
    this.delay = 0; // how long validating what is submitted from now on takes, for tests
    this.records = new Map(); // id -> {id, path, schema, text, state, since, delay, error?, tableName?}
    this.activeByPath = new Map();
    this.pendingByPath = new Map();
    for (const [path, text] of Object.entries(store.meta.schemas ?? {})) {
      this.activeByPath.set(path, this.record(path, JSON.parse(text), "active"));
    }
  }

  record(path, schema, state) {
    const id = randomBytes(8).toString("hex");
    const record = {
      id,
      path,
      schema,
      text: JSON.stringify(schema),
      state,
      since: Date.now(),
      delay: this.delay,
    };
    this.records.set(id, record);
    for (const old of this.records.values()) {
      if (this.records.size <= KEPT_RECORDS) break;
      if (old.state === "failed" || old.state === "overwritten") this.records.delete(old.id);
    }
    return record;
  }

  active(path) {
    return this.activeByPath.get(path)?.schema ?? null;
  }

  activeText(path) {
    return this.activeByPath.get(path)?.text;
  }

  /** The record of the schema that is pending or validated, else undefined. */
  inProgress(path) {
    const record = this.pendingByPath.get(path);
    if (record) this.settle(record);
    return this.pendingByPath.get(path);
  }

  /** -> the id to ask for with `stateOf`. */
  submit(path, pushed) {
    const schema = normalSchema(pushed);
    const text = JSON.stringify(schema);
    const active = this.activeByPath.get(path);
    const waiting = this.inProgress(path);
    if (active?.text === text) {
      if (waiting) this.drop(waiting, "overwritten");
      return active.id;
    }
    if (waiting?.text === text) return waiting.id;
    if (waiting) this.drop(waiting, "overwritten");
    const record = this.record(path, schema, "pending");
    this.pendingByPath.set(path, record);
    const data = this.store.components.get(path);
    if (data) for (const { tableName } of schema.tables) this.store.table(data, tableName);
    this.settle(record);
    return record.id;
  }

  drop(record, state, reason = {}) {
    Object.assign(record, reason, { state });
    this.pendingByPath.delete(record.path);
  }

  /** {state, error?, tableName?, path} of a submission; null when it is not known (any more). */
  stateOf(id) {
    const record = this.records.get(id);
    if (record) this.settle(record);
    return record ?? null;
  }

  // Validation takes `delay`, then all documents are looked at in one go.
  settle(record) {
    if (record.state !== "pending" || Date.now() - record.since < record.delay) return;
    const failure = this.findMisfit(record);
    if (failure) this.drop(record, "failed", failure);
    else record.state = "validated";
  }

  findMisfit({ path, schema }) {
    const data = this.store.components.get(path);
    if (!data) return null;
    for (const { tableName } of schema.tables) {
      for (const document of data.tables.get(tableName)?.documents.values() ?? []) {
        const problem = explainIn(schema, data, tableName, document);
        if (!problem) continue;
        const id = document._id;
        return {
          error: `Document with ID "${id}" in table "${tableName}" does not match the schema: ${problem}`,
          tableName,
        };
      }
    }
    return null;
  }

  /** Checks a document that is about to be written in `tx`. */
  enforce(data, tableName, document, tx) {
    const active = this.active(data.path);
    const problem = active && explainIn(active, data, tableName, document);
    if (problem) {
      throw new Error(
        `Failed to insert or update a document in table "${tableName}" because it does not match the ` +
          `schema: ${problem}`,
      );
    }
    const waiting = this.inProgress(data.path);
    const misfit = waiting && explainIn(waiting.schema, data, tableName, document);
    if (!misfit) return;
    const error = `New document in table "${tableName}" does not match the schema: ${misfit}`;
    tx.afterCommit.push(() => {
      if (this.pendingByPath.get(data.path) === waiting)
        this.drop(waiting, "failed", { error, tableName });
    });
  }

  /** Throws unless this submission may become active now. */
  mustBeReady(id) {
    const record = this.stateOf(id);
    if (!record || record.state === "overwritten") {
      throw badRequest("SchemaAlreadyOverwritten", "Schema has already been overwritten.");
    }
    if (record.state === "failed") {
      throw badRequest(
        "SchemaAlreadyFailed",
        `Schema has already been failed with error: ${record.error}`,
      );
    }
    if (record.state === "pending") throw internalError();
  }

  /** Makes submissions active: {component path: id, or null for no schema}. Call mustBeReady for each first. */
  activate(ids) {
    for (const [path, id] of Object.entries(ids)) {
      const record = id === null ? null : this.records.get(id);
      const before = this.activeByPath.get(path);
      if (before === record) continue;
      if (before) before.state = "overwritten";
      if (!record) {
        this.activeByPath.delete(path);
        continue;
      }
      this.pendingByPath.delete(path);
      record.state = "active";
      this.activeByPath.set(path, record);
    }
    this.keep();
  }

  /** The component is gone for good. */
  forget(path) {
    this.activeByPath.delete(path);
    this.pendingByPath.delete(path);
    this.keep();
  }

  keep() {
    const texts = [...this.activeByPath].map(([path, { text }]) => [path, text]);
    this.store.setMeta("schemas", Object.fromEntries(texts));
  }

  clear() {
    this.records.clear();
    this.activeByPath.clear();
    this.pendingByPath.clear();
  }
}
