// A small HTTP client of a Convex deployment, for tests: calls, system queries, one-off queries,
// waiting.
// SPDX-License-Identifier: MIT
//
// It knows a URL and an admin key, nothing of who serves it. It repeats what a server rejected
// before running it (429, 503) and nothing else. It deploys nothing: that is cli.mjs.
import { setTimeout as sleep } from "node:timers/promises";

const REJECTED = new Set([429, 503]);
const REPEATS = 8;
const REQUEST_LIMIT_MS = 30_000;

/** A function's own failure: HTTP 200 with status "error". */
export class FunctionError extends Error {
  constructor(path, envelope) {
    super(envelope.errorMessage);
    this.path = path;
    this.envelope = envelope;
    this.data = envelope.errorData;
  }
}

/** Polls `probe` until it answers something true, which is returned. */
export async function waitFor(what, probe, { timeout = 60_000, every = 40 } = {}) {
  const until = Date.now() + timeout;
  for (;;) {
    const answer = await probe();
    if (answer) return answer;
    if (Date.now() > until) throw new Error(`waited ${timeout} ms for ${what}`);
    await sleep(every);
  }
}

export class Deployment {
  constructor({ url, adminKey }) {
    this.url = url.replace(/\/+$/, "");
    this.adminKey = adminKey;
  }

  /** One request as it is. `key: null` sends no key; a string body is sent unchanged. */
  async raw(method, path, { body, headers = {}, key = this.adminKey } = {}) {
    const text = body === undefined || typeof body === "string" ? body : JSON.stringify(body);
    const response = await fetch(this.url + path, {
      method,
      body: text,
      signal: AbortSignal.timeout(REQUEST_LIMIT_MS),
      headers: {
        ...(key === null ? {} : { authorization: `Convex ${key}` }),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...headers,
      },
    });
    const answer = await response.text();
    let json = undefined;
    if (response.headers.get("content-type")?.includes("json")) json = JSON.parse(answer);
    return { status: response.status, text: answer, json };
  }

  /** As raw(), repeated while the server says that it did not even start; must end in 200. */
  async post(path, body, options) {
    for (let turn = 0; ; turn++) {
      const answer = await this.raw("POST", path, { body, ...options });
      if (answer.status === 200) return answer.json;
      if (!REJECTED.has(answer.status) || turn === REPEATS)
        throw new Error(`POST ${path}: HTTP ${answer.status} ${answer.text}`);
      await sleep(50 * 2 ** turn);
    }
  }

  /** The whole answer of a call. `kind` is query, mutation, action or function. */
  envelope(kind, path, args = {}, { component, format = "json", ...options } = {}) {
    const body = {
      path,
      args,
      ...(format ? { format } : {}),
      ...(component ? { componentPath: component } : {}),
    };
    return this.post(`/api/${kind}`, body, options);
  }

  async #value(kind, path, args, options) {
    const envelope = await this.envelope(kind, path, args, options);
    if (envelope.status !== "success") throw new FunctionError(path, envelope);
    return envelope.value;
  }

  query(path, args, options) {
    return this.#value("query", path, args, options);
  }
  mutation(path, args, options) {
    return this.#value("mutation", path, args, options);
  }
  action(path, args, options) {
    return this.#value("action", path, args, options);
  }
  /**
   * Any type of function, in any component: `fn("lib:getStatus", {}, { component: "migrations" })`.
   */
  fn(path, args, options) {
    return this.#value("function", path, args, options);
  }
  /** A system query; `componentId` goes into its arguments where it declares one. */
  system(path, args) {
    return this.#value("query", `_system/${path}`, args);
  }

  /**
   * Runs `body`, the text of an async handler's body with `ctx`, as a one-off query; in a component
   * by its id.
   */
  async testQuery(body, { componentId, format = "json" } = {}) {
    const source = [
      'import { query } from "convex:/_system/repl/wrappers.js";',
      `export default query({ handler: async (ctx) => { ${body} } });`,
    ].join("\n");
    const envelope = await this.post("/api/run_test_function", {
      adminKey: this.adminKey,
      args: {},
      format,
      bundle: { path: "testQuery.js", source },
      ...(componentId ? { componentId } : {}),
    });
    if (envelope.status !== "success") throw new FunctionError("testQuery.js", envelope);
    return envelope.value;
  }

  components() {
    return this.system("frontend/components:list", {});
  }
  async component(path) {
    return (await this.components()).find((one) => one.path === path);
  }
  /** `migrations:up`, … as they are called; HTTP actions are left out. */
  async functions(componentId) {
    const spec = await this.system("cli/modules:apiSpec", componentId ? { componentId } : {});
    return spec.filter((one) => one.identifier).map((one) => one.identifier.replace(/\.js:/, ":"));
  }
  /** The schema that is enforced, or null. */
  async activeSchema(componentId) {
    const { active } = await this.system("frontend/getSchemas", componentId ? { componentId } : {});
    return active ? JSON.parse(active) : null;
  }
}
