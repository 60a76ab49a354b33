// Paths that the official CLI can't push from are refused before anything is touched; that is the
// repository's path, where the scratch trees lie, not that of every worktree.
// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { renameSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { NEW_USERS, OLD_USERS, assertShape } from "./lib/expect.mjs";
import { IDS, inBegunWorld } from "./lib/world.mjs";

const ODD = 'a "quoted" path';

describe("a path that the CLI can't push from", () => {
  it(
    "is named, with what it holds, and nothing has happened",
    inBegunWorld(async (world) => {
      const path = join(world.root, ODD);
      renameSync(world.dir, path);
      world.dir = path;
      const { stderr, code } = await world.checkout("feature/split-name");
      assert.equal(code, 0);
      assert.match(stderr, /error: the path '[^']*a "quoted" path\/\.git' holds a '"'/);
      assert.match(stderr, /hint: move the repository to another path/);
      await assertShape(world, "users", OLD_USERS);
      assert.equal((await world.ledger())[IDS.splitName], undefined);
    }),
  );

  it(
    "does no harm where only a linked worktree lies there",
    inBegunWorld(async (world) => {
      const path = join(world.root, ODD + "\n");
      await world.git("worktree", "add", "-q", path, "feature/split-name");
      const env = world.read(".env.local");
      const modules = world.path("node_modules");
      world.dir = path;
      world.write(".env.local", env);
      await world.run("ln", ["-s", modules, "node_modules"]);
      await world.mustCvx("migrate");
      await assertShape(world, "users", NEW_USERS);
    }),
  );
});
