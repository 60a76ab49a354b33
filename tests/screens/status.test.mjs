// What `git cvx status` looks like.
// SPDX-License-Identifier: MIT
import { test } from "node:test";
import { inBegunWorld } from "../e2e/lib/world.mjs";
import { WIDTHS, assertScreen, withTerminal } from "./lib/terminal.mjs";

test(
  "status in step with the branch",
  inBegunWorld(async (world) => {
    for (const columns of WIDTHS)
      await withTerminal(world, columns, async (terminal) =>
        assertScreen("status-in-step", columns, await terminal.run("git cvx status")),
      );
  }),
);
