// From 100,000 documents on the CLI asks before it builds or drops an index, where `convex dev` doesn't.
// It is told here that one document is many.
// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import test from "node:test";
import { installCliWith } from "./lib/packages.mjs";
import { IDS, inBegunWorld } from "./lib/world.mjs";

const ONE_IS_MANY = {
  CONVEX_MIN_DOCUMENTS_FOR_INDEX_BACKFILL_WARNING: "1",
  CONVEX_MIN_DOCUMENTS_FOR_INDEX_DELETE_WARNING: "1",
};

/** A schema in which the users have one index more. */
function withIndex(schema) {
  const more = schema.replace(
    /(users: defineTable\(\{[^]*?\n +\}\))/,
    '$1.index("by_test", ["role"])',
  );
  assert.notEqual(more, schema);
  return more;
}

async function indexesOfUsers(world) {
  const { tables } = await world.deployment.activeSchema();
  const { indexes } = tables.find(({ tableName }) => tableName === "users");
  return indexes.map(({ indexDescriptor }) => indexDescriptor);
}

test(
  "an index of a large table is built and dropped on a deployment of development, unasked",
  inBegunWorld(async (world) => {
    const edit = (change) =>
      world.write("convex/schema.ts", change(world.read("convex/schema.ts")));
    const asleep = (...args) => world.run("git", args, { env: { CVX_SKIP: "1" } });
    installCliWith(world, ONE_IS_MANY);
    edit(withIndex);
    const { ok, output } = await world.tryPlainPush();
    assert.ok(!ok && output.includes("To confirm the push:"), output);
    await asleep("checkout", "-q", "--", "convex/schema.ts");

    await asleep("checkout", "-q", "feature/split-name");
    edit(withIndex);
    await world.mustCvx("migrate");
    assert.equal((await world.statuses())[IDS.splitName], "completed");
    assert.ok((await indexesOfUsers(world)).includes("by_test"));

    await asleep("checkout", "-q", "--", "convex/schema.ts");
    await asleep("checkout", "-q", "main");
    await world.mustCvx("migrate", "--yes");
    assert.equal((await world.statuses())[IDS.splitName], "rolled_back");
    assert.ok(!(await indexesOfUsers(world)).includes("by_test"));
  }),
);
