// validators.mjs - checks a Convex value against a validator's JSON, with the real backend's wording.
// SPDX-License-Identifier: MIT
//
// Used for documents, arguments and return values alike. Knows no store: who calls says how an id's
// table is found (`tableOf(id)` -> name or null). The first mismatch is reported, depth first,
// fields in order of name.
import { jsonToConvex } from "convex/values";
import { showValidator, showValue } from "./show.mjs";

/** True for what Convex calls an object: neither null, array nor bytes. */
export function isObject(value) {
  return (
    value !== null &&
    typeof value === "object" &&
    !Array.isArray(value) &&
    !(value instanceof ArrayBuffer)
  );
}

const TYPE_TESTS = {
  any: () => true,
  null: (value) => value === null,
  number: (value) => typeof value === "number",
  bigint: (value) => typeof value === "bigint",
  commitTs: (value) => typeof value === "bigint",
  boolean: (value) => typeof value === "boolean",
  string: (value) => typeof value === "string",
  bytes: (value) => value instanceof ArrayBuffer,
  // Invented: of convex 1.49, which the backend's published source doesn't know yet. A handle is a
  // string; what it names isn't looked at, as the package says.
  function: (value) => typeof value === "string",
};

// A mismatch is {path, text(pathLine)}: the path is only known when it has travelled up to the
// root.
function mismatch(headline, label, value, validator) {
  const tail = `${label}: ${showValue(value)}\nValidator: ${showValidator(validator)}`;
  return { path: "", text: (pathLine) => `${headline}\n${pathLine}\n${tail}` };
}
const wrongValue = (validator, value) =>
  mismatch("Value does not match validator.", "Value", value, validator);
const inside = (found, step) => found && { ...found, path: step + found.path };

function findInObject(validator, value, tableOf) {
  if (!isObject(value)) return wrongValue(validator, value);
  for (const key of Object.keys(validator.value).sort()) {
    const field = validator.value[key];
    if (value[key] === undefined) {
      if (field.optional) continue;
      return mismatch(
        `Object is missing the required field \`${key}\`. Consider wrapping the field validator in ` +
          "`v.optional(...)` if this is expected.",
        "Object",
        value,
        validator,
      );
    }
    const found = findMismatch(field.fieldType, value[key], tableOf);
    if (found) return inside(found, `.${key}`);
  }
  for (const key of Object.keys(value)) {
    if (value[key] !== undefined && !Object.hasOwn(validator.value, key)) {
      return mismatch(
        `Object contains extra field \`${key}\` that is not in the validator.`,
        "Object",
        value,
        validator,
      );
    }
  }
  return null;
}

function findInRecord(validator, value, tableOf) {
  if (!isObject(value)) return wrongValue(validator, value);
  for (const [key, item] of Object.entries(value)) {
    const found =
      inside(findMismatch(validator.keys, key, tableOf), ".keys()") ??
      inside(findMismatch(validator.values.fieldType, item, tableOf), ".values()");
    if (found) return found;
  }
  return null;
}

function findInArray(validator, value, tableOf) {
  if (!Array.isArray(value)) return wrongValue(validator, value);
  for (const [i, item] of value.entries()) {
    const found = findMismatch(validator.value, item, tableOf);
    if (found) return inside(found, `[${i}]`);
  }
  return null;
}

function findInId(validator, value, tableOf) {
  const table = typeof value === "string" ? tableOf(value) : null;
  if (!table) return wrongValue(validator, value);
  if (table === validator.tableName) return null;
  return {
    path: "",
    text: (pathLine) =>
      `Found ID "${value}" from table \`${table}\`, which does not match the table name in ` +
      `validator \`v.id("${validator.tableName}")\`.${pathLine && `\n${pathLine}`}`,
  };
}

function findInLiteral(validator, value) {
  if (jsonToConvex(validator.value) === value) return null;
  return {
    path: "",
    text: (pathLine) =>
      `\`${showValue(value)}\` does not match literal validator ` +
      `\`${showValidator(validator)}\`.${pathLine && `\n${pathLine}`}`,
  };
}

function findInUnion(validator, value, tableOf) {
  if (validator.value.length === 1) return findMismatch(validator.value[0], value, tableOf);
  return validator.value.some((member) => !findMismatch(member, value, tableOf))
    ? null
    : wrongValue(validator, value);
}

function findMismatch(validator, value, tableOf) {
  switch (validator.type) {
    case "object":
      return findInObject(validator, value, tableOf);
    case "record":
      return findInRecord(validator, value, tableOf);
    case "array":
      return findInArray(validator, value, tableOf);
    case "union":
      return findInUnion(validator, value, tableOf);
    case "id":
      return findInId(validator, value, tableOf);
    case "literal":
      return findInLiteral(validator, value);
    default:
      return TYPE_TESTS[validator.type]?.(value) ? null : wrongValue(validator, value);
  }
}

/** Null when `value` fits `validator`, else the backend's explanation. */
export function explainMismatch(validator, value, tableOf) {
  const found = findMismatch(validator, value, tableOf);
  return found && found.text(found.path ? `Path: ${found.path}` : "");
}

/** As explainMismatch, for a stored document: the system fields are not part of its validator. */
export function explainDocumentMismatch(validator, document, tableOf) {
  const { _id, _creationTime, ...fields } = document;
  return explainMismatch(validator, fields, tableOf);
}
