// Starts and stops the embedded deployment (sandbox/main.mjs) for a test.
// SPDX-License-Identifier: MIT
//
// Owns the child processes it starts, which end with this one however it ends, and the folder only
// if it made it. It knows nothing of what is deployed: that is deployment.mjs (HTTP) and cli.mjs (the
// official CLI).
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const MAIN = fileURLToPath(new URL("../../sandbox/main.mjs", import.meta.url));
const START_LIMIT_MS = 20_000;

/** Starts one process; answers when it has printed both lines, throws what it said otherwise. */
async function launch(argv) {
  const child = spawn(process.execPath, [MAIN, ...argv], { stdio: ["pipe", "pipe", "pipe"] });
  const found = {};
  let complaint = "";
  child.stderr.on("data", (chunk) => (complaint = (complaint + chunk).slice(-8192)));
  const ready = new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).on("line", (line) => {
      const match = /^(CONVEX_SELF_HOSTED_(?:URL|ADMIN_KEY))=(.*)$/.exec(line);
      if (match) found[match[1]] = match[2].replace(/^(['"`])(.*)\1$/, "$2");
      if (found.CONVEX_SELF_HOSTED_URL && found.CONVEX_SELF_HOSTED_ADMIN_KEY) resolve();
    });
    child.once("error", reject);
    child.once("exit", (code, signal) =>
      reject(new Error(`the sandbox ended (${signal ?? code}): ${complaint}`)),
    );
  });
  ready.catch(() => undefined); // an exit after the start is for whoever stops it, not for this promise
  let timer = null;
  const late = new Promise((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`the sandbox printed no address: ${complaint}`)),
      START_LIMIT_MS,
    );
  });
  try {
    await Promise.race([ready, late]);
  } catch (error) {
    child.kill("SIGKILL");
    throw error;
  } finally {
    clearTimeout(timer);
  }
  return {
    child,
    url: found.CONVEX_SELF_HOSTED_URL,
    adminKey: found.CONVEX_SELF_HOSTED_ADMIN_KEY,
    complaint: () => complaint,
  };
}

async function end(child, signal) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  child.kill(signal);
  await gone;
}

/**
 * Starts the sandbox. Everything is optional: `dir` (where it keeps its data; a temporary folder
 * otherwise), `adminKey`, `port` (0: any free one) and `args`, further arguments of
 * sandbox/main.mjs.
 *
 * restart() keeps folder, key and port, so that what was linked to the deployment still is; it
 * works after stop() and kill9() too. stop() is for good unless restart() follows; a folder made
 * here is removed by dispose().
 */
export async function startSandbox({ dir, adminKey, port = 0, args = [] } = {}) {
  const home = dir ?? mkdtempSync(join(tmpdir(), "cvx-sandbox-"));
  const argv = (wanted, key) => {
    const fixed = ["--port", String(wanted), "--dir", home, "--exit-with-stdin"];
    return [...fixed, ...(key ? ["--admin-key", key] : []), ...args];
  };
  const forget = () => dir || rmSync(home, { recursive: true, force: true });
  let running = await launch(argv(port, adminKey)).catch((error) => {
    forget();
    throw error;
  });
  const sandbox = {
    url: running.url,
    adminKey: running.adminKey,
    dir: home,
    /** What it wrote on stderr, for a message when a test fails. */
    complaint: () => running.complaint(),
    stop: () => end(running.child, "SIGTERM"),
    kill9: () => end(running.child, "SIGKILL"),
    async restart() {
      await sandbox.stop();
      running = await launch(argv(new URL(sandbox.url).port, sandbox.adminKey));
    },
    async dispose() {
      await sandbox.stop();
      forget();
    },
  };
  return sandbox;
}
