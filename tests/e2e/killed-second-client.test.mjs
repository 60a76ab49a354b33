// A run is killed, and before it is continued another clone brings the same deployment in line with
// its own branch: nothing of either is lost, and `continue` still ends where it wanted to.
// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import test from "node:test";
import { cloneBeside } from "./lib/beside.mjs";
import { begin, endState, FEATURE, JOURNALS, journals, killWhen } from "./lib/kills.mjs";
import { endLeftovers } from "./lib/programs.mjs";
import { inWorld, onlyOnSandbox } from "./lib/world.mjs";

/** Where the first client is killed: the bridge just open, during a migration, before the end. */
const PLACES = {
  [FEATURE]: [
    { by: "git-cvx", label: "ledger:openBridge", nth: 1, when: "after" },
    { by: "git-cvx", label: "lib:getStatus", nth: 2, when: "before" },
  ],
  main: [
    { by: "cli", label: "/api/deploy2/finish_push", nth: 1, when: "after" },
    { by: "git-cvx", label: "ledger:closeBridge", nth: 1, when: "before" },
  ],
};

/** A clone of its own on the same deployment; not through the gate. */
function openSecond(world) {
  const { url, adminKey } = world.deployment;
  const link = `CONVEX_SELF_HOSTED_URL='${url}'\nCONVEX_SELF_HOSTED_ADMIN_KEY='${adminKey}'\n`;
  return cloneBeside(world, "second", link);
}

/** As two minutes do: the lease of a client that was killed ends. */
async function endLease(world) {
  const [journal] = journals(world);
  const [, token] = /^token[ =]+"?([0-9a-f]{32})/m.exec(world.read(`${JOURNALS}/${journal}`));
  const envelope = { version: 1, request: { token } };
  await world.deployment.fn("lease:release", envelope, { component: "cvx" });
}

test(
  "Killed, with a second client in between, continue ends where an undisturbed run ends",
  onlyOnSandbox("a proxy stands in between"),
  inWorld(async (world, t) => {
    const gate = await begin(world);
    const second = await openSecond(world);
    const end = {};
    try {
      for (const branch of [FEATURE, "main"]) {
        await world.checkout("-q", branch);
        await world.mustCvx("migrate", "--yes");
        end[branch] = await endState(world);
      }
      for (const branch of [FEATURE, "main"]) {
        for (const where of PLACES[branch]) {
          t.diagnostic(`${branch}: ${where.when} ${where.by}'s ${where.label} (${where.nth})`);
          const other = branch === "main" ? FEATURE : "main";
          await second.must("checkout", "-q", other);
          await second.must("cvx", "migrate", "--yes", "--take-over");
          await world.checkout("-q", branch);
          await killWhen(world, gate.hold(where), "--take-over");
          assert.deepEqual(await endLeftovers(world.root), [], "a child outlived git-cvx");
          gate.letGo();
          await endLease(world);
          await second.must("cvx", "migrate", "--yes", "--take-over");
          assert.deepEqual(await endState(world), end[other]);
          await world.mustCvx("continue");
          assert.deepEqual(await endState(world), end[branch]);
        }
      }
    } finally {
      await gate.close();
    }
  }),
);
