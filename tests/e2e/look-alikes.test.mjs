// Branches with the same files that want different things: what one of them removed, the other
// never had.
// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import test from "node:test";
import { inBegunWorld } from "./lib/world.mjs";

const ID = "20251101_000000_note";
const FILE = `convex/migrations/${ID}.ts`;
const SOURCE = `
import { migrations } from "../migrate";

export const up = migrations.define({ table: "users", migrateOne: () => undefined });
export const down = migrations.define({ table: "users", migrateOne: () => undefined });
`;

test(
  "a migration that one branch removed stays applied there, and is undone for its look-alike",
  inBegunWorld(async (world) => {
    await world.git("branch", "never-had-it");
    await world.git("checkout", "-q", "-b", "removed-it");
    world.write(FILE, SOURCE);
    await world.git("add", "-A");
    await world.git("commit", "-q", "-m", "Add a migration");
    await world.mustCvx("migrate");
    await world.git("rm", "-q", FILE);
    await world.git("commit", "-q", "-m", "It has run everywhere");
    await world.checkout("removed-it");
    assert.equal((await world.statuses())[ID], "completed");
    assert.equal(await world.gitText("diff", "never-had-it"), "");
    await world.checkout("never-had-it");
    assert.equal((await world.statuses())[ID], "rolled_back");
  }),
);
