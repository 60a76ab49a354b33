// The first minutes of a project with git-cvx, in every order that people do things.
// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import test from "node:test";
import { IDS, inWorld } from "./lib/world.mjs";

test("A clone without hooks gets an identity with its first run", inWorld(async (world) => {
  await world.plainPush();
  await world.seed();
  await world.mustCvx("adopt");
  const { appliedBy } = (await world.ledger())[IDS.role];
  assert.match(appliedBy.cloneId, /^[0-9a-f]{32}$/);
  assert.match(world.read(".git/cvx/config.ini"), new RegExp(appliedBy.cloneId));
}));
