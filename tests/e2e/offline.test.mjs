// What needs no deployment asks none: the lineups of commits, their differences, plans between
// them.
// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { assertOneLineError, changesIn } from "./lib/expect.mjs";
import { IDS, inWorld } from "./lib/world.mjs";

const { role, splitName, renameField, markHandles, searchText } = IDS;
const offline = (work) => inWorld(work, { deployment: false });

describe("with no deployment linked", () => {
  it(
    "plan a..b shows steps, reasons and tables, downs before ups",
    offline(async (world) => {
      const { stdout, stderr } = await world.mustCvx(
        "plan",
        "feature/split-name..feature/rename-field",
      );
      assert.equal(stderr, "");
      assert.match(stdout, /from feature\/split-name in line with feature\/rename-field \(no dep/);
      const undo = stdout.search(new RegExp(`undo +${splitName} .*not on this branch; users`));
      const run = stdout.search(new RegExp(`run +${renameField} .*not applied; messages`));
      assert.ok(undo >= 0 && run > undo, stdout);
      assert.match(stdout, /^ +1 +push .*with schema validation off for the move$/m);
      assert.match(stdout, /^ +4 +push .*with schema validation on again/m);
      const none = await world.mustCvx("plan", "--exit-code", "main..main");
      assert.match(none.stdout, /^Nothing to do/);
      assert.equal((await world.cvx("plan", "--exit-code", "main..develop")).code, 1);
    }),
  );

  it(
    "plan a..b --json is JSON with a version",
    offline(async (world) => {
      const plan = async (range) =>
        JSON.parse((await world.mustCvx("plan", "--json", range)).stdout);
      const back = await plan("feature/two-steps..main");
      assert.equal(back.version, 1);
      const steps = back.steps.map(({ step, id }) => [step, id]);
      assert.deepEqual(steps, [
        ["down", searchText],
        ["down", markHandles],
      ]);
      assert.equal(back.assumed, "feature/two-steps");
      assert.deepEqual(back.pushes, [
        { at: "start", validation: "off", when: "always" },
        { at: "end", validation: "on", when: "always" },
      ]);
      assert.deepEqual(back.tables, [{ name: "users" }]);
      assert.deepEqual((await plan("main..main")).steps, []);
      assert.deepEqual(
        (await plan("main..develop")).steps.map(({ id }) => id),
        [splitName, renameField],
      );
    }),
  );

  it(
    "list and diff read any commit, and the work tree",
    offline(async (world) => {
      const list = await world.mustCvx("list", "develop");
      assert.deepEqual(list.stdout.match(/^\d{8}_\d{6}_\w+/gm), [role, splitName, renameField]);
      const diff = async (...args) => changesIn(await world.mustCvx("diff", ...args));
      assert.deepEqual(await diff("main", "develop"), [`+ ${splitName}`, `+ ${renameField}`]);
      assert.deepEqual(await diff("develop..main"), [`- ${splitName}`, `- ${renameField}`]);
      assert.deepEqual(await diff("docs", "main"), [`+ ${role}`]);
      assert.equal((await world.mustCvx("diff")).stdout, "");

      world.write(
        "convex/migrations/20251201_000000_mine.ts",
        world.read(`convex/migrations/${role}.ts`),
      );
      assert.deepEqual(await diff(), ["+ 20251201_000000_mine"]);
      assert.match((await world.mustCvx("list")).stdout, /^20251201_000000_mine/m);
      assert.equal((await world.cvx("diff", "--exit-code")).code, 1);
    }),
  );

  it(
    "list --json and diff --json tell the same to programs",
    offline(async (world) => {
      const json = async (...args) => JSON.parse((await world.mustCvx(...args)).stdout);
      const list = await json("list", "--json", "develop");
      assert.equal(list.version, 1);
      assert.equal(list.target.commit, await world.gitText("rev-parse", "develop"));
      assert.deepEqual(
        list.migrations.map(({ id, down }) => [id, typeof down]),
        [role, splitName, renameField].map((id) => [id, "string"]),
      );
      const diff = await json("diff", "--json", "main", "develop");
      assert.deepEqual(
        diff.changes.map(({ change, id }) => [change, id]),
        [
          ["added", splitName],
          ["added", renameField],
        ],
      );
      assert.deepEqual((await json("diff", "--json")).changes, []);
    }),
  );

  it(
    "what does need one says that none is linked, and hooks say nothing",
    offline(async (world) => {
      for (const command of ["status", "plan", "migrate", "adopt", "continue"])
        assertOneLineError(await world.cvx(command), {
          exit: 128,
          error: /no deployment is linked/,
          hint: /CONVEX_SELF_HOSTED_URL.*\.env\.local/,
        });
      await world.mustCvx("hooks", "install");
      const { stderr } = await world.checkout("feature/split-name");
      assert.doesNotMatch(stderr, /git cvx/);
    }),
  );
});
