// formats.mjs - the two encodings of results that the HTTP API offers.
// SPDX-License-Identifier: MIT
import { jsonToConvex } from "convex/values";
import { ApiError } from "../http/errors.mjs";

const FORMATS = {
  json: "json",
  convex_clean_json: "json",
  convex_encoded_json: "encoded",
  convex_json: "encoded",
};

/** A Convex value as clean JSON: int64 as a decimal string, bytes as base64. Lossy by design. */
export function toCleanJson(value) {
  if (typeof value === "bigint") return String(value);
  if (typeof value === "number" && !Number.isFinite(value)) return String(value);
  if (value instanceof ArrayBuffer) return Buffer.from(value).toString("base64");
  if (Array.isArray(value)) return value.map(toCleanJson);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toCleanJson(item)]));
}

/** Refuses a format name that the real backend refuses; unset means clean JSON. */
export function parseFormat(name) {
  const format = FORMATS[name ?? "json"];
  if (!format)
    throw new ApiError(
      400,
      "BadFormat",
      `format param must be one of [${Object.keys(FORMATS).join(", ")}]`,
    );
  return format;
}

/** `encoded` is a value in the encoded JSON that functions return. */
export function inFormat(encoded, format) {
  return format === "json" ? toCleanJson(jsonToConvex(encoded)) : encoded;
}
