// The branch is gone, and so are its worktree and its objects: the ledger has the code that undoes
// what it did to the data.
// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import test from "node:test";
import { cloneBeside, worktreeBeside } from "./lib/beside.mjs";
import * as expect from "./lib/expect.mjs";
import { IDS, inBegunWorld } from "./lib/world.mjs";

const FEATURE = "feature/split-name";

test(
  "a feature branch that is gone for good is undone by a fresh clone on main",
  inBegunWorld(async (world) => {
    const second = await worktreeBeside(world, "second", FEATURE);
    await second.must("cvx", "migrate");
    await expect.assertShape(world, "users", expect.NEW_USERS);
    const { sourceHash } = (await world.ledger())[IDS.splitName];

    await world.git("worktree", "remove", "--force", "../second");
    const branches = await world.gitText("branch", "--format=%(refname:short)");
    for (const branch of branches.split("\n"))
      if (branch !== "main") await world.git("branch", "-q", "-D", branch);
    await world.git("reflog", "expire", "--expire=now", "--all");
    await world.git("gc", "-q", "--prune=now");

    const fresh = await cloneBeside(world, "fresh");
    const held = await fresh.must("rev-list", "--all", "--objects");
    assert.ok(!held.includes(sourceHash), "the clone still has the migration");
    await fresh.must("cvx", "migrate", "--yes");
    await expect.assertShape(world, "users", expect.OLD_USERS);
    await expect.assertInLine(world, { applied: [IDS.role], undone: [IDS.splitName] });
    await expect.assertEveryDocumentFits(world);
  }),
);

test(
  "to go on with a run whose branch is gone for good is refused in one line, with what to do",
  inBegunWorld(async (world) => {
    await world.mustCvx("hooks", "uninstall");
    await world.checkout("-q", "feature/throws");
    assert.equal((await world.cvx("migrate")).code, 3);
    await world.checkout("-q", "main");
    const refs = await world.gitText("for-each-ref", "--format=%(refname)");
    for (const ref of refs.split("\n"))
      if (ref !== "refs/heads/main") await world.git("update-ref", "-d", ref);
    await world.git("reflog", "expire", "--expire=now", "--all");
    await world.git("gc", "-q", "--prune=now");
    const answer = await world.cvx("continue");
    expect.assertOneLineError(answer, {
      exit: 128,
      error: /what the run was for isn't in this repository any more \(tree [0-9a-f]{10}\)/,
      hint: /^hint: 'git cvx migrate' starts over, 'git cvx abort' gives it up$/,
    });
  }),
);
