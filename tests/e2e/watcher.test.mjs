// A running `convex dev` is the normal case: it pushes the work tree by itself about a second after
// a checkout, and a push of ours that fell into its push would end it.
// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import test from "node:test";
import { CASES, assertNothingSealedIsLive, goRound, startWatcher } from "./lib/rounds.mjs";
import { inWorld } from "./lib/world.mjs";

/** CVX_ROUNDS=n takes n, of each case; one migration is what convex-versions moves. */
const { CVX_ROUNDS } = process.env;
const ROUNDS = Number(CVX_ROUNDS ?? 1);

for (const one of CVX_ROUNDS ? CASES : CASES.slice(1))
  test(
    `A running convex dev lives through rounds with ${one.what}, and the data is right`,
    inWorld(
      async (world, t) => {
        await world.begin();
        const watcher = await startWatcher(world);
        try {
          for (let round = 1; round <= ROUNDS; round++) {
            const began = performance.now();
            await goRound(world, one);
            assert.ok(watcher.isAlive(), `after round ${round}: ${watcher.said()}`);
            t.diagnostic(`round ${round}: ${((performance.now() - began) / 1000).toFixed(1)} s`);
          }
          await assertNothingSealedIsLive(world);
        } finally {
          await watcher.end();
        }
      },
      { officialCli: true },
    ),
  );
