// Runs the official Convex CLI of an app against one deployment, cut off from everything else on
// the machine.
// SPDX-License-Identifier: MIT
//
// Its home folder is its own and empty, its environment is written down here, its control plane is
// a closed port, and the admin key is in a file of mode 0600, never in an argument. It writes
// `_generated` into the app folder: hand it a copy.
import { spawn } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const NO_CONTROL_PLANE = "http://127.0.0.1:9";

/**
 * What the CLI may see of the machine: enough to start, nothing that could point it at another
 * deployment.
 */
function environment(home, more) {
  const { NODE_COMPILE_CACHE } = process.env;
  return {
    ...(NODE_COMPILE_CACHE ? { NODE_COMPILE_CACHE } : {}), // starts sooner
    PATH: process.env.PATH,
    HOME: home,
    TMPDIR: process.env.TMPDIR ?? tmpdir(),
    CI: "1",
    NO_COLOR: "1",
    CONVEX_PROVISION_HOST: NO_CONTROL_PLANE,
    ...more,
  };
}

/** Ends the CLI with its children (esbuild, tsc); it may just have ended by itself. */
function killGroup(pid) {
  try {
    process.kill(-pid, "SIGKILL");
  } catch (error) {
    if (error.code !== "ESRCH") throw error;
  }
}

function collect(child, limit) {
  return new Promise((resolve, reject) => {
    let stdout = "";
    let stderr = "";
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      killGroup(child.pid);
    }, limit);
    child.stdout.on("data", (chunk) => (stdout += chunk));
    child.stderr.on("data", (chunk) => (stderr += chunk));
    child.once("error", (error) => {
      clearTimeout(timer);
      reject(error);
    });
    child.once("close", (code) => {
      clearTimeout(timer);
      resolve({ code, stdout, stderr, output: stdout + stderr, timedOut });
    });
  });
}

/**
 * Runs `convex …args --env-file F` in `app` and answers {code, stdout, stderr, output, timedOut}.
 * The CLI is the one that the app has in node_modules; `program` is a file of its package; `env`
 * are further variables. A
 * failure of the command is an answer, not an exception.
 */
export async function runCli({
  app,
  deployment,
  args,
  program = "bin/main.js",
  timeout = 180_000,
  env = {},
}) {
  const script = join(app, "node_modules", "convex", program);
  if (!existsSync(script)) throw new Error(`no Convex CLI at ${script}`);
  const home = mkdtempSync(join(tmpdir(), "cvx-cli-"));
  const envFile = join(home, "deployment.env");
  const lines = [
    `CONVEX_SELF_HOSTED_URL='${deployment.url}'`,
    `CONVEX_SELF_HOSTED_ADMIN_KEY='${deployment.adminKey}'`,
  ];
  writeFileSync(envFile, lines.join("\n") + "\n", { mode: 0o600 });
  chmodSync(envFile, 0o600);
  try {
    const child = spawn(process.execPath, [script, ...args, "--env-file", envFile], {
      cwd: app,
      env: environment(home, env),
      stdio: ["ignore", "pipe", "pipe"],
      detached: true, // its own process group, so that a time-out ends its children too
    });
    return await collect(child, timeout);
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

/**
 * `convex deploy` as the suites use it. `ok` needs both the exit code and the CLI's own word for
 * it.
 */
export async function deploy({ app, deployment, args = [], ...options }) {
  const fixed = ["deploy", "--typecheck", "disable"];
  const result = await runCli({ app, deployment, args: [...fixed, ...args], ...options });
  const said = result.output.includes(`Deployed Convex functions to ${deployment.url}`);
  return { ...result, ok: result.code === 0 && said };
}
