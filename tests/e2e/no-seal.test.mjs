// A migration whose code isn't in the ledger, because something older applied it: it is undone
// with what git still holds of it, or it is said exactly what is missing.
// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import test from "node:test";
import * as expect from "./lib/expect.mjs";
import { addFeatures, becomeOfficial, commit } from "./lib/official.mjs";
import * as trial from "./lib/trials.mjs";
import { IDS, inWorld, onlyOnSandbox } from "./lib/world.mjs";

const FEATURE = "feature/split-name";
const FILE = `convex/migrations/${IDS.splitName}.ts`;
const TOKEN = "0123456789abcdef0123456789abcdef";
const HOLDER = { cloneId: "old", cloneName: "old", runId: "old", command: "old" };

function inLedger(world, fn, request) {
  return world.deployment.fn(fn, { version: 1, request }, trial.IN_CVX);
}

/** Leaves such a row of an applied migration as something older may have written. */
async function unseal(world, id, more = {}) {
  const { table, upPath, appliedBy } = (await world.ledger())[id];
  const request = { migrationId: id, direction: "up" };
  const undone = [{ migrationId: id, status: "rolled_back" }];
  await inLedger(world, "lease:acquire", { token: TOKEN, holder: HOLDER });
  await inLedger(world, "ledger:record", { token: TOKEN, reason: "mark", rows: undone });
  const row = { ...request, table, upPath, appliedBy, ...more };
  await inLedger(world, "ledger:begin", { token: TOKEN, row });
  await inLedger(world, "ledger:finish", { token: TOKEN, ...request, status: "completed" });
  await inLedger(world, "lease:release", { token: TOKEN });
  assert.equal((await world.ledger())[id].sealHash, undefined);
}

async function applyUnsealed(world, more) {
  await keepOnly(world, "main", FEATURE);
  await forget(world);
  await trial.beginWithoutHooks(world);
  await trial.moveTo(world, FEATURE);
  await unseal(world, IDS.splitName, more);
  await world.checkout("-q", "main");
}

/** Only these branches, and what HEAD will see from now on, lead to any commit. */
async function keepOnly(world, ...kept) {
  const branches = await world.gitText("for-each-ref", "--format=%(refname)", "refs/heads", "refs/cvx");
  for (const ref of branches.split("\n"))
    if (!kept.includes(ref.replace("refs/heads/", ""))) await world.git("update-ref", "-d", ref);
}

async function forget(world) {
  await world.git("reflog", "expire", "--expire=now", "--all");
  await world.git("gc", "-q", "--prune=now");
}

test(
  "code that the ledger never had is taken from the commit that only the reflog still knows",
  inWorld(async (world) => {
    await applyUnsealed(world);
    const tip = await world.gitText("rev-parse", FEATURE);
    await keepOnly(world, "main");
    const plan = await world.mustCvx("plan");
    const words = `no code that undoes '${IDS.splitName}': that of commit ${tip.slice(0, 10)}`;
    assert.match(plan.stdout, new RegExp(words));
    await world.mustCvx("migrate", "--yes");
    await expect.assertShape(world, "users", expect.OLD_USERS);
    await expect.assertInLine(world, { applied: [IDS.role], undone: [IDS.splitName] });
    assert.match((await world.ledger())[IDS.splitName].sealHash, /^[0-9a-f]{40}$/);
    await expect.assertEveryDocumentFits(world);
  }),
);

test(
  "of several versions the one that was applied is taken, not the newest",
  inWorld(async (world) => {
    const sourceHash = await world.gitText("rev-parse", `${FEATURE}:${FILE}`);
    const applied = await world.gitText("rev-parse", FEATURE);
    await applyUnsealed(world, { sourceHash });
    await world.checkout("-q", FEATURE);
    world.write(FILE, world.read(FILE).replace("export const down", "export const notDown"));
    await world.git("commit", "-qam", "Think better of going back");
    await world.checkout("-q", "main");
    const { stdout } = await world.mustCvx("plan");
    assert.match(stdout, new RegExp(`that of commit ${applied.slice(0, 10)} is taken`));
    await world.mustCvx("migrate", "--yes");
    await expect.assertShape(world, "users", expect.OLD_USERS);
  }),
);

test(
  "code that is nowhere: what is missing, and what can be done",
  inWorld(async (world) => {
    const commitSha = "1234567890123456789012345678901234567890";
    await applyUnsealed(world, {
      sourceHash: "0987654321098765432109876543210987654321",
      appliedBy: { cloneId: "old", cloneName: "Ada@old" },
      commitSha,
      branch: FEATURE,
    });
    const tip = await world.gitText("rev-parse", FEATURE);
    const error = (other) =>
      new RegExp(
        [
          `'${IDS.splitName}' must be undone, but the code that undoes it was never stored, and no`,
          ` commit or reflog entry here holds what was applied \\('${FILE}'${other}\\); it was`,
          " applied \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d UTC by 'Ada@old' from commit 1234567890 \\(feature/split-name\\)",
        ].join(""),
      );
    const hint = new RegExp(`mark --foreign ${IDS.splitName}[^]*mark --undone ${IDS.splitName}`);
    const refused = (other) =>
      expect.assertLeavesAlone(world, async () => {
        const answer = await world.cvx("migrate", "--yes");
        expect.assertOneLineError(answer, { exit: 4, error: error(other), hint });
      });
    await refused(`; commit ${tip.slice(0, 10)} holds another version of it`);
    await keepOnly(world, "main");
    await forget(world);
    await refused("");
    const plan = await world.cvx("plan");
    assert.equal(plan.code, 4);
    assert.match(plan.stdout, error(""));
    assert.match(plan.stdout, /\(or restore a backup of the data from before it was applied\)/);
    assert.match((await world.mustCvx("status")).stdout, error(""));
  }),
);

test(
  "an export of a module, too, as the module was when it was applied",
  onlyOnSandbox("its modules are not the suites' own"),
  inWorld(async (world) => {
    await becomeOfficial(world);
    await world.mustCvx("init");
    await commit(world, "Add git-cvx");
    await addFeatures(world);
    await world.mustCvx("migrate");
    await trial.moveTo(world, "names");
    const { sourceHash } = (await world.ledger()).splitName;
    await unseal(world, "splitName", { sourceHash });
    const applied = await world.gitText("rev-parse", "names");
    world.write("convex/migrations.ts", world.read("convex/migrations.ts").replace("rest.join", "rest.at"));
    await commit(world, "Edit it");
    await world.checkout("-q", "trunk");
    await keepOnly(world, "trunk");
    const { stdout } = await world.mustCvx("plan");
    assert.match(stdout, new RegExp(`that of commit ${applied.slice(0, 10)} is taken`));
    await world.mustCvx("migrate", "--yes");
    await expect.assertShape(world, "users", expect.OLD_USERS);
  }),
);
