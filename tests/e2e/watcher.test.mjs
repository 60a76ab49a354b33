// A running `convex dev` is the normal case: it pushes the work tree by itself about a second after
// a checkout, and a push of ours that fell into its push would end it.
// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import test from "node:test";
import { waitFor } from "../lib/deployment.mjs";
import { IDS, inWorld } from "./lib/world.mjs";

const READY = /Convex functions ready/;

/** Starts the official watcher in the work tree; answers once it has pushed. */
async function startWatcher(world) {
  const args = [world.path("node_modules/.bin/convex"), "dev", "--typecheck", "disable"];
  args.push("--tail-logs", "disable");
  const child = spawn(process.execPath, args, {
    cwd: world.dir,
    env: world.env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (said += chunk));
  await waitFor("the watcher's first push", () => READY.test(said));
  return {
    isAlive: () => child.exitCode === null && child.signalCode === null,
    said: () => said,
    async end() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill("SIGKILL");
      await once(child, "exit");
    },
  };
}

async function settled(world, { shape, status }) {
  const isNew = (user) => user.first !== undefined && user.name === undefined;
  await waitFor(`the ${shape} shape, enforced`, async () => {
    const users = await world.docs("users");
    const fits = users.length === 25 && users.every((user) => isNew(user) === (shape === "new"));
    return fits && (await world.schemaValidates());
  });
  assert.equal((await world.statuses())[IDS.splitName], status);
}

test("A running convex dev survives checkouts, and the data ends right", inWorld(async (world) => {
  await world.begin();
  const watcher = await startWatcher(world);
  try {
    for (let round = 0; round < 2; round++) {
      await world.checkout("feature/split-name");
      await settled(world, { shape: "new", status: "completed" });
      await world.checkout("main");
      await settled(world, { shape: "old", status: "rolled_back" });
      assert.ok(watcher.isAlive(), watcher.said());
    }
  } finally {
    await watcher.end();
  }
}));
