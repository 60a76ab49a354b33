// A schema that differs although no migration does: nothing is pushed, and that is said once.
// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import test from "node:test";
import { inBegunWorld } from "./lib/world.mjs";

const SCHEMA = "convex/schema.ts";
const NOTE = /the schema of wider is another one, but no migration differs: nothing is pushed/;

test(
  "A checkout that changes the schema alone says so, once, and pushes nothing",
  inBegunWorld(async (world) => {
    await world.checkout("-q", "-b", "wider");
    const schema = world.read(SCHEMA);
    world.write(SCHEMA, schema.replace("defineTable({", "defineTable({\n    extra: v.optional(v.string()),"));
    assert.notEqual(world.read(SCHEMA), schema);
    await world.git("commit", "-qam", "Widen a table");
    await world.checkout("-q", "main");
    const pushed = await world.deployment.activeSchema();

    const first = await world.checkout("wider");
    assert.match(first.stderr, NOTE);
    assert.deepEqual(await world.deployment.activeSchema(), pushed);
    world.write(SCHEMA, world.read(SCHEMA)); // wakes git-cvx, with the same contents
    const again = await world.checkout("wider");
    assert.doesNotMatch(again.stderr, /schema/);
  }),
);
