// show.mjs - values and validators as text, the way the real backend writes them into its messages.
// SPDX-License-Identifier: MIT
import { jsonToConvex } from "convex/values";

const IDENTIFIER = /^[A-Za-z_]\w*$/;

function showNumber(number) {
  const whole = Number.isInteger(number) && !Object.is(number, -0) && Math.abs(number) < 1e16;
  return whole ? `${number}.0` : String(number);
}

/** A Convex value in the backend's notation: {name: "x", n: 1.0}. */
export function showValue(value) {
  if (value === null) return "null";
  if (typeof value === "number") return showNumber(value);
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "bigint" || typeof value === "boolean") return String(value);
  if (value instanceof ArrayBuffer) return `b"${Buffer.from(value).toString("hex")}"`;
  if (Array.isArray(value)) return `[${value.map(showValue).join(", ")}]`;
  const fields = Object.keys(value)
    .filter((key) => value[key] !== undefined)
    .sort();
  const shown = fields.map((key) => {
    const name = IDENTIFIER.test(key) ? key : JSON.stringify(key);
    return `${name}: ${showValue(value[key])}`;
  });
  return `{${shown.join(", ")}}`;
}

function showField(field) {
  const type = showValidator(field.fieldType);
  return field.optional ? `v.optional(${type})` : type;
}

const SIMPLE = {
  any: "v.any()",
  null: "v.null()",
  number: "v.float64()",
  bigint: "v.int64()",
  boolean: "v.boolean()",
  string: "v.string()",
  bytes: "v.bytes()",
  commitTs: "v.commitTs()",
};

/** A validator's JSON as the source text that makes it: v.object({name: v.string()}). */
export function showValidator(validator) {
  switch (validator.type) {
    case "id":
      return `v.id("${validator.tableName}")`;
    case "literal":
      return `v.literal(${showValue(jsonToConvex(validator.value))})`;
    case "array":
      return `v.array(${showValidator(validator.value)})`;
    case "record":
      return `v.record(${showValidator(validator.keys)}, ${showField(validator.values)})`;
    case "union":
      return `v.union(${validator.value.map(showValidator).join(", ")})`;
    case "object": {
      const fields = Object.keys(validator.value).sort();
      return `v.object({${fields.map((key) => `${key}: ${showField(validator.value[key])}`).join(", ")}})`;
    }
    default:
      return SIMPLE[validator.type] ?? `v.${validator.type}()`;
  }
}
