// server.mjs - the life of an HTTP request: read, fault, authenticate, run, answer, trace.
// SPDX-License-Identifier: MIT
import http from "node:http";
import zlib from "node:zlib";
import * as auth from "./auth.mjs";
import { controls } from "./controls.mjs";
import { ApiError, badRequest, internalError } from "./errors.mjs";
import { routes } from "./routes.mjs";
import { attachSync } from "./sync.mjs";

const MAX_BODY_BYTES = 200 << 20;
const RUN_PREFIX = "/api/run/";
const BASE = "http://sandbox";
const KEEP_ALIVE_MS = 65_000;

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function readBody(request) {
  const chunks = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) throw badRequest("BadJsonBody", "The request body is too large");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function decode(bytes, encoding) {
  const limit = { maxOutputLength: MAX_BODY_BYTES };
  try {
    if (encoding === "br") return zlib.brotliDecompressSync(bytes, limit);
    if (encoding === "gzip") return zlib.gunzipSync(bytes, limit);
  } catch (error) {
    throw badRequest("BadJsonBody", `Failed to decompress the request body: ${error.message}`);
  }
  return bytes;
}

function parseBody(bytes, headers) {
  if (!bytes.length) return {};
  if (!/^application\/json\b/.test(headers["content-type"] ?? "")) {
    throw badRequest("BadJsonBody", "Expected request with `Content-Type: application/json`");
  }
  try {
    return JSON.parse(decode(bytes, headers["content-encoding"]).toString());
  } catch (error) {
    if (error instanceof ApiError) throw error;
    throw badRequest("BadJsonBody", `Failed to parse the request body as JSON: ${error.message}`);
  }
}

function authenticate({ auth: kind }, { headers, body }, { adminKey, instanceName }) {
  if (kind === "none") return auth.ANONYMOUS;
  if (kind === "adminInBody") {
    const who =
      typeof body.adminKey === "string" ? auth.checkKey(body.adminKey, adminKey) : auth.ANONYMOUS;
    auth.mustBeAdmin(who, instanceName);
    return who;
  }
  const who = auth.fromHeader(headers.authorization, adminKey);
  if (kind === "admin") auth.mustBeAdmin(who, instanceName);
  return who;
}

/** `POST /api/run/dir/file/fn` is any function of the root component, by URL. */
function runByUrl(pathname) {
  let steps;
  try {
    steps = decodeURIComponent(pathname.slice(RUN_PREFIX.length)).replaceAll(".", "/").split("/");
  } catch (error) {
    throw badRequest("BadConvexFunctionIdentifier", error.message);
  }
  const fn = steps.pop();
  return `${steps.join("/")}:${fn}`;
}

/** What arrived, as far as it could be read: a body that can't be read is an error kept for later. */
async function receive(request, url) {
  const exchange = {
    method: request.method,
    headers: request.headers,
    pathname: url.pathname,
    query: url.searchParams,
    body: {},
    problem: null,
    route: `${request.method} ${url.pathname}`,
  };
  try {
    exchange.body = parseBody(await readBody(request), request.headers);
    if (exchange.body === null || typeof exchange.body !== "object")
      throw badRequest("BadJsonBody", "not an object");
    if (request.method === "POST" && url.pathname.startsWith(RUN_PREFIX)) {
      exchange.route = "POST /api/run";
      exchange.body = { ...exchange.body, path: runByUrl(url.pathname) };
    }
  } catch (error) {
    exchange.body = {};
    exchange.problem =
      error.code === "ECONNRESET" ? badRequest("BadJsonBody", "The request was cut off") : error;
  }
  const { path, componentPath } = exchange.body;
  exchange.path = typeof path === "string" ? path : exchange.query.get("path");
  exchange.component = typeof componentPath === "string" ? componentPath : "";
  return exchange;
}

async function run(sandbox, exchange) {
  const control = controls[exchange.route];
  const route = control ? { auth: "admin" } : routes[exchange.route];
  if (!route) throw new ApiError(404, "NotFound", `No route ${exchange.route}`);
  if (exchange.problem) throw exchange.problem;
  auth.checkClientHeader(exchange.headers["convex-client"]);
  const input = {
    body: exchange.body,
    query: exchange.query,
    who: authenticate(route, exchange, sandbox),
  };
  return control ? control(sandbox, input) : route.run(sandbox, input);
}

/** -> {status, payload}; an unexpected error is a bug of ours and goes to standard error. */
async function answer(sandbox, exchange) {
  try {
    return { status: 200, payload: await run(sandbox, exchange) };
  } catch (error) {
    if (error instanceof ApiError) {
      return { status: error.status, payload: { code: error.code, message: error.message } };
    }
    process.stderr.write(`sandbox: ${exchange.route}: ${error?.stack ?? error}\n`);
    const { status, code, message } = internalError();
    return { status, payload: { code, message } };
  }
}

function send(response, { status, payload }, { truncateTo = null, origin }) {
  const isText = typeof payload === "string";
  const bytes = Buffer.from(isText ? payload : JSON.stringify(payload ?? null));
  response.writeHead(status, {
    "content-type": isText ? "text/plain" : "application/json",
    "content-length": bytes.length,
    "access-control-allow-origin": origin ?? "*",
  });
  if (truncateTo === null) {
    response.end(bytes);
    return;
  }
  response.write(bytes.subarray(0, truncateTo), () => response.destroy());
}

function killIf(action, when) {
  if (action.type === "kill" && action.when === when) process.kill(process.pid, "SIGKILL");
}

/** Acts with the faults that are due. -> {status, payload} as sent, or null when the connection was cut. */
async function actAndAnswer(sandbox, exchange, response, actions) {
  for (const action of actions) {
    killIf(action, "before");
    if (action.type === "delay") await sleep(action.ms);
    if (action.type === "drop" && action.when === "before") {
      response.destroy();
      return null;
    }
  }
  const failure = actions.find(({ type }) => type === "fail");
  const result = failure
    ? {
        status: failure.status,
        payload: { code: failure.code ?? "Fault", message: failure.message ?? "a fault was set" },
      }
    : await answer(sandbox, exchange);
  for (const action of actions) {
    killIf(action, "after");
    if (action.type === "drop" && action.when === "after") {
      response.destroy();
      return null;
    }
  }
  const cut = actions.find(({ type }) => type === "truncate");
  send(response, result, {
    truncateTo: cut ? (cut.bytes ?? 0) : null,
    origin: exchange.headers.origin,
  });
  return result;
}

function preflight(request, response) {
  response.writeHead(204, {
    "access-control-allow-origin": request.headers.origin ?? "*",
    "access-control-allow-headers": "content-type, convex-client, authorization",
    "access-control-allow-methods": "GET, POST, DELETE",
  });
  response.end();
}

async function handle(sandbox, request, response) {
  const started = performance.now();
  if (request.method === "OPTIONS") {
    preflight(request, response);
    return;
  }
  const url = URL.canParse(request.url, BASE)
    ? new URL(request.url, BASE)
    : new URL("/not-a-url", BASE);
  const exchange = await receive(request, url);
  const isControl = exchange.pathname.startsWith("/sandbox/");
  const actions = isControl ? [] : sandbox.faults.next(exchange);
  const result = await actAndAnswer(sandbox, exchange, response, actions);
  if (isControl) return;
  const { method, route, path, component } = exchange;
  sandbox.trace.add({
    method,
    route: route.slice(method.length + 1),
    path,
    component,
    status: result?.status ?? null,
    outcome: result?.payload?.status ?? null,
    fault: actions.map(({ type }) => type).join("+") || null,
    ms: Number((performance.now() - started).toFixed(2)),
  });
}

/** Listens on loopback; resolves with the server once it does. Port 0 takes any free one. */
export function startServer(sandbox, port) {
  const server = http.createServer((request, response) => {
    handle(sandbox, request, response).catch((error) => {
      process.stderr.write(`sandbox: ${error.stack}\n`);
      response.destroy();
    });
  });
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  attachSync(server, sandbox);
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => resolve(server));
  });
}
