// Deployments that 'convex dev' runs on this machine: port and key are in their config.json, and it
// moves.
// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { startHoldingProxy } from "../lib/holding-proxy.mjs";
import { worktreeBeside } from "./lib/beside.mjs";
import {
  NEW_USERS,
  OLD_USERS,
  assertInLine,
  assertOneLineError,
  assertShape,
} from "./lib/expect.mjs";
import { withSecondDeployment } from "./lib/monorepo.mjs";
import { IDS, inBegunWorld, onlyOnSandbox } from "./lib/world.mjs";

const { role, splitName } = IDS;
const STATE = ".convex/local/default/config.json";

const instanceName = async ({ url }) => (await fetch(`${url}/instance_name`)).text();

/** Links a work tree as `convex dev` does with a deployment that it runs. */
function linkLocal(folder, { name, url, adminKey }) {
  const comment = "# Deployment used by `npx convex dev`";
  folder.write(".env.local", `${comment}\nCONVEX_DEPLOYMENT=local:${name} # team: t, project: p\n`);
  folder.write(".convex/.gitignore", "/*\n");
  const ports = { cloud: Number(new URL(url).port), site: 1 };
  const state = { ports, backendVersion: "v", adminKey, deploymentName: name };
  folder.write(STATE, JSON.stringify(state));
}

describe("a deployment on this machine", () => {
  it(
    "is followed to the port that it has now",
    onlyOnSandbox("has a state on disk"),
    inBegunWorld(async (world) => {
      const { adminKey, url } = world.deployment;
      const name = await instanceName(world.deployment);
      linkLocal(world, { name, url, adminKey });
      await world.checkout("feature/split-name");
      await assertShape(world, "users", NEW_USERS);
      await assertInLine(world, { applied: [role, splitName] });

      const moved = await startHoldingProxy({ target: url, hold: "/nothing" });
      try {
        linkLocal(world, { name, url: moved.url, adminKey });
        const { stdout } = await world.mustCvx("status");
        assert.match(stdout, new RegExp(moved.url));
        await world.checkout("main");
        await assertShape(world, "users", OLD_USERS);
        await assertInLine(world, { applied: [role], undone: [splitName] });
      } finally {
        await moved.close();
      }
    }),
  );

  it(
    "is left alone if another one has taken its port",
    onlyOnSandbox("has a state on disk"),
    inBegunWorld(async (world) => {
      const { adminKey, url } = world.deployment;
      linkLocal(world, { name: "local-acme-shop", url, adminKey });
      const { stderr } = await world.checkout("feature/split-name");
      assert.match(stderr, /isn't the deployment 'local-acme-shop' but '/);
      assertOneLineError(await world.cvx("migrate"), {
        exit: 128,
        error: /isn't the deployment 'local-acme-shop'/,
        hint: /npx convex dev/,
      });
      await assertShape(world, "users", OLD_USERS);
      assert.equal((await world.statuses())[splitName], undefined);
    }),
  );

  it(
    "is one for each worktree, although all are called the same",
    onlyOnSandbox("needs a second deployment"),
    inBegunWorld((world) => withSecondDeployment(world, async (own) => {
      const name = await instanceName(world.deployment);
      linkLocal(world, { name, ...world.deployment });
      const second = await worktreeBeside(world, "second", "feature/split-name");
      assert.equal(await instanceName(own), name);
      linkLocal(second, { name, ...own });
      await second.must("cvx", "migrate");
      assert.equal((await world.statuses())[splitName], undefined);

      await world.checkout("-b", "mine", "feature/split-name");
      assert.equal((await world.statuses())[splitName], "completed");
      const { stderr } = await world.checkout("main");
      assert.doesNotMatch(stderr, /needed by another worktree/);
      await assertInLine(world, { applied: [role], undone: [splitName] });
      assert.match(await second.must("cvx", "status"), new RegExp(own.url));
    })),
  );
});
