// What several test processes need and one of them makes: a folder, kept under a name.
// SPDX-License-Identifier: MIT
import { existsSync, mkdirSync, mkdtempSync, rmSync, rmdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const LIMIT_MS = 120_000;
const own = new Map();

/** Where they lie: shared by a whole run of the suites, else this process's own. */
function home() {
  const { CVX_TEST_TEMPLATES } = process.env;
  if (CVX_TEST_TEMPLATES) return CVX_TEST_TEMPLATES;
  if (!own.has("")) {
    const folder = mkdtempSync(join(tmpdir(), "cvx-templates-"));
    process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
    own.set("", folder);
  }
  return own.get("");
}

/** False if another process is making it, which is then waited for. */
function begins(lock) {
  try {
    mkdirSync(lock, { recursive: false });
    return true;
  } catch (error) {
    if (error.code !== "EEXIST") throw error;
    return false;
  }
}

async function makeOnce(name, make) {
  const folder = join(home(), name);
  const done = `${folder}.done`;
  const lock = `${folder}.lock`;
  mkdirSync(home(), { recursive: true });
  for (const began = Date.now(); !existsSync(done); await sleep(50)) {
    if (Date.now() - began > LIMIT_MS)
      throw new Error(`not made within two minutes; if no test runs, remove '${lock}'`);
    if (!begins(lock)) continue;
    try {
      if (existsSync(done)) break;
      rmSync(folder, { recursive: true, force: true }); // of a process that died
      mkdirSync(folder);
      await make(folder);
      writeFileSync(done, "");
    } finally {
      rmdirSync(lock);
    }
  }
  return folder;
}

/** The folder of this name, filled by make(folder) if it isn't there yet. To be copied, not changed. */
export function madeOnce(name, make) {
  if (!own.has(name)) own.set(name, makeOnce(name, make));
  return own.get(name);
}
