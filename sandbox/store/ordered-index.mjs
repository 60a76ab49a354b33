// ordered-index.mjs - the documents of a table in the order of some fields.
// SPDX-License-Identifier: MIT
//
// A sorted array with binary search: simple, and fast enough for the tens of thousands of documents
// that a sandbox holds. The last field is always _id, so keys are unique.
import { compareValues } from "convex/values";
import { isObject } from "../values/validators.mjs";

/** The value at a dotted field path, or undefined. */
export function fieldOf(document, path) {
  let value = document;
  for (const step of path.split(".")) value = isObject(value) ? value[step] : undefined;
  return value;
}

/** Compares as far as the shorter key goes, so that a prefix equals every key that starts with it. */
export function compareKeys(left, right) {
  for (let i = 0; i < left.length && i < right.length; i++) {
    const order = compareValues(left[i], right[i]);
    if (order) return order;
  }
  return 0;
}

export class OrderedIndex {
  constructor(fields, documents) {
    this.fields = fields;
    this.entries = [...documents].map((document) => ({ key: this.keyOf(document), document }));
    this.entries.sort((left, right) => compareKeys(left.key, right.key));
  }

  keyOf(document) {
    return this.fields.map((field) => fieldOf(document, field));
  }

  /** Position of the first entry whose key is >= `prefix`. */
  firstAtLeast(prefix) {
    return this.search((order) => order < 0, prefix);
  }

  /** Position of the first entry whose key is > `prefix` and does not start with it. */
  firstAfter(prefix) {
    return this.search((order) => order <= 0, prefix);
  }

  search(goesBefore, prefix) {
    let low = 0;
    let high = this.entries.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (goesBefore(compareKeys(this.entries[middle].key, prefix))) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  add(document) {
    const key = this.keyOf(document);
    const at = this.firstAfter(key);
    if (at === this.entries.length) this.entries.push({ key, document });
    else this.entries.splice(at, 0, { key, document });
  }

  remove(document) {
    const at = this.firstAtLeast(this.keyOf(document));
    if (this.entries[at]?.document._id === document._id) this.entries.splice(at, 1);
  }
}
