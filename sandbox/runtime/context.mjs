// context.mjs - makes the isolated realm in which pushed code runs.
// SPDX-License-Identifier: MIT
//
// A fresh `node:vm` context per call: no global survives a call, as in the real runtime. It is
// isolation against mistakes, not against malice. Typed arrays and ArrayBuffer are the host's own,
// because values that cross the border are recognised by them.
import util from "node:util";
import vm from "node:vm";

const SHARED_GLOBALS = [
  "URL",
  "URLSearchParams",
  "TextEncoder",
  "TextDecoder",
  "Headers",
  "Request",
  "Response",
  "FormData",
  "Blob",
  "File",
  "AbortController",
  "AbortSignal",
  "Event",
  "EventTarget",
  "ReadableStream",
  "WritableStream",
  "TransformStream",
  "crypto",
  "Crypto",
  "CryptoKey",
  "SubtleCrypto",
  "atob",
  "btoa",
  "structuredClone",
  "queueMicrotask",
  "performance",
  "ArrayBuffer",
  "SharedArrayBuffer",
  "DataView",
  "Uint8Array",
  "Int8Array",
  "Uint8ClampedArray",
  "Uint16Array",
  "Int16Array",
  "Uint32Array",
  "Int32Array",
  "Float32Array",
  "Float64Array",
  "BigInt64Array",
  "BigUint64Array",
];
const ACTION_GLOBALS = ["fetch", "setTimeout", "clearTimeout", "setInterval", "clearInterval"];

const PRELUDE = new vm.Script(`(function (now, forbidden) {
  if (now !== null) {
    globalThis.Date = new Proxy(Date, {
      construct: (Real, args, made) => Reflect.construct(Real, args.length ? args : [now], made),
      apply: (Real) => new Real(now).toString(),
      get: (Real, name) => (name === "now" ? () => now : Reflect.get(Real, name)),
    });
  }
  for (const name of forbidden) globalThis[name] = () => {
    throw new Error("Can't use " + name + "() in queries and mutations. Please consider using an action. "
      + "See https://docs.convex.dev/functions/actions for more details.");
  };
})`);

function showForLog(value) {
  return typeof value === "string"
    ? `'${value}'`
    : util.inspect(value, { depth: 6, breakLength: Infinity });
}

function makeConsole(log) {
  const at =
    (level) =>
    (...values) =>
      log(level, values.map(showForLog).join(" "));
  const ignore = () => {};
  return {
    log: at("LOG"),
    info: at("INFO"),
    warn: at("WARN"),
    error: at("ERROR"),
    debug: at("DEBUG"),
    trace: at("DEBUG"),
    time: ignore,
    timeEnd: ignore,
    timeLog: ignore,
  };
}

/**
 * kind: 'query' | 'mutation' | 'action' | 'analyze'. Time stands still at `now` unless that is null.
 * `convex` is the object behind the global `Convex`: syscall, asyncSyscall, jsSyscall.
 */
export function makeContext({ kind, now, env, log, convex }) {
  const globals = Object.create(null);
  for (const name of SHARED_GLOBALS)
    if (globalThis[name] !== undefined) globals[name] = globalThis[name];
  if (kind === "action") for (const name of ACTION_GLOBALS) globals[name] = globalThis[name];
  globals.console = makeConsole(log);
  globals.process = { env: { ...env } };
  globals.Convex = convex;
  const context = vm.createContext(globals);
  globals.global = globals.globalThis;
  globals.self = globals.globalThis;
  const mayDoAnything = kind === "action" || kind === "analyze";
  PRELUDE.runInContext(context)(now, mayDoAnything ? [] : ACTION_GLOBALS);
  return context;
}
