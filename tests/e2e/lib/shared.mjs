// Lets worlds use, one after the other, the deployment that CVX_TEST_URL names: claimed, and empty
// at the beginning of each.
// SPDX-License-Identifier: MIT
//
// Test files run side by side; whoever uses the deployment holds a lock in the temporary folder.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { AppCopy } from "../../lib/app-copy.mjs";
import { claim, deploymentOfEnvironment, requireOurs, wipeRoot } from "../../lib/guard.mjs";
import { MODULES, OWN } from "./chat.mjs";

const EMPTY_APP = fileURLToPath(new URL("empty-app/", import.meta.url));

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

function takeLock(folder) {
  try {
    mkdirSync(folder);
  } catch (error) {
    if (error.code !== "EEXIST") throw error;
    return false;
  }
  writeFileSync(join(folder, "pid"), String(process.pid));
  return true;
}

function holderIsGone(folder) {
  try {
    return !isAlive(Number(readFileSync(join(folder, "pid"), "utf8")));
  } catch (error) {
    if (error.code !== "ENOENT") throw error;
    return false; // being taken or released just now
  }
}

async function lock(url) {
  const name = createHash("sha256").update(url).digest("hex").slice(0, 16);
  const folder = join(tmpdir(), `cvx-test-${name}.lock`);
  while (!takeLock(folder)) {
    if (holderIsGone(folder)) rmSync(folder, { recursive: true, force: true });
    else await sleep(100);
  }
  return () => rmSync(folder, { recursive: true, force: true });
}

/** No function but the marker's, no document but the marker, no component. */
async function empty(deployment) {
  const app = new AppCopy({ from: EMPTY_APP, modules: MODULES, deployment });
  try {
    app.keepOnlyMarker();
    await app.push();
    await wipeRoot(deployment);
    for (const { id, path, state } of await deployment.components())
      if (path !== "" && state !== "active")
        await deployment.post("/api/delete_component", { componentId: id });
    await claim(deployment, OWN);
  } finally {
    app.dispose();
  }
}

/** Answers {deployment, release()}, or null if the environment names no deployment. */
export async function takeSharedDeployment() {
  const deployment = deploymentOfEnvironment();
  if (!deployment) return null;
  const unlock = await lock(deployment.url);
  try {
    await requireOurs(deployment);
    await empty(deployment);
  } catch (error) {
    unlock();
    throw error;
  }
  const release = async () => {
    try {
      await empty(deployment);
    } finally {
      unlock();
    }
  };
  return { deployment, release };
}
