// The process killed at every request that changes something, while the push child runs, and at
// each change of its journal: `continue` ends where an undisturbed run ends, and no child outlives.
// SPDX-License-Identifier: MIT
//
// A kill at a request that only reads finds the state of the kill after the writing one before it,
// so those are left out; CVX_TEST_EVERY_REQUEST=1 brings them in. The rounds go to and fro
// between two branches: each begins where the one before ended, which is part of what is tested,
// because the components remember every earlier life of a migration.
import assert from "node:assert/strict";
import { watch } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { begin, endState, FEATURE, isAside, JOURNALS, journals, killWhen } from "./lib/kills.mjs";
import { endLeftovers } from "./lib/programs.mjs";
import { IDS, inWorld, onlyOnSandbox } from "./lib/world.mjs";

const EVERY = process.env.CVX_TEST_EVERY_REQUEST === "1";
const READS = /^(\/|_system\/|ledger:(hello|read|get)$|lib:getStatus$|seals:get)/;
const POLL = "lib:getStatus";

/** One kill at `where`, seen in the end from the outside. */
async function killAndContinue(world, gate, { branch, where, end }) {
  await world.checkout("-q", branch);
  await killWhen(world, gate.hold(where));
  assert.deepEqual(await endLeftovers(world.root), [], "a child outlived git-cvx");
  gate.letGo();
  await world.mustCvx("continue");
  assert.deepEqual(await endState(world), end);
  assert.deepEqual(journals(world), [], "the journal is gone");
}

/** A whole run that nobody disturbs; answers what it requested and where it ended. */
async function undisturbed(world, gate, branch) {
  await world.checkout("-q", branch);
  gate.forget();
  await world.mustCvx("migrate", "--yes");
  const requests = [...gate.requests];
  return { branch, requests, end: await endState(world) };
}

/**
 * Where to kill: [{by, label, nth, when}], in the order of the requests. Before a request the state
 * is that after the change before it, unless a push or nothing at all came in between.
 */
function places({ requests }) {
  const counts = new Map();
  const found = [];
  let isNew = true;
  for (const { by, label } of requests) {
    const nth = (counts.get(by + label) ?? 0) + 1;
    counts.set(by + label, nth);
    if (by === "cli") isNew = true;
    if (by === "cli" || (!EVERY && READS.test(label))) continue;
    if (label === POLL && nth > 2) continue; // how often it is asked is a matter of speed
    if (isNew || EVERY) found.push({ by, label, nth, when: "before" });
    found.push({ by, label, nth, when: "after" });
    isNew = false;
  }
  return found;
}

/** In the midst of the push child's life: the beginning, the middle and the end of its work. */
function placesOfPushes({ requests }) {
  const pushes = requests.filter(({ label }) => label === "/api/deploy2/start_push").length;
  return [
    { by: "cli", label: "/api/deploy2/start_push", nth: 1, when: "before" },
    { by: "cli", label: "/api/deploy2/wait_for_schema", nth: pushes - 1, when: "before" },
    { by: "cli", label: "/api/deploy2/finish_push", nth: 1, when: "after" },
  ];
}

/** a1 b1 a2 b2 …, and what is left of the longer list with undisturbed runs in between. */
async function sweep(t, world, gate, lists, placesOf) {
  const todo = lists.map((list) => ({ ...list, places: placesOf(list) }));
  assert.ok(
    todo.every(({ places }) => places.length > 2),
    "there is something to kill at",
  );
  const most = Math.max(...todo.map(({ places }) => places.length));
  let rounds = 0;
  for (let i = 0; i < most; i++) {
    for (const { branch, end, places } of todo) {
      const where = places[i];
      if (!where) {
        await undisturbed(world, gate, branch);
        continue;
      }
      rounds++;
      const what = `${branch}: ${where.when} ${where.by}'s ${where.label} (${where.nth})`;
      try {
        await killAndContinue(world, gate, { branch, where, end });
      } catch (error) {
        t.diagnostic(`killed on the way to ${what}`);
        throw error;
      }
    }
  }
  t.diagnostic(`${rounds} kills`);
}

/** Kept at the nth change of the journal itself. */
function journalChange(world, nth) {
  return new Promise((reached) => {
    let seen = 0;
    const watcher = watch(join(world.dir, JOURNALS), (kind, name) => {
      if (kind !== "rename" || isAside(name) || ++seen < nth) return;
      watcher.close();
      reached();
    });
  });
}

async function killAtJournal(world, { branch, end }, nth) {
  await world.checkout("-q", branch);
  await killWhen(world, journalChange(world, nth));
  assert.deepEqual(await endLeftovers(world.root), [], "a child outlived git-cvx");
  await world.mustCvx("continue");
  assert.deepEqual(await endState(world), end);
}

test(
  "Killed at any time, continue ends where an undisturbed run ends, and no child outlives",
  onlyOnSandbox("a proxy stands in between"),
  inWorld(async (world, t) => {
    const gate = await begin(world);
    const seeded = await world.docs("users");
    try {
      const there = await undisturbed(world, gate, FEATURE);
      const back = await undisturbed(world, gate, "main");
      assert.equal(there.end.statuses[IDS.splitName], "completed");
      assert.deepEqual(back.end.users, seeded);
      await t.test("at each request that changes something, before and after", (t) =>
        sweep(t, world, gate, [there, back], places),
      );
      await t.test("while the push child runs, which ends too", (t) =>
        sweep(t, world, gate, [there, back], placesOfPushes),
      );
      await t.test("right after the journal was written", async () => {
        await killAtJournal(world, there, 1);
        await killAtJournal(world, back, 1);
      });
    } finally {
      await gate.close();
    }
  }),
);
