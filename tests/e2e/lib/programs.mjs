// Runs git, git-cvx and other programs for a test, in an environment that holds nothing of the
// machine's, and finds what they leave running.
// SPDX-License-Identifier: MIT
//
// Every program gets the variable TEST_WORLD, by which its descendants are recognised, however far
// they have detached themselves; the app's programs inherit no variable of git-cvx's own (CVX_…).
import { spawn } from "node:child_process";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { delimiter, dirname, join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

export const SOURCE = fileURLToPath(new URL("../../../", import.meta.url));
/** Where git-cvx and git-cvx-hook were built. */
export const BUILD = resolve(process.env.CVX_BUILD ?? join(SOURCE, ".build/release"));

const { NODE_COMPILE_CACHE } = process.env;
const RUN_LIMIT_MS = 180_000;
const PIPES_LIMIT_MS = 1_000;
const MARK = "TEST_WORLD";
const SUPPRESSIONS = join(SOURCE, "tests/lsan.supp");

/** The folder that holds a program, of those in the PATH of the tests. */
function folderOf(program) {
  const folders = (process.env.PATH ?? "").split(delimiter);
  const found = folders.find((folder) => existsSync(join(folder, program)));
  if (!found) throw new Error(`no '${program}' in PATH`);
  return found;
}

/** All that a program may see of the machine. `programs` is the folder of git-cvx. */
export function environment({ home, world, programs = BUILD }) {
  const folders = [programs, dirname(process.execPath), folderOf("git"), folderOf("sh")];
  return {
    PATH: [...new Set(folders)].join(delimiter),
    HOME: home,
    TMPDIR: home,
    [MARK]: world,
    TZ: "UTC",
    LC_ALL: "C",
    CI: "1", // keeps the Convex CLI from reporting to its makers
    CONVEX_PROVISION_HOST: "http://127.0.0.1:9", // nothing listens there
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_AUTHOR_NAME: "Ada Example",
    GIT_AUTHOR_EMAIL: "ada@example.com",
    GIT_COMMITTER_NAME: "Ada Example",
    GIT_COMMITTER_EMAIL: "ada@example.com",
    GIT_EDITOR: "true",
    LSAN_OPTIONS: `suppressions=${SUPPRESSIONS}:print_suppressions=0`,
    ...(NODE_COMPILE_CACHE ? { NODE_COMPILE_CACHE } : {}), // Node starts sooner
  };
}

/**
 * Runs a program to its end and answers {code, signal, stdout, stderr, ms}; its failure is an
 * answer. Its standard input is empty.
 */
export function run(program, args, { cwd, env, limit = RUN_LIMIT_MS }) {
  return new Promise((resolve, reject) => {
    const began = performance.now();
    const child = spawn(program, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
    const answer = { code: null, signal: null, stdout: "", stderr: "", ms: 0 };
    let timer = setTimeout(() => child.kill("SIGKILL"), limit);
    child.stdout.on("data", (chunk) => (answer.stdout += chunk));
    child.stderr.on("data", (chunk) => (answer.stderr += chunk));
    child.once("error", (error) => {
      clearTimeout(timer);
      reject(error);
    });
    child.once("exit", (code, signal) => {
      clearTimeout(timer);
      Object.assign(answer, { code, signal, ms: performance.now() - began });
      // A process that was left behind may hold the pipes open for ever.
      timer = setTimeout(() => {
        child.stdout.destroy();
        child.stderr.destroy();
      }, PIPES_LIMIT_MS);
    });
    child.once("close", () => {
      clearTimeout(timer);
      resolve(answer);
    });
  });
}

/**
 * The process ids that carry the mark of this world, what they run, and their environment. Linux
 * only.
 */
export function running(world) {
  const found = [];
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      const marks = readFileSync(`/proc/${pid}/environ`, "utf8").split("\0");
      if (!marks.includes(`${MARK}=${world}`)) continue;
      const command = readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trim();
      if (command) found.push({ pid: Number(pid), command, environment: marks }); // else it has ended already
    } catch (error) {
      if (!["ENOENT", "ESRCH", "EACCES", "EPERM"].includes(error.code)) throw error;
    }
  }
  return found;
}

/**
 * Waits a moment for the world's processes to end, ends those that don't, and answers their
 * commands.
 */
export async function endLeftovers(world) {
  if (!existsSync("/proc/self/environ")) return [];
  let left = running(world);
  for (let turn = 0; left.length > 0 && turn < 40; turn++) {
    await sleep(50);
    left = running(world);
  }
  for (const { pid } of left) {
    try {
      process.kill(pid, "SIGKILL");
    } catch (error) {
      if (error.code !== "ESRCH") throw error;
    }
  }
  return left.map(({ command }) => command);
}
