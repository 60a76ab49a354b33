// Trials of the ledger's travel in time: older and newer copies of its code, none at all, and
// starts that must happen whole or not at all.
// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import test from "node:test";
import { FunctionError } from "../lib/deployment.mjs";
import { makeNewer } from "../../component/test/newer.mjs";
import * as trial from "./lib/trials.mjs";
import { IDS, inWorld } from "./lib/world.mjs";

const FEATURE = "feature/split-name";
const TOKEN = "0123456789abcdef0123456789abcdef";
const HOLDER = { cloneId: "another", cloneName: "another", runId: "trial", command: "trial" };

function inLedger(world, fn, request) {
  return world.deployment.fn(fn, { version: 1, request }, trial.IN_CVX);
}

async function withLease(world, work) {
  await inLedger(world, "lease:acquire", { token: TOKEN, holder: HOLDER });
  await work();
  await inLedger(world, "lease:release", { token: TOKEN });
}

/** Rows as a later version of the component writes them. */
async function annotate(world) {
  await withLease(world, async () => {
    for (const migrationId of [IDS.role, IDS.splitName])
      await inLedger(world, "extra:annotate", {
        token: TOKEN,
        migrationId,
        treeId: "t1",
        note: "n",
      });
  });
}

test(
  "E1 T4: an older copy of the component takes over rows of a newer one, fields and all",
  inWorld(async (world) => {
    await trial.beginWithoutHooks(world);
    const before = await world.docs("users");
    await world.checkout("-q", "-b", "newer", FEATURE);
    makeNewer(world.path("convex/cvx"));
    await world.git("add", "-A");
    await world.git("commit", "-qm", "Come back from the future");
    await world.mustCvx("migrate", "--yes");
    assert.equal((await world.hello()).version, 2);
    await annotate(world);

    await trial.moveTo(world, "main");
    assert.equal((await world.hello()).version, 1, "main's own copy is live");
    const rows = await world.ledger();
    for (const id of [IDS.role, IDS.splitName]) {
      assert.equal(rows[id].treeId, "t1", id);
      assert.deepEqual(rows[id].proof, { steps: [1, 2] }, id);
    }
    assert.deepEqual(await world.docs("users"), before);

    await trial.moveTo(world, "newer");
    assert.equal((await world.ledger())[IDS.role].treeId, "t1");
    assert.equal((await world.ledger())[IDS.splitName].status, "completed");
  }),
);

test(
  "E2: a branch without git-cvx unmounts the ledger; its rows are back with the next push",
  inWorld(async (world) => {
    await trial.beginWithoutHooks(world);
    const { ledgerId } = await world.hello();
    const rows = await world.ledger();
    await trial.branchWith(world, "without", "main", {
      "convex/cvx": null,
      "convex/cvxStart.ts": null,
      "convex/convex.config.ts": [
        'import migrations from "@convex-dev/migrations/convex.config";',
        'import { defineApp } from "convex/server";',
        "const app = defineApp();",
        "app.use(migrations);",
        "export default app;\n",
      ].join("\n"),
    });
    const alone = await world.cvx("migrate", "--yes");
    assert.match(alone.stderr, /has no git-cvx app .*data stays as it is/);
    assert.deepEqual(await world.ledger(), rows, "nothing was pushed");
    await world.plainPush();
    await assert.rejects(world.hello());

    await trial.moveTo(world, FEATURE);
    assert.equal((await world.hello()).ledgerId, ledgerId);
    const after = await world.ledger();
    assert.deepEqual(after[IDS.role], rows[IDS.role]);
    assert.equal(after[IDS.splitName].status, "completed");
    assert.ok((await world.docs("users")).every(({ first }) => first !== undefined));
  }),
);

test(
  "E7: a start with a stale lease, or of a function that isn't there, leaves neither row nor documents changed",
  inWorld(async (world) => {
    await trial.beginWithoutHooks(world);
    const id = "20251101_090000_shout";
    await trial.branchWith(world, "feature/shout", "main", {
      [`convex/migrations/${id}.ts`]: trial.migrationText({
        up: "return { handle: doc.handle.toUpperCase() };",
        down: "return { handle: doc.handle.toLowerCase() };",
      }),
    });
    await world.plainPush();
    const users = await world.docs("users");
    const rows = await world.ledger();
    const start = (token, fn) => {
      const row = { migrationId: id, direction: "up", upPath: fn };
      return world.deployment.fn("cvxStart:start", {
        version: 1,
        request: { token, row, fn, args: {} },
      });
    };
    const isLost = (error) => error instanceof FunctionError && error.data?.code === "LEASE_LOST";
    await assert.rejects(start("stale", `migrations/${id}:up`), isLost);
    await withLease(world, async () => {
      await assert.rejects(start("stale", `migrations/${id}:up`), isLost);
      await assert.rejects(start(TOKEN, `migrations/${id}:nowhere`), FunctionError);
    });
    assert.deepEqual(await world.docs("users"), users);
    assert.deepEqual(await world.ledger(), rows);
    // And the same start by who holds the lease does both.
    await withLease(world, () => start(TOKEN, `migrations/${id}:up`));
    assert.equal((await world.ledger())[id].status, "running");
    assert.ok((await world.docs("users")).every(({ handle }) => handle === handle.toUpperCase()));
    await world.mustCvx("migrate", "--yes");
    assert.equal((await world.ledger())[id].status, "completed");
  }),
);
