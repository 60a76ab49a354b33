// What `git cvx migrate` and a checkout look like: running, failing, finished.
// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { test } from "node:test";
import { gitAsleep, holdMigration } from "../e2e/lib/trials.mjs";
import { IDS, inBegunWorld, onlyOnSandbox } from "../e2e/lib/world.mjs";
import { WIDTHS, assertScreen, withTerminal } from "./lib/terminal.mjs";

const FEATURE = "feature/split-name";
const HELD = onlyOnSandbox("a migration is held in the middle");
/** How far it is; the bar's width and what follows depend on how long it has taken. */
const LIVE = /[█░]{10,30} 40 %, 10\/25, ([\d.]+\/s, )?\d+ (s|min) left$/m;

for (const columns of WIDTHS) {
  test(
    `a migration that runs, and its end, in ${columns} columns`,
    HELD,
    inBegunWorld(async (world) => {
      await holdMigration(world, FEATURE, IDS.splitName);
      await gitAsleep(world, "checkout", "-q", FEATURE);
      await withTerminal(world, columns, async (terminal) => {
        await terminal.type("git cvx migrate");
        const running = await terminal.seen(LIVE);
        assertScreen("migrate-running", columns, running.replace(LIVE, "BAR 40 %, 10/25, 0 s left"));
        await world.controls.scheduler({ hold: false });
        assertScreen("migrate-finished", columns, await terminal.ended());
      });
    }),
  );

  test(
    `a migration that fails, in ${columns} columns`,
    inBegunWorld(async (world) => {
      await gitAsleep(world, "checkout", "-q", "feature/throws");
      await withTerminal(world, columns, async (terminal) =>
        assertScreen("migrate-failing", columns, await terminal.run("git cvx migrate")),
      );
    }),
  );

  test(
    `a checkout whose migration runs, in ${columns} columns`,
    HELD,
    inBegunWorld(async (world) => {
      await world.mustCvx("hooks", "install");
      await holdMigration(world, FEATURE, IDS.splitName);
      await withTerminal(world, columns, async (terminal) => {
        await terminal.type(`git checkout -q ${FEATURE}`);
        const running = await terminal.seen(LIVE);
        assert.match(running, /^git cvx: running '.*40 %/m, "with the prefix of hooks");
        await world.controls.scheduler({ hold: false });
        assertScreen("checkout-finished", columns, await terminal.ended());
      });
    }),
  );
}
