// A plan that is looked at first and carried out later: exactly that, or nothing.
// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import * as expect from "./lib/expect.mjs";
import { BUILD, IDS, inBegunWorld } from "./lib/world.mjs";

const FEATURE = "feature/split-name";
const MOVED = { exit: 4, hint: /git cvx plan --json > <file>/ };

/** Writes the plan to a file of the work tree, as the shell does, and answers what it holds. */
async function plan(world, file, ...args) {
  world.write(file, ""); // the shell makes it before git-cvx looks at the work tree
  const { stdout } = await world.mustCvx("plan", "--json", ...args);
  world.write(file, stdout);
  return JSON.parse(stdout);
}

async function atFeature(world) {
  await world.mustCvx("hooks", "uninstall");
  await world.checkout("-q", FEATURE);
}

test(
  "a plan is carried out as it was shown, though its file lies in the work tree",
  inBegunWorld(async (world) => {
    await atFeature(world);
    const shown = await plan(world, "plan.json");
    assert.equal(shown.ledgerId, (await world.hello()).ledgerId);
    assert.deepEqual(shown.tables, [{ name: "users", documents: 25 }]);
    const { stderr } = await world.mustCvx("migrate", "--plan", "plan.json");
    assert.match(stderr, /in line with feature\/split-name/);
    world.remove("plan.json");
    await expect.assertInLine(world, { applied: [IDS.role, IDS.splitName] });

    await plan(world, "back.json", "main");
    await world.mustCvx("migrate", "--plan", "back.json"); // agreed to: nobody is asked
    world.remove("back.json");
    await expect.assertShape(world, "users", expect.OLD_USERS);

    const again = await plan(world, "plan.json");
    assert.deepEqual(again.steps, shown.steps.map((step) => ({ ...step, life: "again" })));
    const piped = await world.run("sh", [
      "-c",
      `cat plan.json | "${join(BUILD, "git-cvx")}" migrate --plan -`,
    ]);
    assert.equal(piped.code, 4, "plan.json isn't known to be the plan, and changed");
    assert.match(piped.stderr, /'plan.json' isn't what it was when the plan was made/);
    const file = join(world.root, "plan.json");
    writeFileSync(file, readFileSync(world.path("plan.json")));
    world.write("plan.json", "");
    const outside = `"${join(BUILD, "git-cvx")}" migrate --plan - <"${file}"`;
    assert.equal((await world.run("sh", ["-c", outside])).code, 0);
    await expect.assertShape(world, "users", expect.NEW_USERS);
  }),
);

test(
  "a plan is refused where ledger, files, deployment or version aren't those it was made for",
  inBegunWorld(async (world) => {
    const refuses = async (file, error, more = {}) =>
      expect.assertLeavesAlone(world, async () =>
        expect.assertOneLineError(await world.cvx("migrate", "--plan", file), {
          ...MOVED,
          error,
          ...more,
        }),
      );
    await atFeature(world);
    world.write(".git/info/exclude", "*.json\n");
    const shown = await plan(world, "plan.json");

    world.write("convex/users.ts", `${world.read("convex/users.ts")}\n// changed\n`);
    await refuses("plan.json", /'convex\/users.ts' isn't what it was when the plan was made/);
    await world.git("checkout", "-q", "convex/users.ts");

    const written = (name, changes) => world.write(name, JSON.stringify({ ...shown, ...changes }));
    written("other.json", { ledgerId: "another" });
    await refuses("other.json", /another deployment/);
    written("newer.json", { version: 2 });
    await refuses("newer.json", /plan of version 2, and this git-cvx knows version 1/, {
      exit: 128,
    });
    written("steps.json", { steps: [{ ...shown.steps[0], life: "again" }] });
    await refuses("steps.json", /step 1, up '.*', is done in another way now/);
    world.write("broken.json", "no plan");
    await refuses("broken.json", /cannot use 'broken.json'/, { exit: 128 });
    await refuses("none.json", /there is no file 'none.json'/, { exit: 128, hint: /none\.json/ });

    const offline = await world.mustCvx("plan", "--json", `main..${FEATURE}`);
    world.write("offline.json", offline.stdout);
    await refuses("offline.json", /made without asking the deployment/, { hint: /without a range/ });

    await world.mustCvx("migrate");
    await world.mustCvx("migrate", "--yes", "main");
    await refuses("plan.json", /the ledger has moved since the plan was made/);
    const both = await world.cvx("migrate", "--plan", "plan.json", "--strict");
    assert.equal(both.code, 129);
  }),
);
