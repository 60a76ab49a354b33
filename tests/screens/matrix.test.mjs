// What `git cvx matrix` looks like.
// SPDX-License-Identifier: MIT
import { test } from "node:test";
import { inBegunWorld } from "../e2e/lib/world.mjs";
import { WIDTHS, assertScreen, withTerminal } from "./lib/terminal.mjs";

test(
  "branches and environments, one of which is away",
  inBegunWorld(async (world) => {
    world.write(
      ".env.away",
      "CONVEX_SELF_HOSTED_URL=http://127.0.0.1:9\nCONVEX_SELF_HOSTED_ADMIN_KEY='a|b'\n",
    );
    world.write(".git/info/exclude", ".env*\n");
    world.set('env "away"', "env-file", ".env.away");
    await world.checkout("-q", "feature/split-name");
    await world.run("git", ["checkout", "-q", "main"], { env: { CVX_SKIP: "1" } });
    for (const columns of WIDTHS)
      await withTerminal(world, columns, async (terminal) => {
        assertScreen("matrix", columns, await terminal.run("git cvx matrix"));
        const two = await terminal.run("LC_ALL=C git cvx matrix main feature/two-steps");
        assertScreen("matrix-ascii", columns, two);
      });
  }),
);
