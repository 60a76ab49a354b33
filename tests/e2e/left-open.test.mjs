// Schema validation that a killed run has left off where no ledger could say so is turned on again
// by whoever comes next.
// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import test from "node:test";
import * as expect from "./lib/expect.mjs";
import { Gate } from "./lib/gate.mjs";
import { endLeftovers } from "./lib/programs.mjs";
import * as trial from "./lib/trials.mjs";
import { IDS, inWorld, onlyOnSandbox } from "./lib/world.mjs";

/** Everybody sees that validation is off, and the next run turns it on. */
async function findAndMend(world) {
  assert.equal((await world.hello()).bridge, null, "nobody has said so");
  assert.equal(await world.schemaValidates(), false, "validation is off");

  // A branch that the documents fit as they are: nothing is to be moved.
  await trial.branchWith(world, "unmoved", "main", {
    [`convex/migrations/${IDS.role}.ts`]: null,
    "convex/schema.ts": await world.gitText("show", "before-init:convex/schema.ts"),
  });
  const status = await world.mustCvx("status");
  assert.match(status.stdout, /Schema validation is off/);
  const plan = JSON.parse((await world.mustCvx("plan", "--json")).stdout);
  assert.deepEqual(plan.steps, []);
  assert.equal(plan.closesBridge, true);
  await world.mustCvx("migrate");
  await expect.assertInLine(world, { applied: [] });
  await expect.assertEveryDocumentFits(world);
}

test(
  "kill -9 between the push that brings the ledger, with validation off, and its announcement",
  onlyOnSandbox("requests are held"),
  inWorld(async (world) => {
    await world.checkout("-q", "before-init");
    await world.plainPush();
    await world.seed();
    const gate = await Gate.open(world.deployment.url);
    try {
      world.link({ url: gate.url });
      await world.checkout("-q", "feature/split-name");
      const held = gate.hold({ by: "cli", label: "/api/deploy2/finish_push", when: "after" });
      const { child, ended, said } = trial.startCvx(world, "migrate", "--yes");
      await Promise.race([held, ended.then(() => assert.fail(said()))]);
      child.kill("SIGKILL");
      await ended;
      await endLeftovers(world.root);
      gate.letGo();
      await findAndMend(world);
    } finally {
      await gate.close();
    }
  }),
);
