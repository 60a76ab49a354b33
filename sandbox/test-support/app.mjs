// app.mjs - small Convex apps in scratch directories, and the official CLI run hermetically in them.
// SPDX-License-Identifier: MIT
import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { ROOT, scratchDirectory } from "./sandbox.mjs";

const CLI_LIMIT_MS = 40_000;

const PACKAGE = { name: "app", private: true, type: "module", dependencies: { convex: "1.48.0" } };

export function writeFiles(dir, files) {
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(dir, name);
    if (text === null) {
      fs.rmSync(file, { force: true, recursive: true });
      continue;
    }
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, text);
  }
}

function environment(home) {
  return {
    PATH: process.env.PATH,
    HOME: home,
    CI: "1",
    CONVEX_PROVISION_HOST: "http://127.0.0.1:9",
    NO_COLOR: "1",
  };
}

/** An app with these files below convex/, linked to `sandbox` by an env file. */
export function makeApp(t, sandbox, files) {
  const dir = scratchDirectory(t);
  const home = scratchDirectory(t);
  writeFiles(dir, {
    "package.json": JSON.stringify(PACKAGE),
    "deployment.env": sandbox.envFile,
  });
  fs.symlinkSync(path.join(ROOT, "node_modules"), path.join(dir, "node_modules"));
  const write = (changes) => writeFiles(path.join(dir, "convex"), changes);
  write(files);
  const start = (args) => {
    const child = spawn(path.join(dir, "node_modules/.bin/convex"), args, {
      cwd: dir,
      env: environment(home),
      stdio: ["ignore", "pipe", "pipe"],
    });
    t.after(() => child.kill("SIGKILL"));
    return child;
  };
  const convex = (...args) => collect(start([...args, "--env-file", "deployment.env"]));
  return {
    dir,
    write,
    start,
    convex,
    deploy: (...args) => convex("deploy", "--typecheck", "disable", ...args),
    devOnce: (...args) =>
      convex("dev", "--once", "--typecheck", "disable", "--tail-logs", "disable", ...args),
  };
}

/** -> {code, stdout, stderr} */
export function collect(child) {
  const result = { stdout: "", stderr: "" };
  child.stdout.on("data", (chunk) => {
    result.stdout += chunk;
  });
  child.stderr.on("data", (chunk) => {
    result.stderr += chunk;
  });
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill("SIGKILL");
      reject(new Error(`the CLI did not end: ${result.stderr}`));
    }, CLI_LIMIT_MS);
    child.once("close", (code) => {
      clearTimeout(timer);
      resolve({ ...result, code });
    });
  });
}
