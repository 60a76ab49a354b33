// Real switches between branches, hooks as they are installed, records as real runs leave them:
// git-cvx is started where HEAD or the files decide that there may be something to do, and nowhere
// else.
// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { existsSync, symlinkSync } from "node:fs";
import { describe, it } from "node:test";
import { worktreeBeside } from "./lib/beside.mjs";
import { assertSwitchesStartNothing, watchCalls } from "./lib/calls.mjs";
import { MODULES } from "./lib/chat.mjs";
import { moveToCloud } from "./lib/control-plane.mjs";
import { NEW_USERS, OLD_USERS, assertInLine, assertShape, ownLines } from "./lib/expect.mjs";
import { commit, link, put, startOver, withSecondDeployment } from "./lib/monorepo.mjs";
import { MODULE, addFeatures, becomeOfficial, commit as commitOfficial } from "./lib/official.mjs";
import { gitAsleep } from "./lib/trials.mjs";
import { IDS, inBegunWorld, inWorld, onlyOnSandbox } from "./lib/world.mjs";

const { role, splitName, emailDomain } = IDS;
const FEATURE = "feature/split-name";
const WOKEN = /^hook post-checkout [^\n]*\n$/;

const LATER = `import { migrations } from "../../migrations";

export const later = migrations.define({ table: "rooms", migrateOne: () => undefined });
`;

/** A second worktree that has been brought in line; and what is called from now on. */
async function inSecondWorktree(world) {
  const watch = await watchCalls(world);
  await gitAsleep(world, "branch", "second");
  const second = await worktreeBeside(world, "second", "second");
  await second.must("cvx", "migrate");
  return { watch, second };
}

describe(
  "a switch to a branch with the same migrations starts no second program",
  onlyOnSandbox("reads the requests' trace"),
  () => {
    it(
      "after adopt, and after migrate",
      inWorld(async (world) => {
        await world.plainPush();
        await world.seed();
        const watch = await watchCalls(world);
        await world.mustCvx("adopt");
        await assertSwitchesStartNothing(world, watch, "adopted");
        await gitAsleep(world, "switch", "-q", FEATURE);
        await world.mustCvx("migrate");
        await assertShape(world, "users", NEW_USERS);
        await assertSwitchesStartNothing(world, watch, "migrated");
      }),
    );

    it(
      "after a checkout that moved data, and after a merge",
      inBegunWorld(async (world) => {
        const watch = await watchCalls(world);
        await world.git("switch", "-q", FEATURE);
        assert.match(watch.calls(), WOKEN);
        await assertShape(world, "users", NEW_USERS);
        await assertSwitchesStartNothing(world, watch, "moved");
        await world.git("switch", "-q", "main");
        assert.match(watch.calls(), WOKEN);
        await assertShape(world, "users", OLD_USERS);
        await assertSwitchesStartNothing(world, watch, "moved-back");

        await world.git("merge", "-q", "--no-edit", FEATURE);
        assert.match(watch.calls(), /^hook post-merge/);
        await assertShape(world, "users", NEW_USERS);
        await assertSwitchesStartNothing(world, watch, "merged");
        await world.git("merge", "-q", "--no-edit", "merged");
        assert.equal(watch.calls(), "", "a merge of documentation");
      }),
    );

    it(
      "after an abort, once the data is in line again; until then every one is a wake-up",
      inBegunWorld(async (world) => {
        const watch = await watchCalls(world);
        await world.checkout("-q", "feature/throws");
        await world.mustCvx("abort");
        watch.calls();
        const held = await world.git("switch", "-q", "feature/throws");
        assert.match(watch.calls(), WOKEN);
        assert.match(ownLines(held)[0], /the run for this commit was aborted/);
        await world.git("switch", "-q", "main");
        assert.match(watch.calls(), WOKEN);
        assert.equal((await world.statuses())[emailDomain], "failed");
        await world.mustCvx("migrate", "--undo-partial", "--yes");
        await assertInLine(world, { applied: [role], undone: [emailDomain] });
        await assertSwitchesStartNothing(world, watch, "aborted");
      }),
    );

    it(
      "... also in a worktree that gave up what another one had begun",
      inBegunWorld(async (world) => {
        const { watch, second } = await inSecondWorktree(world);
        await world.checkout("-q", "feature/throws");
        await second.must("cvx", "abort");
        watch.calls();
        const held = await second.git("switch", "-q", "second");
        assert.match(watch.calls(), WOKEN);
        assert.match(ownLines(held)[0], /the run for this commit was aborted/);
      }),
    );

    it(
      "in a second worktree",
      inBegunWorld(async (world) => {
        const { watch, second } = await inSecondWorktree(world);
        await world.mustCvx("migrate");
        const git = async (...args) => {
          const answer = await second.git(...args);
          assert.equal(answer.code, 0, answer.stderr);
          return answer;
        };
        await assertSwitchesStartNothing(world, watch, "beside", { git });
        await assertSwitchesStartNothing(world, watch, "here");
      }),
    );

    it(
      "where migrations are exports of a module, also if other modules differ",
      inWorld(async (world) => {
        await becomeOfficial(world);
        await world.mustCvx("init");
        await commitOfficial(world, "Add git-cvx");
        await addFeatures(world);
        const watch = await watchCalls(world);
        await world.mustCvx("migrate");
        const files = {
          "convex/rooms.ts": world.read("convex/rooms.ts") + "// more of it\n",
          "convex/tasks/done.ts": "export const done = undefined;\n",
        };
        await assertSwitchesStartNothing(world, watch, "migrated", { files });
        await world.git("switch", "-q", "names");
        assert.match(watch.calls(), WOKEN);
        await assertShape(world, "users", NEW_USERS);
        await assertSwitchesStartNothing(world, watch, "moved", { files });
        await world.git("switch", "-q", "trunk");
        assert.match(watch.calls(), WOKEN);
        await assertShape(world, "users", OLD_USERS);
        await assertSwitchesStartNothing(world, watch, "moved-back", { files });

        // A module that is new, and one that there was already.
        await gitAsleep(world, "switch", "-q", "-c", "deep");
        world.write("convex/tasks/old/later.ts", "export const later = 1;\n");
        await commitOfficial(world, "Later");
        await gitAsleep(world, "switch", "-q", "-c", "deeper");
        world.write("convex/tasks/old/later.ts", LATER);
        await commitOfficial(world, "Migrate later");
        await gitAsleep(world, "switch", "-q", "deep");
        await world.mustCvx("migrate");
        watch.calls();
        await world.git("switch", "-q", "deeper");
        assert.match(watch.calls(), WOKEN);
        assert.equal((await world.statuses()).later, "completed");
      }),
    );

    it(
      "where there are no migrations yet, until a module has one",
      inWorld(async (world) => {
        await becomeOfficial(world);
        await world.git("switch", "-q", "-c", "none", "trunk~1");
        await world.mustCvx("init");
        world.write(
          "convex/migrations.ts",
          MODULE.slice(0, MODULE.indexOf("export const addRole")),
        );
        world.write("convex/tasks/old/later.ts", "export const later = 1;\n");
        await commitOfficial(world, "Add git-cvx");
        const watch = await watchCalls(world);
        await world.mustCvx("adopt");
        const files = { "convex/tasks/new.ts": "export const more = undefined;\n" };
        await assertSwitchesStartNothing(world, watch, "none-too", { files });
        await gitAsleep(world, "switch", "-q", "-c", "first");
        world.write("convex/tasks/old/later.ts", LATER);
        await commitOfficial(world, "Migrate later");
        await gitAsleep(world, "switch", "-q", "none");
        await world.git("switch", "-q", "first");
        assert.match(watch.calls(), /^(hook post-checkout .*\n)+$/);
        assert.equal((await world.statuses()).later, "completed");
      }),
    );

    it(
      "with two apps",
      inWorld((world) =>
        withSecondDeployment(world, async (second) => {
          await startOver(world);
          symlinkSync(MODULES, world.path("node_modules"), "dir");
          world.write("package.json", '{ "private": true, "workspaces": ["apps/*"] }\n');
          world.write("README.md", "Two apps.\n");
          for (const app of ["web", "admin"]) {
            await put(world, "main", `apps/${app}`);
            await world.run("git", ["cvx", "init"], { cwd: world.path("apps", app) });
          }
          await commit(world, "Two apps");
          link(world, "apps/web", world.deployment);
          link(world, "apps/admin", second);
          const watch = await watchCalls(world);
          for (const app of ["web", "admin"]) {
            await world.mustCvx("--app", app, "migrate");
            await world.mustCvx("up", `--app=${app}`);
          }
          await assertSwitchesStartNothing(world, watch, "same");
          await world.git("switch", "-q", "-c", "split");
          await put(world, FEATURE, "apps/web");
          await commit(world, "Split names");
          await gitAsleep(world, "switch", "-q", "trunk");
          watch.calls();
          await world.git("switch", "-q", "split");
          assert.match(watch.calls(), WOKEN);
          await assertSwitchesStartNothing(world, watch, "split-too");
        }),
      ),
    );
  },
);

describe(
  "where the branch decides, a switch is a wake-up",
  onlyOnSandbox("it takes several deployments"),
  () => {
    it(
      "environments: the same migrations, and another deployment",
      inBegunWorld((world) =>
        withSecondDeployment(world, async (staging) => {
          world.addEnvironment("staging", staging, { branch: "release/*" });
          await world.mustCvx("--env", "staging", "migrate"); // it is empty: the lineup is recorded
          await world.mustCvx("--env", "staging", "up");
          await staging.fn("seed:run");
          await gitAsleep(world, "branch", "release/1");
          const watch = await watchCalls(world);
          await world.mustCvx("migrate");
          await world.git("switch", "-q", "release/1");
          assert.match(watch.calls(), WOKEN);
          await world.git("merge", "-q", "--no-edit", FEATURE);
          const field = (one) =>
            one.testQuery(`return (await ctx.db.query("users").first()).name ?? null;`);
          assert.equal(await field(staging), null);
          assert.notEqual(await field(world.deployment), null);
          watch.calls();

          // Its files are main's now, and its deployment isn't.
          await gitAsleep(world, "switch", "-q", "-c", "split");
          await world.mustCvx("--env", "staging", "migrate", "main", "--yes");
          assert.notEqual(await field(staging), null);
          await world.mustCvx("migrate");
          assert.equal(await field(world.deployment), null);
          watch.calls();
          await world.git("switch", "-q", "release/1");
          assert.match(watch.calls(), WOKEN);
          assert.equal(await field(staging), null, "the data has followed");
        }),
      ),
    );

    it(
      "history: a migration that one branch has retired and another never had",
      inBegunWorld(async (world) => {
        const watch = await watchCalls(world);
        const file = `convex/migrations/${splitName}.ts`;
        await world.git("switch", "-q", "-c", "retires", FEATURE);
        await assertShape(world, "users", NEW_USERS);
        const base = await world.gitText("merge-base", "main", "HEAD");
        const tree = async () => world.gitText("rev-parse", "HEAD^{tree}");
        await gitAsleep(world, "rm", "-q", file);
        await gitAsleep(world, "commit", "-q", "-m", "Names are split everywhere");
        await world.mustCvx("migrate");
        assert.equal((await world.statuses())[splitName], "completed");
        // The same files, and a history that never held it.
        const other = await world.gitText(
          "commit-tree",
          "-p",
          base,
          "-m",
          "By another way",
          await tree(),
        );
        await gitAsleep(world, "branch", "never", other);
        watch.calls();
        await world.git("switch", "-q", "retires");
        assert.equal(watch.calls(), "", "the branch that is checked out already");
        await world.git("switch", "-q", "never");
        assert.match(watch.calls(), WOKEN);
        assert.equal((await world.statuses())[splitName], "rolled_back");
      }),
    );

    it(
      "a key of previews",
      inBegunWorld(async (world) => {
        const plane = await moveToCloud(world, "eyJ0b2tlbiI6ImFkYSJ9.a+b/c==");
        try {
          const key = "preview:acme:shop|k+e/y==";
          plane.credentials.add(key);
          plane.deployments[0].preview = "main";
          world.write(".env.local", `CONVEX_DEPLOY_KEY='${key}'\n`);
          await gitAsleep(world, "branch", "other");
          const watch = await watchCalls(world);
          await world.mustCvx("migrate");
          await world.git("switch", "-q", "main");
          assert.equal(watch.calls(), "", "the branch that is checked out already");
          const { stderr } = await world.git("switch", "-q", "other");
          assert.match(watch.calls(), WOKEN);
          assert.match(stderr, /Convex doesn't know a preview deployment 'other'/);
        } finally {
          await plane.close();
        }
      }),
    );

    it(
      "a sparse checkout: what is outside of it stands in the index alone",
      inBegunWorld(async (world) => {
        const watch = await watchCalls(world);
        await gitAsleep(
          world,
          "sparse-checkout",
          "set",
          "--no-cone",
          "/*",
          `!/convex/migrations/${splitName}.ts`,
        );
        await gitAsleep(world, "switch", "-q", FEATURE);
        await gitAsleep(world, "rm", "-q", "--sparse", `convex/migrations/${splitName}.ts`);
        await gitAsleep(world, "commit", "-q", "-m", "Without it");
        await gitAsleep(world, "branch", "-m", "without");
        await gitAsleep(world, "branch", "with", "without~1");
        await world.mustCvx("migrate");
        watch.calls();
        await world.git("switch", "-q", "with");
        assert.match(watch.calls(), WOKEN);
        assert.ok(!existsSync(world.path(`convex/migrations/${splitName}.ts`)));
        assert.equal((await world.statuses())[splitName], "completed");
      }),
    );
  },
);
