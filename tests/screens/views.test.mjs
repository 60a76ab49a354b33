// What `git cvx status`, `plan`, `list` and `diff` look like, at two widths.
// SPDX-License-Identifier: MIT
import { describe, it } from "node:test";
import { inBegunWorld } from "../e2e/lib/world.mjs";
import { WIDTHS, assertScreen, withTerminal } from "./lib/terminal.mjs";

const SCREENS = {
  "status-not-in-step": "git cvx status",
  plan: "git cvx plan",
  list: "git cvx list",
  diff: "git cvx diff main feature/split-name",
};

async function assertScreens(world, screens) {
  for (const columns of WIDTHS)
    await withTerminal(world, columns, async (terminal) => {
      for (const [name, command] of Object.entries(screens))
        assertScreen(name, columns, await terminal.run(command));
    });
}

describe("what is seen of a deployment and a branch", () => {
  it(
    "before its migrations are run, and with those of another branch",
    inBegunWorld(async (world) => {
      await world.checkout("feature/rename-field");
      await world.git("-c", "core.hooksPath=/dev/null", "checkout", "-q", "feature/split-name");
      await assertScreens(world, SCREENS);
    }),
  );

  it(
    "after a failure",
    inBegunWorld(async (world) => {
      await world.checkout("feature/throws");
      await assertScreens(world, { "status-failed": "git cvx status" });
    }),
  );
});
