// Two worktrees of one clone on one deployment: a hook doesn't take away what the other one needs.
// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import test from "node:test";
import { IDS, inWorld } from "./lib/world.mjs";

test("A checkout in one worktree leaves alone what another one has applied", inWorld(async (world) => {
  await world.begin();
  await world.git("worktree", "add", "-q", "../second", "feature/split-name");
  const second = { cwd: `${world.root}/second` };
  world.write("../second/.env.local", world.read(".env.local"));
  await world.run("ln", ["-s", world.path("node_modules"), "../second/node_modules"]);
  const applied = await world.run("git", ["cvx", "migrate"], second);
  assert.equal(applied.code, 0, applied.stderr);
  assert.equal((await world.statuses())[IDS.splitName], "completed");

  const { stderr } = await world.checkout("feature/rename-field");
  assert.match(stderr, new RegExp(`'${IDS.splitName}' is needed by another worktree`));
  assert.match(stderr, /git cvx migrate --take-over/);
  const { [IDS.splitName]: kept, [IDS.renameField]: other } = await world.statuses();
  assert.deepEqual({ kept, other }, { kept: "completed", other: undefined });
}));
