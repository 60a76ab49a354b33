// store.mjs - all documents of all components, with transactions, and the journal behind them.
// SPDX-License-Identifier: MIT
//
// Transactions are applied in place and keep an undo log; the caller runs them one at a time, so
// there are no write conflicts. A nested call is a mark in the log: rolling back to it undoes
// exactly that call. Besides documents the store keeps a few named `meta` values (the last push,
// environment variables, …) for the layers above.
import { convexToJson, jsonToConvex } from "convex/values";
import { newId } from "../values/ids.mjs";
import { sizeOf } from "../values/limits.mjs";
import { ComponentData } from "./component-data.mjs";
import { Journal } from "./journal.mjs";

const COMPONENTS_TABLE = 5; // table number inside the ids of components
const MAX_WRITES = 16000;
const MAX_WRITE_BYTES = 16 << 20;
const SNAPSHOT_BATCH = 500;

export class Transaction {
  constructor() {
    this.undo = []; // {data, table, id, before}
    this.firstBefore = new Map(); // table -> Map(id -> document before this transaction, or null)
    this.afterCommit = [];
    this.writtenBytes = 0;
    this.reads = { documents: 0, bytes: 0, ranges: 0 };
  }

  mark() {
    return { writes: this.undo.length, after: this.afterCommit.length, bytes: this.writtenBytes };
  }
}

export class Store {
  constructor(dir = null) {
    this.components = new Map();
    this.meta = {};
    this.lastTs = 0; // microseconds
    this.lastCreation = 0; // milliseconds
    this.listeners = new Set(); // called after every commit
    this.journal = null;
    this.dir = dir;
    if (dir) this.load(new Journal(dir));
    this.component("");
  }

  // ---- components and tables

  /** The data of a component, made if it is new. */
  component(path) {
    let data = this.components.get(path);
    if (!data) {
      data = new ComponentData(path, newId(COMPONENTS_TABLE));
      this.components.set(path, data);
      this.log({ t: "component", path, id: data.id, mounted: true });
    }
    return data;
  }

  componentById(id) {
    return [...this.components.values()].find((data) => data.id === id) ?? null;
  }

  removeComponent(path) {
    this.components.delete(path);
    this.log({ t: "component-removed", path });
    this.changed();
  }

  setMounted(path, mounted) {
    const data = this.component(path);
    if (data.mounted === mounted) return;
    data.mounted = mounted;
    this.log({ t: "component", path, id: data.id, mounted });
  }

  /** The table of this name, made if it is new. */
  table(data, name) {
    let table = data.tables.get(name);
    if (!table) {
      table = data.addTable(name);
      this.log({ t: "table", component: data.path, name, number: table.number });
    }
    return table;
  }

  // ---- transactions

  begin() {
    return new Transaction();
  }

  write(tx, data, table, id, document) {
    if (tx.undo.length >= MAX_WRITES) {
      throw new Error(`Too many writes in a single function execution (limit: ${MAX_WRITES})`);
    }
    const bytes = document ? sizeOf(document) : 0;
    if (tx.writtenBytes + bytes > MAX_WRITE_BYTES) {
      throw new Error(
        `Too many bytes written in a single function execution (limit: ${MAX_WRITE_BYTES >> 20} MiB)`,
      );
    }
    const before = table.set(id, document);
    tx.writtenBytes += bytes;
    tx.undo.push({ data, table, id, before });
    let firsts = tx.firstBefore.get(table);
    if (!firsts) tx.firstBefore.set(table, (firsts = new Map()));
    if (!firsts.has(id)) firsts.set(id, before);
  }

  rollback(tx, mark = { writes: 0, after: 0, bytes: 0 }) {
    while (tx.undo.length > mark.writes) {
      const { table, id, before } = tx.undo.pop();
      table.set(id, before);
    }
    tx.afterCommit.length = mark.after;
    tx.writtenBytes = mark.bytes;
  }

  /** Makes the transaction durable, then tells who listens. Rolls back if it cannot be written. */
  commit(tx) {
    if (tx.undo.length) {
      const ts = Math.max(Date.now() * 1000, this.lastTs + 1);
      try {
        this.log({ t: "tx", ts, writes: netWrites(tx) });
      } catch (error) {
        this.rollback(tx);
        throw error;
      }
      this.lastTs = ts;
    }
    for (const action of tx.afterCommit) action();
    if (tx.undo.length) this.changed();
    return this.lastTs;
  }

  changed() {
    for (const listener of this.listeners) listener();
  }

  /** Creation times never repeat, so that they order documents. */
  creationTime() {
    const now = Date.now();
    this.lastCreation = now > this.lastCreation ? now : this.lastCreation + 0.001;
    return this.lastCreation;
  }

  // ---- meta values

  setMeta(key, value) {
    this.meta[key] = value;
    this.log({ t: "meta", key, value });
  }

  // ---- persistence

  log(record) {
    this.journal?.append(record);
  }

  load(journal) {
    for (const record of journal.records()) this.replay(record);
    journal.startFrom(this.snapshot());
    this.journal = journal;
  }

  replay(record) {
    switch (record.t) {
      case "component": {
        const data = this.components.get(record.path) ?? new ComponentData(record.path, record.id);
        data.mounted = record.mounted;
        this.components.set(record.path, data);
        break;
      }
      case "component-removed":
        this.components.delete(record.path);
        break;
      case "table": {
        const data = this.components.get(record.component);
        if (!data.tables.has(record.name)) data.addTable(record.name, record.number);
        break;
      }
      case "tx":
        this.lastTs = record.ts;
        for (const [component, table, id, json] of record.writes)
          this.replayWrite(component, table, id, json);
        break;
      case "meta":
        this.meta[record.key] = record.value;
        break;
      default:
        throw new Error(`unknown record '${record.t}' in the journal`);
    }
  }

  replayWrite(component, table, id, json) {
    const document = json && jsonToConvex(json);
    this.components.get(component).tables.get(table).set(id, document);
    if (document) this.lastCreation = Math.max(this.lastCreation, document._creationTime);
  }

  *snapshot() {
    for (const data of this.components.values()) {
      yield { t: "component", path: data.path, id: data.id, mounted: data.mounted };
      for (const table of data.tables.values()) {
        yield { t: "table", component: data.path, name: table.name, number: table.number };
        let writes = [];
        for (const [id, document] of table.documents) {
          writes.push([data.path, table.name, id, convexToJson(document)]);
          if (writes.length < SNAPSHOT_BATCH) continue;
          yield { t: "tx", ts: this.lastTs, writes };
          writes = [];
        }
        if (writes.length) yield { t: "tx", ts: this.lastTs, writes };
      }
    }
    for (const [key, value] of Object.entries(this.meta)) yield { t: "meta", key, value };
  }

  /** Forgets everything, on disk too. */
  clear() {
    this.components.clear();
    this.meta = {};
    this.journal?.startFrom([]);
    this.component("");
    this.changed();
  }

  close() {
    this.journal?.close();
    this.journal = null;
  }
}

// A document that was written several times is recorded once, as it is now.
function netWrites(tx) {
  const last = new Map();
  for (const entry of tx.undo)
    last.set(`${entry.data.path}\0${entry.table.name}\0${entry.id}`, entry);
  return [...last.values()].map(({ data, table, id }) => {
    const document = table.documents.get(id);
    return [data.path, table.name, id, document ? convexToJson(document) : null];
  });
}
