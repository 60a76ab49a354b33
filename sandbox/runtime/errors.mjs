// errors.mjs - what a failing function tells its caller: message, mapped stack, ConvexError data.
// SPDX-License-Identifier: MIT
import { SourceMap } from "node:module";
import util from "node:util";
import { convexToJson } from "convex/values";

/** A function's failure, as its caller sees it. `data` is the encoded JSON of a ConvexError, else undefined. */
export class FunctionError extends Error {
  constructor(message, data) {
    super(message);
    this.data = data;
  }
}

const FRAME = /^\s+at (?:(.*?) \()?convex:\/([^):]+):(\d+):(\d+)\)?$/;

const sourceMaps = new WeakMap(); // raw map -> SourceMap: made when a module first throws

function mapPosition(module, line, column) {
  if (!module?.map) return null;
  let sourceMap = sourceMaps.get(module.map);
  if (!sourceMap) sourceMaps.set(module.map, (sourceMap = new SourceMap(module.map)));
  const origin = sourceMap.findEntry(line - 1, column - 1);
  if (!origin?.originalSource) return null;
  const source = origin.originalSource.replace(/^(\.\.\/)*/, "../");
  return `${source}:${origin.originalLine + 1}:${origin.originalColumn}`;
}

/** The frames of pushed code only, at the places of its sources. */
function userFrames(definition, error) {
  const frames = [];
  for (const line of String(error.stack ?? "").split("\n")) {
    const match = FRAME.exec(line);
    if (!match) continue;
    const [, name, path, row, column] = match;
    const place =
      mapPosition(definition.modules.get(path), Number(row), Number(column)) ??
      `${path}:${row}:${column}`;
    frames.push(`    at ${name ?? "<anonymous>"} (${place})\n`);
  }
  return frames.join("");
}

// Errors come from another realm, so `instanceof` says nothing about them.
const isConvexError = (error) => Symbol.for("ConvexError") in error;

function convexErrorData(error) {
  if (typeof error.data !== "string") return convexToJson(error.data ?? null);
  try {
    return JSON.parse(error.data); // the bundled client has encoded it already
  } catch {
    return error.data; // a plain string
  }
}

/** Turns whatever a function threw into a FunctionError. */
export function toFunctionError(definition, error) {
  if (error instanceof FunctionError) return error;
  if (error === null || typeof error !== "object" || !("message" in error)) {
    return new FunctionError(`Uncaught ${util.inspect(error)}`);
  }
  const frames = userFrames(definition, error);
  if (isConvexError(error)) {
    const text = typeof error.data === "string" ? error.data : JSON.stringify(error.data);
    return new FunctionError(`Uncaught ConvexError: ${text}\n${frames}`, convexErrorData(error));
  }
  return new FunctionError(`Uncaught ${error.name ?? "Error"}: ${error.message}\n${frames}`);
}
