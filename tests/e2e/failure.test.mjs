// A migration that fails: the checkout is done, the next command is named, and after mending it
// goes on where it stopped.
// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  OLD_USERS,
  assertEveryDocumentFits,
  assertInLine,
  assertLeavesAlone,
  assertShape,
} from "./lib/expect.mjs";
import { IDS, inBegunWorld, onlyOnSandbox } from "./lib/world.mjs";

const { role, emailDomain, renameField } = IDS;
const FILE = `convex/migrations/${emailDomain}.ts`;
const BROKEN = /user 'grace' has no e-mail address: 'grace\.hopper at example\.com'/;

async function mendDocument(world) {
  const grace = (await world.docs("users")).find(({ handle }) => handle === "grace");
  await world.deployment.fn("users:setEmail", { user: grace._id, email: "grace@example.com" });
}

async function stumble(world) {
  const checkout = await world.checkout("feature/throws");
  assert.match(checkout.stderr, new RegExp(`migration '${emailDomain}' failed: ${BROKEN.source}`));
  const domains = (await world.docs("users")).filter((user) => "emailDomain" in user);
  assert.equal(domains.length, 10, "the batches before the document are kept");
  return checkout;
}

/** How often each user was written since the deployment began: the sandbox keeps no such count. */
const visits = async (world) => (await world.docs("users")).map((user) => user.visits);

/** A migration that is not safe to repeat: every write leaves a trace in the document. */
const counting = (condition) => `import { migrations } from "../migrate";
export const up = migrations.define({
  table: "users",
  batchSize: 5,
  migrateOne: (_ctx, user) => {
    if (${condition}) throw new Error("stop at grace");
    return { visits: (user.visits ?? 0) + 1 };
  },
});
export const down = migrations.define({ table: "users", migrateOne: () => ({ visits: undefined }) });
`;

function allowVisits(world) {
  const text = world.read("convex/schema.ts");
  const mark = "handle: v.string(),";
  assert.ok(text.includes(mark));
  world.write("convex/schema.ts", text.replace(mark, `${mark} visits: v.optional(v.number()),`));
}

describe("a migration that fails on a document", () => {
  it(
    "leaves the checkout done and status naming migration, document error and next command",
    inBegunWorld(async (world) => {
      const { stderr } = await stumble(world);
      assert.match(stderr, /hint: .*git cvx (continue|migrate)/);
      assert.equal(await world.gitText("branch", "--show-current"), "feature/throws");

      const status = await world.mustCvx("status");
      assert.match(status.stdout, new RegExp(emailDomain));
      assert.match(status.stdout, BROKEN);
      assert.match(status.stdout, /10 of 25 documents/);
      assert.match(status.stdout, /git cvx continue/);
      assert.equal((await world.cvx("status", "--exit-code")).code, 1);
      assert.deepEqual(await world.statuses(), { [role]: "completed", [emailDomain]: "failed" });

      const again = await world.cvx("migrate");
      assert.equal(again.code, 3, again.stderr);
      assert.match(again.stderr, BROKEN);
    }),
  );

  it(
    "completes with 'git cvx migrate' once the document is mended",
    inBegunWorld(async (world) => {
      await stumble(world);
      await mendDocument(world);
      await world.mustCvx("migrate");
      await assertShape(world, "users", { has: ["emailDomain"] });
      await assertInLine(world, { applied: [role, emailDomain] });
      await assertEveryDocumentFits(world);
      await world.checkout("main");
      await assertShape(world, "users", { lacks: ["emailDomain"] });
    }),
  );

  it(
    "completes with 'git cvx migrate' once the migration is mended",
    inBegunWorld(async (world) => {
      await stumble(world);
      const mended = world
        .read(FILE)
        .replace(/if \(at < 0\) throw .*;/, 'if (at < 0) return { emailDomain: "" };');
      assert.notEqual(mended, world.read(FILE));
      world.write(FILE, mended);
      await world.mustCvx("migrate");
      const grace = (await world.docs("users")).find(({ handle }) => handle === "grace");
      assert.equal(grace.emailDomain, "");
      await assertInLine(world, { applied: [role, emailDomain] });
    }),
  );

  it(
    "is left half done by no hook: going back says what to do and touches nothing",
    inBegunWorld(async (world) => {
      await stumble(world);
      const { stderr } = await assertLeavesAlone(world, () => world.checkout("main"));
      assert.match(stderr, new RegExp(`git cvx: error: .*${emailDomain}`));
      assert.match(stderr, /git cvx: hint: /);
      await assertShape(world, "users", OLD_USERS);
    }),
  );
});

describe("no committed change is made twice", () => {
  for (const command of ["migrate", "continue"]) {
    it(
      `by 'git cvx ${command}' after the migration was mended`,
      inBegunWorld(async (world) => {
        const id = "20251101_090000_count_visits";
        const file = `convex/migrations/${id}.ts`;
        allowVisits(world);
        world.write(file, counting('user.handle === "grace"'));
        const failed = await world.cvx("migrate");
        assert.equal(failed.code, 3, failed.stderr);
        assert.equal((await visits(world)).filter((count) => count === 1).length, 10);
        world.write(file, counting("false"));
        await world.mustCvx(command);
        assert.deepEqual(await visits(world), Array(25).fill(1));
        await assertInLine(world, { applied: [role, id] });
      }),
    );
  }
});

describe("a down that fails on a document", () => {
  it(
    "tells to mend the document, not the file: what runs is what was sealed",
    inBegunWorld(async (world) => {
      const id = "20251101_100000_trim";
      const file = `convex/migrations/${id}.ts`;
      world.write(
        file,
        `import { migrations } from "../migrate";
export const up = migrations.define({ table: "users", migrateOne: () => undefined });
export const down = migrations.define({
  table: "users",
  migrateOne: (_ctx, user) => {
    if (user.email === "grace.hopper at example.com") throw new Error("grace has no address");
  },
});
`,
      );
      await world.mustCvx("migrate");
      const failed = await world.cvx("down", "--yes", id);
      assert.equal(failed.code, 3, failed.stderr);
      assert.match(failed.stderr, /hint: mend the document, then: git cvx continue/);
      world.remove(file); // in the tree or not: the same command goes on
      assert.match((await world.mustCvx("status")).stdout, /mend the document.*\n.*git cvx continue/);
      await mendDocument(world);
      await world.mustCvx("continue");
      assert.deepEqual(await world.statuses(), { [role]: "completed", [id]: "rolled_back" });
    }),
  );
});

describe("a push that fails", () => {
  it(
    "names the command that goes on, which does, and once more has nothing to do",
    onlyOnSandbox("sets a fault"),
    inBegunWorld(async (world) => {
      const action = { type: "fail", status: 500, code: "Down", message: "down for a moment" };
      await world.controls.addFault({ route: "/api/deploy2/start_push", action });
      const { stderr } = await world.checkout("feature/rename-field");
      assert.match(stderr, /git cvx: error: .*down for a moment/);
      assert.match(stderr, /git cvx: hint: .*'git cvx continue' goes on/);
      await world.mustCvx("continue");
      await assertInLine(world, { applied: [role, renameField] });
      assert.match((await world.mustCvx("migrate")).stderr, /^nothing to do: .*rename-field\n$/);
    }),
  );
});
