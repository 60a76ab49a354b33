// The oldest convex that works, one in between, and the newest: the main job beside its own
// `convex dev`. All other tests have the one that examples/chat names.
// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { fileURLToPath } from "node:url";
import { CASES, assertNothingSealedIsLive, goRound, startWatcher } from "./lib/rounds.mjs";
import { inBegunWorld } from "./lib/world.mjs";

const FOLDER = fileURLToPath(new URL("convex", import.meta.url));

for (const version of readdirSync(FOLDER))
  test(
    `convex ${version} moves the data forth and back beside its own convex dev`,
    inBegunWorld(async (world) => {
      world.use(join(FOLDER, version, "node_modules"));
      const { stdout } = await world.run("node_modules/.bin/convex", ["--version"]);
      assert.equal(stdout.trim(), version);
      const watcher = await startWatcher(world);
      try {
        await goRound(world, CASES[0]);
        assert.ok(watcher.isAlive(), watcher.said());
        await assertNothingSealedIsLive(world);
      } finally {
        await watcher.end();
      }
    }),
  );
