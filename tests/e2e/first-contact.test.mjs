// A deployment that has never had git-cvx: the server answers HTTP 500 for whatever is asked of a
// component that it doesn't know, so that nothing of ours may be asked before it is known to be there.
// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { SandboxControls } from "./lib/controls.mjs";
import { ownLines } from "./lib/expect.mjs";
import { withSecondDeployment } from "./lib/monorepo.mjs";
import { IDS, inBegunWorld, inWorld, onlyOnSandbox } from "./lib/world.mjs";

const { role } = IDS;

/** Does it, and the server has had nothing to complain of. */
async function withoutFault(controls, work) {
  const from = (await controls.trace()).length;
  const answer = await work();
  const faults = (await controls.trace()).slice(from).filter(({ status }) => status >= 500);
  assert.deepEqual(faults, []);
  return answer;
}

const removeComponent = async ({ deployment }, path) => {
  const components = await deployment.system("frontend/components:list", {});
  const { id, state } = components.find((one) => one.path === path);
  assert.equal(state, "unmounted");
  await deployment.post("/api/delete_component", { componentId: id });
};

describe("a deployment that was never pushed to", onlyOnSandbox("it has to be new"), () => {
  it(
    "status, plan, log, doctor and list look at it",
    inWorld(async (world) => {
      for (const command of ["status", "plan", "log", "list", "matrix"]) {
        const { code, stderr } = await withoutFault(world.controls, () => world.cvx(command));
        assert.deepEqual([code, stderr.match(/^error:.*/m)], [0, null], `${command}: ${stderr}`);
      }
      const { stdout } = await withoutFault(world.controls, () => world.cvx("doctor"));
      assert.match(stdout, /^warn +ledger +/m);
      assert.doesNotMatch(stdout, /^fail/m);
    }),
  );

  it(
    "migrate records the branch's migrations, and the data can come",
    inWorld(async (world) => {
      await withoutFault(world.controls, () => world.mustCvx("migrate"));
      assert.deepEqual(await world.statuses(), { [role]: "completed" });
      await world.seed();
      assert.equal((await world.cvx("status", "--exit-code")).code, 0);
    }),
  );

  it(
    "adopt does the same",
    inWorld(async (world) => {
      await withoutFault(world.controls, () => world.mustCvx("adopt"));
      assert.deepEqual(await world.statuses(), { [role]: "completed" });
    }),
  );

  it(
    "a checkout brings it in line by its hooks, and back",
    inWorld(async (world) => {
      await world.mustCvx("hooks", "install");
      const there = await withoutFault(world.controls, () => world.checkout("feature/split-name"));
      assert.doesNotMatch(there.stderr, /git cvx: (error|warning)/);
      assert.equal((await world.statuses())[IDS.splitName], "completed");
      await world.seed();
      await withoutFault(world.controls, () => world.checkout("main"));
      assert.equal((await world.statuses())[IDS.splitName], "rolled_back");
    }),
  );

  it(
    "the first checkout of a branch with an environment of its own",
    inBegunWorld((world) =>
      withSecondDeployment(world, async (preview) => {
        world.addEnvironment("preview", preview, { branch: "feature/*" });
        const { stderr } = await withoutFault(new SandboxControls(preview), () =>
          world.checkout("feature/split-name"),
        );
        assert.ok(
          ownLines({ stderr }).every((line) => !/(error|warning):/.test(line)),
          stderr,
        );
        const rows = await preview.fn(
          "ledger:read",
          { version: 1, request: {} },
          { component: "cvx" },
        );
        assert.ok(rows.rows.some(({ migrationId }) => migrationId === IDS.splitName));
      }),
    ),
  );
});

describe("a component that was deleted", onlyOnSandbox("a key may not be good for it"), () => {
  it(
    "comes back with the next run, as on a new deployment",
    inBegunWorld(async (world) => {
      const app = "convex/convex.config.ts";
      const config = world.read(app);
      world.write(app, config.replace(/^.*cvx.*\n/gm, ""));
      world.remove("convex/cvx");
      world.remove("convex/cvxStart.ts");
      await world.plainPush();
      await removeComponent(world, "cvx");
      await world.git("checkout", "-q", "--", "convex");

      const shown = await withoutFault(world.controls, () => world.cvx("status"));
      assert.equal(shown.code, 0, shown.stderr);
      await withoutFault(world.controls, () => world.mustCvx("adopt"));
      assert.deepEqual(await world.statuses(), { [role]: "completed" });
    }),
  );
});
