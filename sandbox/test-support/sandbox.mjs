// sandbox.mjs - starts sandboxes as processes and talks to them over HTTP.
// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** What the backend answers where it meets what it didn't expect. */
export const INTERNAL_ERROR = {
  status: 500,
  body: {
    code: "InternalServerError",
    message: "Your request couldn't be completed. Try again later.",
  },
};

export const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** A new directory that is removed when the test ends. */
export function scratchDirectory(t) {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), "sandbox-test-"));
  t.after(() => fs.rmSync(dir, { recursive: true, force: true }));
  return dir;
}

function readAddress(child) {
  return new Promise((resolve, reject) => {
    let text = "";
    child.stdout.on("data", (chunk) => {
      text += chunk;
      const match = /^CONVEX_SELF_HOSTED_URL=(\S+)\nCONVEX_SELF_HOSTED_ADMIN_KEY=(.+)\n$/.exec(
        text,
      );
      if (match) resolve({ text, url: match[1], key: match[2] });
    });
    child.once("exit", (code) => reject(new Error(`the sandbox ended with ${code}: ${text}`)));
  });
}

/** Starts a sandbox; it is ended with the test. -> client with call, post, get, control, kill… */
export async function startSandbox(t, args = [], env = {}) {
  const main = path.join(ROOT, "main.mjs");
  const child = spawn(process.execPath, [main, "--port", "0", "--exit-with-stdin", ...args], {
    stdio: ["pipe", "pipe", "inherit"],
    env: { ...process.env, ...env },
  });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  t.after(async () => {
    child.kill("SIGKILL");
    await ended;
  });
  const { url, key, text } = await readAddress(child);
  return { ...client(url, key), child, ended, envFile: text };
}

/**
 * Holds the time in which a sandbox has started to what it may take: 0.3 s on an idle machine; on a
 * busy one a Node that does nothing is the measure.
 */
export async function assertQuickStart(tookMs) {
  if (tookMs < 1500) return;
  const began = performance.now();
  await once(spawn(process.execPath, ["-e", ""]), "exit");
  const idleMs = performance.now() - began; // 40 ms on an idle machine
  assert.ok(tookMs < 1500 + 10 * idleMs, `took ${tookMs} ms, and an idle Node ${idleMs} ms`);
}

export function client(url, key) {
  const request = async (method, route, body, headers = { Authorization: `Convex ${key}` }) => {
    const response = await fetch(url + route, {
      method,
      headers: {
        ...headers,
        ...(body === undefined ? {} : { "Content-Type": "application/json" }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    const json = /json/.test(response.headers.get("content-type") ?? "") ? JSON.parse(text) : text;
    return { status: response.status, body: json };
  };
  const post = (route, body, headers) => request("POST", route, body, headers);
  const call = async (route, functionPath, args = {}, more = {}) =>
    (await post(route, { path: functionPath, args, format: "json", ...more })).body;
  const value = async (promise) => {
    const result = await promise;
    if (result.status !== "success") throw new Error(JSON.stringify(result));
    return result.value;
  };
  return {
    url,
    key,
    request,
    post,
    get: (route) => request("GET", route),
    query: (functionPath, args, more) => value(call("/api/query", functionPath, args, more)),
    mutation: (functionPath, args, more) => value(call("/api/mutation", functionPath, args, more)),
    run: (functionPath, args, componentPath) =>
      value(call("/api/function", functionPath, args, { componentPath })),
    failure: async (functionPath, args, componentPath) => {
      const result = await call("/api/function", functionPath, args, { componentPath });
      if (result.status !== "error")
        throw new Error(`expected a failure, got ${JSON.stringify(result)}`);
      return result.errorMessage;
    },
  };
}

/** Asks until `ask()` gives something true. */
export async function until(ask, what, limitMs = 30_000) {
  const deadline = Date.now() + limitMs;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (Date.now() > deadline) throw new Error(`waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 15));
  }
}
