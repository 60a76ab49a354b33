// Trials of the engine: lives of a migration, workers that outlive their client, lost races.
// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { symlinkSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { deploy } from "../lib/cli.mjs";
import { waitFor } from "../lib/deployment.mjs";
import { OFFICIAL } from "./lib/chat.mjs";
import * as trial from "./lib/trials.mjs";
import { IDS, inWorld, onlyOnSandbox } from "./lib/world.mjs";

const FEATURE = "feature/split-name";
const START = "cvxSealed/start:start";
const needsFaults = onlyOnSandbox("answers have to be lost on purpose");

const isSplit = (user) => user.first !== undefined && user.name === undefined;

async function startsSeen(world) {
  const trace = await world.controls.trace();
  return trace.filter(({ path }) => path === START);
}

function rowRuns(world, id) {
  return waitFor(`the row of ${id}`, async () => (await world.ledger())[id]?.status === "running");
}

async function componentState(world, id) {
  const request = { names: [`migrations/${id}:up`] };
  const [status] = await world.deployment.fn("lib:getStatus", request, { component: "migrations" });
  return status.state;
}

function loseStart(world, when, nth = 1) {
  const action = { type: "drop", when };
  return world.controls.addFault({ route: "POST /api/function", path: START, nth, action });
}

test(
  "E3 T16: a success left over from an earlier life isn't taken for this one when the start is lost",
  needsFaults,
  inWorld(async (world) => {
    await trial.beginWithoutHooks(world);
    const before = await world.docs("users");
    await trial.moveTo(world, FEATURE);
    await trial.moveTo(world, "main");
    assert.deepEqual(await world.docs("users"), before);

    // The start never arrives: what the component says of this name is last life's success.
    await loseStart(world, "before");
    await world.controls.forgetTrace();
    await trial.moveTo(world, FEATURE);
    assert.equal((await startsSeen(world)).length, 2, "it was started again");
    assert.ok((await world.docs("users")).every(isSplit));

    // The start acts and its answer is lost: the row is read, nothing is started twice.
    await world.controls.clearFaults();
    await loseStart(world, "after");
    await world.controls.forgetTrace();
    await trial.moveTo(world, "main");
    assert.equal((await startsSeen(world)).length, 1, "it was started once");
    assert.deepEqual(await world.docs("users"), before);
    assert.equal((await world.statuses())[IDS.splitName], "rolled_back");
  }),
);

test(
  "E3b: a life whose first batch failed is told from the next one, although its start was lost",
  needsFaults,
  inWorld(async (world) => {
    await trial.beginWithoutHooks(world);
    const id = "20251101_090000_mark_mail";
    await trial.branchWith(world, "feature/one-batch", "main", {
      [`convex/migrations/${id}.ts`]: trial.migrationText({
        up: 'if (!doc.email.includes("@")) throw new Error("no address");\n    return doc.email.startsWith("<") ? undefined : { email: `<${doc.email}>` };',
        down: 'return doc.email.startsWith("<") ? { email: doc.email.slice(1, -1) } : undefined;',
      }),
    });
    const failed = await world.cvx("migrate", "--yes");
    assert.equal(failed.code, 3, failed.stderr);
    assert.match(failed.stderr, /no address/);
    await trial.moveTo(world, "main");
    assert.equal((await world.statuses())[id], "rolled_back", "nothing had been committed");

    const { _id } = (await world.docs("users")).find(({ email }) => !email.includes("@"));
    await world.deployment.mutation("users:setEmail", { user: _id, email: "grace@example.com" });
    const start = { route: "POST /api/function", path: "cvxStart:start" };
    await world.controls.addFault({ ...start, action: { type: "drop", when: "after" } });
    await trial.moveTo(world, "feature/one-batch");
    assert.equal((await world.statuses())[id], "completed");
    assert.ok((await world.docs("users")).every(({ email }) => /^<.*>$/.test(email)));
  }),
);

test(
  "E3: a start that goes on where a failed one stopped is sent again when it was lost",
  needsFaults,
  inWorld(async (world) => {
    await trial.beginWithoutHooks(world);
    await world.checkout("-q", "feature/throws");
    // Killed, and the worker fails later: the row says running, before and after it is resumed.
    await world.controls.scheduler({ hold: true });
    const run = trial.startCvx(world, "migrate", "--yes");
    await rowRuns(world, IDS.emailDomain);
    run.child.kill("SIGKILL");
    await run.ended;
    await world.controls.scheduler({ hold: false });
    await waitFor(
      "the worker to fail",
      async () => (await componentState(world, IDS.emailDomain)) === "failed",
    );
    const { _id } = (await world.docs("users")).find(({ email }) => !email.includes("@"));
    await world.deployment.mutation("users:setEmail", { user: _id, email: "grace@example.com" });
    // What the component says until it has been started again is the failure that was mended.
    await loseStart(world, "before");
    await loseStart(world, "after", 2);
    await world.mustCvx("continue");
    assert.ok(
      (await world.docs("users")).every(({ emailDomain }) => emailDomain === "example.com"),
    );
    assert.equal((await world.statuses())[IDS.emailDomain], "completed");
  }),
);

test(
  "E4: a down begins only when the worker of the up has been stopped",
  onlyOnSandbox("the scheduler has to be held"),
  inWorld(async (world) => {
    await trial.beginWithoutHooks(world);
    const before = await world.docs("users");
    const file = `convex/migrations/${IDS.splitName}.ts`;
    await world.checkout("-q", FEATURE);
    const text = world.read(file);
    await trial.branchWith(world, "feature/slow", FEATURE, {
      [file]: text.replaceAll('table: "users",', 'table: "users",\n  batchSize: 10,'),
    });
    await world.controls.scheduler({ hold: true });
    const up = trial.startCvx(world, "migrate", "--yes");
    await rowRuns(world, IDS.splitName);
    up.child.kill("SIGINT");
    assert.equal(await up.ended, 130, up.said());
    assert.equal((await world.docs("users")).filter(isSplit).length, 10, "its first batch");

    await world.checkout("-q", "main");
    await world.controls.forgetTrace();
    const refused = await world.cvx("migrate", "--yes");
    assert.equal(refused.code, 4, refused.stderr);
    assert.match(refused.stderr, /half done/);
    const down = trial.startCvx(world, "down", "--yes", IDS.splitName);
    const called = async () => (await world.controls.trace()).map(({ path }) => path);
    await waitFor("the down to start", async () => (await called()).includes(START));
    const paths = await called();
    assert.ok(paths.indexOf("lib:cancel") >= 0, "the worker was stopped");
    assert.ok(paths.indexOf("lib:cancel") < paths.indexOf(START), "and before the down began");
    await world.controls.scheduler({ hold: false });
    assert.equal(await down.ended, 0, down.said());
    assert.equal((await world.statuses())[IDS.splitName], "rolled_back");
    assert.deepEqual(await world.docs("users"), before, "no worker changes them behind the down");
    const { pending } = await world.controls.scheduler({ hold: false });
    assert.deepEqual(pending, []);
  }),
);

const INITIALS = "20251101_120000_add_initials";

/** Reads what split_user_name changes: on its data the result is another one. */
const initialsText = trial.migrationText({
  up: 'return doc.initials === undefined ? { initials: (doc.name ?? "?").slice(0, 1) } : undefined;',
  down: "return doc.initials === undefined ? undefined : { initials: undefined };",
});

async function withInitials(world, name, from) {
  await world.checkout("-q", from);
  const schema = world.read("convex/schema.ts");
  await trial.branchWith(world, name, from, {
    [`convex/migrations/${INITIALS}.ts`]: initialsText,
    "convex/schema.ts": schema.replace(
      "email: v.string(),",
      "email: v.string(),\n    initials: v.string(),",
    ),
  });
}

test(
  "E8: a migration of this branch that ran on top of one that is undone is undone with it and run again",
  inWorld(async (world) => {
    await trial.beginWithoutHooks(world);
    const before = await world.docs("users");
    await withInitials(world, "later-main", "main");
    await withInitials(world, "merged", FEATURE);
    await world.mustCvx("migrate", "--yes");
    assert.ok((await world.docs("users")).every(({ initials }) => initials === "?"));

    const { stderr } = await trial.moveTo(world, "later-main");
    assert.match(stderr, new RegExp(`undoing '${INITIALS}'`));
    const replayed = before.map((user) => ({ ...user, initials: user.name.slice(0, 1) }));
    assert.deepEqual(await world.docs("users"), replayed);
    assert.deepEqual(await world.statuses(), {
      [IDS.role]: "completed",
      [IDS.splitName]: "rolled_back",
      [INITIALS]: "completed",
    });
  }),
);

test(
  "E29: a push that is overwritten by somebody else's is made again",
  onlyOnSandbox("a push has to last"),
  inWorld(
    async (world) => {
      await trial.beginWithoutHooks(world);
      const other = join(world.root, "other");
      await world.git("worktree", "add", "-q", "--detach", other, "main");
      symlinkSync(OFFICIAL, join(other, "node_modules"), "dir");
      await world.run(
        "sed",
        ["-i", 's/"by_slug", \\["slug"\\]/"by_title", ["title"]/', "convex/schema.ts"],
        { cwd: other },
      );

      await world.checkout("-q", FEATURE);
      await world.controls.forgetTrace();
      await world.controls.schemaDelay(15_000); // of the push that loses, which doesn't wait that long
      const run = trial.startCvx(world, "migrate", "--yes");
      const pushes = async () => {
        const trace = await world.controls.trace();
        return trace.filter(({ route }) => route === "/api/deploy2/start_push").length;
      };
      await waitFor("git-cvx's push", pushes);
      await world.controls.schemaDelay(0);
      await deploy({ app: other, deployment: world.deployment });
      assert.equal(await run.ended, 0, run.said());
      // Refused, as a bridge and strict, and at least one more than that; and the other's.
      assert.ok((await pushes()) > 4, "no push was overwritten");
      assert.ok((await world.docs("users")).every(isSplit));
      assert.equal(await world.schemaValidates(), true);
      assert.ok(!(await world.deployment.functions()).some((fn) => fn.startsWith("cvxSealed/")));
    },
    { officialCli: true },
  ),
);
