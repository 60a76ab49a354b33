// limits.mjs - the sizes and names that the real backend refuses in values and documents.
// SPDX-License-Identifier: MIT
import { isObject } from "./validators.mjs";

export const MAX_ARRAY_LENGTH = 8192;
export const MAX_OBJECT_FIELDS = 1024;
export const MAX_NESTING = 64;
export const MAX_DOCUMENT_NESTING = 16;
export const MAX_DOCUMENT_BYTES = 1 << 20;
const SYSTEM_FIELDS = new Set(["_id", "_creationTime"]);

const sizes = new WeakMap(); // documents are never changed in place, so a size holds for ever

function sizeOfFields(object) {
  let size = 2;
  for (const [key, value] of Object.entries(object)) {
    if (value !== undefined) size += Buffer.byteLength(key) + 1 + sizeOf(value);
  }
  return size;
}

/** A value's size in bytes by the backend's rule. */
export function sizeOf(value) {
  if (value === null || typeof value === "boolean") return 1;
  if (typeof value === "number" || typeof value === "bigint") return 9;
  if (typeof value === "string") return Buffer.byteLength(value) + 2;
  if (value instanceof ArrayBuffer) return value.byteLength + 2;
  if (Array.isArray(value)) return value.reduce((sum, item) => sum + sizeOf(item), 2);
  let size = sizes.get(value);
  if (size === undefined) sizes.set(value, (size = sizeOfFields(value)));
  return size;
}

function showBytes(bytes) {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1 << 20) return `${+(bytes / 1024).toFixed(2)} KiB`;
  return `${+(bytes / (1 << 20)).toFixed(2)} MiB`;
}

function checkObject(object, depth) {
  const keys = Object.keys(object);
  if (keys.length > MAX_OBJECT_FIELDS) {
    throw new Error(
      `Object has too many fields (${keys.length} > maximum number ${MAX_OBJECT_FIELDS})`,
    );
  }
  for (const key of keys) {
    if (key.startsWith("$")) {
      throw new Error(`Field name ${key} starts with '$', which is reserved.`);
    }
    if (!/^[\x20-\x7e]*$/.test(key)) {
      throw new Error(
        `Field name ${key} has invalid character: Field names can only contain non-control ASCII characters.`,
      );
    }
    checkValue(object[key], depth + 1);
  }
}

/** Throws when a value breaks a limit that holds for arguments, results and documents alike. */
export function checkValue(value, depth = 0) {
  if (depth > MAX_NESTING) {
    throw new Error(
      `Value is too nested (nested ${depth} levels deep > maximum nesting ${MAX_NESTING})`,
    );
  }
  if (Array.isArray(value)) {
    if (value.length > MAX_ARRAY_LENGTH) {
      throw new Error(
        `Array length is too long (${value.length} > maximum length ${MAX_ARRAY_LENGTH})`,
      );
    }
    for (const item of value) checkValue(item, depth + 1);
  } else if (isObject(value)) {
    checkObject(value, depth);
  }
}

function nestingOf(value) {
  const parts = Array.isArray(value) ? value : isObject(value) ? Object.values(value) : null;
  return parts ? 1 + parts.reduce((max, part) => Math.max(max, nestingOf(part)), 0) : 0;
}

/** Throws when a document cannot be stored. */
export function checkDocument(document) {
  checkValue(document);
  for (const key of Object.keys(document)) {
    if (key.startsWith("_") && !SYSTEM_FIELDS.has(key)) {
      throw new Error(
        `Field name ${key} starts with an underscore, which is only allowed for system fields like _id.`,
      );
    }
  }
  const nesting = nestingOf(document);
  if (nesting > MAX_DOCUMENT_NESTING) {
    throw new Error(
      `Document is too nested (nested ${nesting} levels > maximum nesting ${MAX_DOCUMENT_NESTING})`,
    );
  }
  const size = sizeOf(document);
  if (size > MAX_DOCUMENT_BYTES) {
    throw new Error(
      `Value is too large (${showBytes(size)} > maximum size ${showBytes(MAX_DOCUMENT_BYTES)})`,
    );
  }
}
