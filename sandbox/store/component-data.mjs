// component-data.mjs - the tables of one component, mounted or not.
// SPDX-License-Identifier: MIT
//
// Owns documents by id and the indexes over them. Knows neither schemas nor transactions: whoever
// writes here has checked, and keeps the old value for undoing.
import { tableNumberOf } from "../values/ids.mjs";
import { OrderedIndex } from "./ordered-index.mjs";

export const SCHEDULED = "_scheduled_functions";
export const SCHEDULED_TARGETS = "_scheduled_jobs"; // hidden from functions: where a scheduled job will run
const SYSTEM_TABLES = { _storage: 21, [SCHEDULED]: 22, [SCHEDULED_TARGETS]: 23 };
const FIRST_USER_TABLE = 10001;

export class Table {
  constructor(name, number) {
    this.name = name;
    this.number = number;
    this.documents = new Map();
    this.indexes = new Map();
    this.version = 0; // raised by every write, for who waits for a change
  }

  /** The index over these fields; made at first use. */
  index(fields) {
    const name = fields.join("\0");
    let index = this.indexes.get(name);
    if (!index) this.indexes.set(name, (index = new OrderedIndex(fields, this.documents.values())));
    return index;
  }

  byCreation() {
    return this.index(["_creationTime", "_id"]).entries.map((entry) => entry.document);
  }

  /** Sets or (with null) removes a document; returns the one before, or null. */
  set(id, document) {
    const before = this.documents.get(id) ?? null;
    this.version++;
    for (const index of this.indexes.values()) {
      if (before) index.remove(before);
      if (document) index.add(document);
    }
    if (document) this.documents.set(id, document);
    else this.documents.delete(id);
    return before;
  }
}

export class ComponentData {
  constructor(path, id) {
    this.path = path;
    this.id = id;
    this.mounted = true;
    this.tables = new Map();
    this.byNumber = new Map();
    this.nextNumber = FIRST_USER_TABLE;
    for (const [name, number] of Object.entries(SYSTEM_TABLES)) this.addTable(name, number);
  }

  addTable(name, number = this.nextNumber) {
    const table = new Table(name, number);
    this.tables.set(name, table);
    this.byNumber.set(number, table);
    if (number >= this.nextNumber) this.nextNumber = number + 1;
    return table;
  }

  /** The table that an id says it belongs to, or null. */
  tableOfId(id) {
    const number = tableNumberOf(id);
    return number === null ? null : (this.byNumber.get(number) ?? null);
  }

  /** For validators: an id's table name, or null. */
  tableNameOfId = (id) => this.tableOfId(id)?.name ?? null;

  userTables() {
    return [...this.tables.values()].filter((table) => !table.name.startsWith("_"));
  }
}
