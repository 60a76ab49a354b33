// Two worktrees of one clone on one deployment: a hook doesn't take away what the other one needs.
// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { rmSync, symlinkSync } from "node:fs";
import path from "node:path";
import test from "node:test";
import { worktreeBeside } from "./lib/beside.mjs";
import { IDS, inBegunWorld } from "./lib/world.mjs";

const FEATURE = "feature/split-name";
const NEEDED = new RegExp(`'${IDS.splitName}' is needed by another worktree: .*/second$`, "m");

test(
  "A checkout in one worktree leaves alone what another one has applied",
  inBegunWorld(async (world) => {
    const second = await worktreeBeside(world, "second", FEATURE);
    await second.must("cvx", "migrate");
    assert.equal((await world.statuses())[IDS.splitName], "completed");

    const { stderr } = await world.checkout("feature/rename-field");
    assert.match(stderr, NEEDED);
    assert.match(stderr, /git cvx migrate --take-over/);
    const { [IDS.splitName]: kept, [IDS.renameField]: other } = await world.statuses();
    assert.deepEqual({ kept, other }, { kept: "completed", other: undefined });
  }),
);

test(
  "What only stands in another worktree's files isn't undone either",
  inBegunWorld(async (world) => {
    await world.git("branch", "second");
    const second = await worktreeBeside(world, "second", "second");
    await second.must("cvx", "migrate");
    await world.checkout(FEATURE);
    assert.equal((await world.statuses())[IDS.splitName], "completed");
    const file = `convex/migrations/${IDS.splitName}.ts`;
    second.write(file, world.read(file)); // untracked, and no hook has seen it

    const { stderr } = await world.checkout("main");
    assert.match(stderr, NEEDED);
    assert.equal((await world.statuses())[IDS.splitName], "completed");

    rmSync(second.dir, { recursive: true }); // git doesn't know yet: it is prunable
    await world.mustCvx("migrate", "--yes", "--take-over");
    assert.equal((await world.statuses())[IDS.splitName], "rolled_back");
  }),
);

test(
  "... nor what stands in one where git-cvx has never run, if it is linked to the same deployment",
  inBegunWorld(async (world) => {
    await world.checkout("-q", "-b", "mine", FEATURE);
    assert.equal((await world.statuses())[IDS.splitName], "completed");
    const second = await worktreeBeside(world, "second", FEATURE);
    const { stderr } = await world.checkout("main");
    assert.match(stderr, NEEDED);
    assert.equal((await world.statuses())[IDS.splitName], "completed");

    await world.checkout("-q", "mine");
    second.write(".env.local", "CONVEX_DEPLOYMENT=dev:another-one-1\n");
    await world.checkout("main");
    assert.equal((await world.statuses())[IDS.splitName], "rolled_back");
  }),
);

test(
  "What another worktree has and can't be read isn't nothing: the hook says so, and undoes nothing",
  inBegunWorld(async (world) => {
    await world.git("branch", "second");
    const second = await worktreeBeside(world, "second", "second");
    await second.must("cvx", "migrate");
    await world.checkout("-q", FEATURE);
    assert.equal((await world.statuses())[IDS.splitName], "completed");
    // Leads to itself: not even root can open it.
    const folder = path.join(second.dir, "convex/migrations");
    rmSync(folder, { recursive: true });
    symlinkSync("migrations", folder);

    const { stderr } = await world.checkout("main");
    assert.match(stderr, /error: cannot read the folder '.*second\/convex\/migrations'/);
    assert.equal((await world.statuses())[IDS.splitName], "completed");
  }),
);
