// Migrations that are exports of one module, as the official component's README has them: nothing
// is moved, and all that works with a folder of them works.
// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  NEW_MESSAGES,
  NEW_USERS,
  OLD_MESSAGES,
  OLD_USERS,
  assertEveryDocumentFits,
  assertInLine,
  assertShape,
  changesIn,
} from "./lib/expect.mjs";
import { MODULE, addFeatures, becomeOfficial, commit } from "./lib/official.mjs";
import { inWorld, onlyOnSandbox } from "./lib/world.mjs";

/** The functions that a migration's sealed code refers to. */
async function needs(world, { sealHash }) {
  const request = { hash: sealHash, part: 0 };
  const seal = await world.deployment.fn("seals:get", { version: 1, request }, { component: "cvx" });
  return seal.needs.functions;
}

describe(
  "an app that uses the official component by its README",
  onlyOnSandbox("its modules are not the suites' own"),
  () => {
    it(
      "gets git-cvx without a change, and its data follows checkouts",
      inWorld(async (world) => {
        await becomeOfficial(world);
        const init = await world.mustCvx("init");
        assert.doesNotMatch(init.stdout, /migrations\.ts|migrate\.ts|package\.json/);
        assert.equal(world.read("convex/migrations.ts"), MODULE);
        await commit(world, "Add git-cvx");
        await addFeatures(world);
        await world.mustCvx("migrate"); // the documents lack what the code wants
        await assertShape(world, "users", { has: ["role"] });
        await assertInLine(world, { applied: ["addRole", "titleRooms"] });
        const { addRole, titleRooms } = await world.ledger();
        assert.deepEqual(await needs(world, titleRooms), ["seed:run"]);
        assert.deepEqual(await needs(world, addRole), [], "of another migration's code");
        await world.mustCvx("hooks", "install");
        const users = await world.docs("users");

        const there = await world.checkout("names");
        assert.match(there.stderr, /running 'splitName'/);
        await assertShape(world, "users", NEW_USERS);
        await assertInLine(world, { applied: ["addRole", "titleRooms", "splitName"] });
        await assertEveryDocumentFits(world);

        // The branch lacks a function that splitName needs, and its code.
        const { stderr } = await world.checkout("bodies");
        assert.ok(stderr.indexOf("undoing 'splitName'") < stderr.indexOf("running 'aTextIsABody'"));
        await assertShape(world, "users", OLD_USERS);
        await assertShape(world, "messages", NEW_MESSAGES);
        await assertInLine(world, {
          applied: ["addRole", "titleRooms", "aTextIsABody"],
          undone: ["splitName"],
        });

        await world.checkout("trunk");
        await assertShape(world, "messages", OLD_MESSAGES);
        assert.deepEqual(await world.docs("users"), users);
        await assertInLine(world, {
          applied: ["addRole", "titleRooms"],
          undone: ["splitName", "aTextIsABody"],
        });
        await assertEveryDocumentFits(world);
      }),
    );

    it(
      "has what was run by hand recorded, and not run again",
      inWorld(async (world) => {
        await becomeOfficial(world);
        const narrow = world.read("convex/schema.ts");
        const wide = narrow.replace(/role: (v\.union\(.*\)),/, "role: v.optional($1),");
        world.write("convex/schema.ts", wide);
        await world.plainPush();
        await world.deployment.fn("migrations:run", { fn: "migrations:addRole" });
        world.write("convex/schema.ts", narrow);
        await world.mustCvx("init");
        await commit(world, "Add git-cvx");
        const { stderr } = await world.mustCvx("migrate");
        assert.doesNotMatch(stderr, /running 'addRole'/);
        assert.match(stderr, /running 'titleRooms'/);
        await assertInLine(world, { applied: ["addRole", "titleRooms"] });
      }),
    );
  },
);

describe("with no deployment linked, migrations in a module", () => {
  const offline = (work) => inWorld(work, { deployment: false });

  it(
    "are listed, compared and planned in the order of the file",
    offline(async (world) => {
      await becomeOfficial(world);
      await world.mustCvx("init");
      await commit(world, "Add git-cvx");
      await addFeatures(world);
      const ids = async (...args) => (await world.mustCvx("list", ...args)).stdout.match(/^\w+/gm);
      assert.deepEqual(await ids("names"), ["addRole", "titleRooms", "splitName"]);
      assert.deepEqual(await ids("bodies"), ["addRole", "titleRooms", "aTextIsABody"]);
      const changes = changesIn(await world.mustCvx("diff", "names", "bodies"));
      assert.deepEqual(changes, ["- splitName", "+ aTextIsABody"]);
      const plan = await world.mustCvx("plan", "--json", "names..bodies");
      assert.deepEqual(
        JSON.parse(plan.stdout).steps.map(({ step, id }) => [step, id]),
        [
          ["down", "splitName"],
          ["up", "aTextIsABody"],
        ],
      );
      const fresh = await world.mustCvx("plan", "--json", "before-init..bodies");
      assert.deepEqual(
        JSON.parse(fresh.stdout).steps.map(({ id }) => id),
        ["addRole", "titleRooms", "aTextIsABody"],
        "in the order of the file, not by name",
      );
      // One that the branch has removed is retired: its name is in the module's history.
      await world.checkout("bodies");
      const module = world.read("convex/migrations.ts");
      world.write("convex/migrations.ts", module.slice(0, module.indexOf("// No semicolons")));
      await commit(world, "Every message has a body by now");
      const back = await world.mustCvx("plan", "--json", "bodies~1..bodies");
      assert.deepEqual(JSON.parse(back.stdout).steps, []);
    }),
  );

  it(
    "are completed before anything was run",
    offline(async (world) => {
      await becomeOfficial(world);
      const { stdout } = await world.run("git-cvx-hook", ["--complete", "ids"]);
      assert.equal(stdout, "addRole\ntitleRooms\n");
    }),
  );

  it(
    "new puts two exports at the module's end",
    offline(async (world) => {
      await becomeOfficial(world);
      await world.mustCvx("init");
      await commit(world, "Add git-cvx");
      const { stdout } = await world.mustCvx("new", "--table", "rooms", "openAll");
      assert.equal(stdout, "convex/migrations.ts\n");
      assert.ok(world.read("convex/migrations.ts").startsWith(MODULE));
      assert.deepEqual(changesIn(await world.mustCvx("diff")), ["+ openAll"]);
    }),
  );
});
