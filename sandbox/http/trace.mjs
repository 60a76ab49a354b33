// trace.mjs - remembers which requests came, without anything secret in them.
// SPDX-License-Identifier: MIT
//
// Never holds bodies, headers or query strings: they carry keys.
import fs from "node:fs";

const KEPT = 20_000;

export class Trace {
  constructor(file = null) {
    this.entries = [];
    this.count = 0;
    this.file = file === null ? null : fs.openSync(file, "a");
  }

  /** entry: {method, route, path, component, status, outcome, fault, ms}. */
  add(entry) {
    const numbered = { n: ++this.count, at: Date.now(), ...entry };
    this.entries.push(numbered);
    if (this.entries.length > KEPT) this.entries.shift();
    if (this.file !== null) fs.writeSync(this.file, `${JSON.stringify(numbered)}\n`);
  }

  clear() {
    this.entries = [];
  }
}
