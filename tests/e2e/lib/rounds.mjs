// Forth and back between branches with the hooks installed, beside a running `convex dev`.
// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { waitFor } from "../../lib/deployment.mjs";
import { IDS } from "./world.mjs";

const READY = /Convex functions ready/;

/** Starts the official watcher in the work tree; answers once it has pushed. */
export async function startWatcher(world) {
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

const { role, splitName, markHandles, searchText } = IDS;

/** To and fro between main and one of these. With two downs the documents fit after the first,
 * so the watcher's push falls in between and takes the sealed functions away. */
export const CASES = [
  {
    what: "one migration",
    branch: "feature/split-name",
    ids: [splitName],
    isThere: (user) => user.first !== undefined && user.name === undefined,
    isAway: (user) => user.first === undefined && user.name !== undefined,
  },
  {
    what: "two migrations",
    branch: "feature/two-steps",
    ids: [markHandles, searchText],
    isThere: (user) => user.handle.startsWith("@") && user.searchText !== undefined,
    isAway: (user) => !user.handle.startsWith("@") && user.searchText === undefined,
  },
];
/** Checks out, with nothing going wrong, and waits until all is at rest. */
export async function goTo(world, branch, { ids, status, fits }) {
  const { stderr } = await world.checkout(branch);
  assert.doesNotMatch(stderr, /git cvx: (error|warning|hint):/, stderr);
  const users = await world.docs("users");
  assert.equal(users.length, 25);
  assert.ok(users.every(fits), `on ${branch}: ${JSON.stringify(users[0])}`);
  const rows = await world.statuses();
  for (const id of [role, ...ids]) assert.equal(rows[id], id === role ? "completed" : status);
  await waitFor(`${branch}'s schema, enforced`, () => world.schemaValidates());
  const { lease, bridge } = await world.hello();
  assert.deepEqual({ lease, bridge }, { lease: null, bridge: null });
}

/** One round of a case, to the branch and back to main. */
export async function goRound(world, { branch, ids, isThere, isAway }) {
  await goTo(world, branch, { ids, status: "completed", fits: isThere });
  await goTo(world, "main", { ids, status: "rolled_back", fits: isAway });
}

/** No code of a run is left on the deployment. */
export async function assertNothingSealedIsLive(world) {
  const functions = await world.deployment.functions();
  assert.deepEqual(
    functions.filter((name) => name.startsWith("cvxSealed/")),
    [],
  );
}
