// paginate.mjs - one page of a query, and the cursors between pages.
// SPDX-License-Identifier: MIT
//
// A cursor is the hex of the key of the last document read. Hex on purpose: the migrations
// component tells its own cursors (which start with a bracket) from the built-in ones by the first
// character.
import { compareValues, convexToJson, jsonToConvex } from "convex/values";
import { fieldOf } from "../../store/ordered-index.mjs";
import { sizeOf } from "../../values/limits.mjs";

const END = "endcursor";

const keyOf = (document, fields) => fields.map((field) => fieldOf(document, field));

function encodeCursor(document, fields) {
  const parts = keyOf(document, fields).map((value) =>
    value === undefined ? {} : { value: convexToJson(value) },
  );
  return Buffer.from(JSON.stringify(parts)).toString("hex");
}

function decodeCursor(cursor) {
  try {
    const parts = JSON.parse(Buffer.from(cursor, "hex").toString());
    return parts.map((part) => ("value" in part ? jsonToConvex(part.value) : undefined));
  } catch {
    throw new Error("Failed to parse cursor: InvalidCursor");
  }
}

function compareToCursor(document, cursorKey, { fields, descending }) {
  const key = keyOf(document, fields);
  for (const [i, value] of cursorKey.entries()) {
    const order = compareValues(key[i], value);
    if (order) return descending ? -order : order;
  }
  return 0;
}

/**
 * scanned: what scan() returned. options: {cursor, endCursor?, pageSize, maximumRowsRead?,
 * maximumBytesRead?}.
 * `onRead(document)` counts reads and may throw. -> {page, isDone, continueCursor}
 */
export function paginate(scanned, options, accepts, onRead) {
  const { cursor, endCursor, pageSize } = options;
  const maxRows = options.maximumRowsRead ?? Infinity;
  const maxBytes = options.maximumBytesRead ?? Infinity;
  if (cursor === END) return { page: [], isDone: true, continueCursor: END };
  const from = cursor === null ? null : decodeCursor(cursor);
  const until = endCursor && endCursor !== END ? decodeCursor(endCursor) : null;
  const page = [];
  let last = null;
  let rows = 0;
  let bytes = 0;
  let stopped = false;
  for (const document of scanned.documents) {
    if (from && compareToCursor(document, from, scanned) <= 0) continue;
    const full = (!endCursor && page.length >= pageSize) || rows >= maxRows || bytes >= maxBytes;
    if (full || (until && compareToCursor(document, until, scanned) > 0)) {
      stopped = true;
      break;
    }
    rows++;
    if (maxBytes !== Infinity) bytes += sizeOf(document);
    onRead(document);
    last = document;
    if (accepts(document)) page.push(document);
  }
  const isDone = !stopped && !until;
  const reached = last ? encodeCursor(last, scanned.fields) : (cursor ?? END);
  return { page, isDone, continueCursor: isDone ? END : until && !stopped ? endCursor : reached };
}
