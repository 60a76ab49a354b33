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

const { role, splitName, markHandles, searchText } = IDS;

/** To and fro between main and one of these. With two downs the documents fit after the first,
 * so the watcher's push falls in between and takes the sealed functions away. */
const CASES = [
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
/** CVX_ROUNDS=n takes n. */
const ROUNDS = Number(process.env.CVX_ROUNDS ?? 2);

/** Checks out, with nothing going wrong, and waits until all is at rest. */
async function goTo(world, branch, { ids, status, fits }) {
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

for (const { what, branch, ids, isThere, isAway } of CASES)
  test(
    `A running convex dev lives through rounds with ${what}, and the data is right`,
    inWorld(
      async (world, t) => {
        await world.begin();
        const watcher = await startWatcher(world);
        try {
          for (let round = 1; round <= ROUNDS; round++) {
            const began = performance.now();
            await goTo(world, branch, { ids, status: "completed", fits: isThere });
            await goTo(world, "main", { ids, status: "rolled_back", fits: isAway });
            assert.ok(watcher.isAlive(), `after round ${round}: ${watcher.said()}`);
            t.diagnostic(`round ${round}: ${((performance.now() - began) / 1000).toFixed(1)} s`);
          }
          assert.deepEqual(
            (await world.deployment.functions()).filter((name) => name.startsWith("cvxSealed/")),
            [],
          );
        } finally {
          await watcher.end();
        }
      },
      { officialCli: true },
    ),
  );
