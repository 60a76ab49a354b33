// What `git cvx log` looks like.
// SPDX-License-Identifier: MIT
import { test } from "node:test";
import { inBegunWorld } from "../e2e/lib/world.mjs";
import { WIDTHS, assertScreen, withTerminal } from "./lib/terminal.mjs";

const SPLIT = "20251015_090000_split_user_name";

test(
  "a checkout there and back, one that fails, and a pager",
  inBegunWorld(async (world) => {
    world.env.TZ = "UTC";
    await world.checkout("-q", "feature/split-name");
    await world.checkout("-q", "main");
    await world.checkout("-q", "feature/throws");
    for (const columns of WIDTHS)
      await withTerminal(world, columns, async (terminal) => {
        assertScreen("log", columns, await terminal.run("git cvx log"));
        assertScreen("log-oneline", columns, await terminal.run("git cvx log --oneline -n 3"));
        assertScreen("log-verbose", columns, await terminal.run(`git cvx -v log ${SPLIT} 2>/dev/null`));
        assertScreen("log-pager", columns, await terminal.run("GIT_PAGER='cat -n' git cvx log -n 1"));
      });
  }),
);
