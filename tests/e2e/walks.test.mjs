// Random walks of two clones over random branches: whatever is written, edited, deleted, merged,
// rebased, squashed or killed, the deployment ends as the branch that was brought in line last.
// SPDX-License-Identifier: MIT
//
// A walk that fails is shrunk to the moves that it takes, and shown. CVX_SEED=n repeats the walk n,
// CVX_WALKS=n takes n of them, from that one on; tests/run/test_walk.c takes many more, with a deployment in memory.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { IDS } from "./lib/fields-app.mjs";
import { describeMove, makeWalk, shrink } from "./lib/walk.mjs";
import { takeWalk } from "./lib/walker.mjs";
import { onlyOnSandbox } from "./lib/world.mjs";

const MOST = 4;
const WALKS = 4;

const { CVX_SEED = 1, CVX_WALKS = process.env.CVX_SEED ? 1 : WALKS } = process.env;
const seeds = Array.from({ length: Number(CVX_WALKS) }, (_, i) => Number(CVX_SEED) + i);
const seen = { moves: 0, deaths: 0, refused: 0 };

async function tell(t, walk, { wrong, transcript }) {
  const uncounted = { ...seen };
  const take = async (shorter) => (await takeWalk(shorter, uncounted))?.wrong ?? null;
  const { seed, policy, moves } = await shrink(walk, wrong, take);
  t.diagnostic(transcript);
  const lines = [
    `CVX_SEED=${seed}, ${JSON.stringify(policy)}: ${wrong}, after`,
    ...moves.map(describeMove),
  ];
  return lines.join("\n  ");
}

describe("a random walk", { concurrency: 2, ...onlyOnSandbox("each has a sandbox") }, () => {
  for (const seed of seeds)
    it(`of seed ${seed} ends with the branch's data`, async (t) => {
      const walk = makeWalk(seed, { ids: IDS, most: MOST });
      const answer = await takeWalk(walk, seen);
      if (answer) assert.fail(await tell(t, walk, answer));
    });
});
