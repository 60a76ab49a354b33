// Pushes that the deployment refuses, in the words of the real one: races are tried again, and why
// anything else was refused is told with its place.
// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { IDS, inBegunWorld, onlyOnSandbox } from "./lib/world.mjs";

const { splitName } = IDS;
const NEW_DOCUMENT =
  'New document in table "users" does not match the schema: Object is missing the required field `first`. ' +
  "Consider wrapping the field validator in `v.optional(...)` if this is expected.";

/** The steps of a push at which the backend's source says so. */
const RACES = [
  ["start_push", 409, "ExistingModuleHashConflict", "Existing module hash does not match."],
  ["finish_push", 400, "SchemaAlreadyOverwritten", "Schema has already been overwritten."],
  ["finish_push", 400, "RaceDetected", "Environment variables have changed during push"],
  [
    "finish_push",
    400,
    "SchemaAlreadyFailed",
    `Schema has already been failed with error: ${NEW_DOCUMENT}`,
  ],
];

const asleep = (world, branch) =>
  world.run("git", ["checkout", "-q", branch], { env: { CVX_SKIP: "1" } });

describe("races", onlyOnSandbox("faults"), () => {
  it(
    "a push that lost against another one is tried again, and the data moves",
    inBegunWorld(async (world) => {
      let forth = true;
      for (const [step, status, code, message] of RACES) {
        await asleep(world, forth ? "feature/split-name" : "main");
        await world.controls.addFault({
          route: `POST /api/deploy2/${step}`,
          action: {
            type: "fail",
            status,
            code,
            message: `Hit an error while pushing:\n${message}`,
          },
        });
        const { stderr } = await world.mustCvx("migrate", "--yes");
        assert.doesNotMatch(stderr, /error/, code);
        assert.equal((await world.statuses())[splitName], forth ? "completed" : "rolled_back");
        assert.ok(await world.schemaValidates());
        await world.controls.clearFaults();
        forth = !forth;
      }
    }),
  );
});

describe("a push that is refused", () => {
  it(
    "says what is wrong and where, and all of it with -v",
    inBegunWorld(async (world) => {
      await asleep(world, "feature/split-name");
      world.write("convex/bad.ts", 'export const x = 1;\nthrow new Error("at import");\n');
      const { code, stderr } = await world.cvx("migrate");
      assert.equal(code, 128);
      assert.match(
        stderr,
        /^error: the push was refused: Failed to analyze bad\.js: Uncaught Error: at import \(convex\/bad\.ts:2:\d+\)$/m,
      );
      const whole = await world.run("git", ["cvx", "-v", "migrate"]);
      assert.match(
        whole.stderr,
        /Loading the pushed modules encountered the following\n +error:\nFailed/,
      );

      world.remove("convex/bad.ts");
      const schema = world.read("convex/schema.ts");
      world.write("convex/schema.ts", `${schema}\nthrow new Error("boom");\n`);
      assert.match(
        (await world.cvx("migrate")).stderr,
        /^error: the push was refused: Uncaught Error: boom/m,
      );
      world.write("convex/schema.ts", schema);
      await world.mustCvx("migrate");
      assert.equal((await world.statuses())[splitName], "completed");
    }),
  );
});
