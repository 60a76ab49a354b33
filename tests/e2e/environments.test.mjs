// Branches that belong to environments: each checkout moves the data of its own deployment.
// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { appendFileSync } from "node:fs";
import { describe, it } from "node:test";
import { ownLines } from "./lib/expect.mjs";
import { withSecondDeployment } from "./lib/monorepo.mjs";
import { inBegunWorld, onlyOnSandbox } from "./lib/world.mjs";

const RELEASES = '[env "staging"]\n\tbranch = release/*\n\tkind = dev\n';
const OLD = ["name"];
const NEW = ["first", "last"];

const asleep = (world, ...args) => world.run("git", args, { env: { CVX_SKIP: "1" } });

/** Which of the fields that a migration exchanges the users have. */
async function shape(deployment) {
  const user = await deployment.testQuery(`return await ctx.db.query("users").first();`);
  return [...OLD, ...NEW].filter((field) => field in user);
}

/** main maps its release branches, this clone knows how staging is linked, and it is filled. */
async function withStaging(world, work) {
  await withSecondDeployment(world, async (staging) => {
    world.addEnvironment("staging", staging);
    for (const branch of ["feature/split-name", "main"]) {
      await asleep(world, "checkout", "-q", branch);
      appendFileSync(world.path(".cvx.ini"), RELEASES);
      await asleep(world, "add", ".cvx.ini");
      await asleep(world, "commit", "-q", "-m", "Say where releases are tried");
    }
    await world.mustCvx("--env", "staging", "migrate"); // it is empty: the lineup is recorded
    await world.mustCvx("up", "--env=staging");
    await staging.fn("seed:run");
    await work(staging);
  });
}

describe("environments", onlyOnSandbox("they need two deployments"), () => {
  it(
    "a checkout moves the deployment of its branch, and no other",
    inBegunWorld((world) =>
      withStaging(world, async (staging) => {
        const own = world.deployment;
        await asleep(world, "branch", "release/1", "main");
        await world.checkout("-q", "release/1");
        await world.git("merge", "-q", "--no-edit", "feature/split-name");
        assert.deepEqual([await shape(own), await shape(staging)], [OLD, NEW]);

        // Back and forth: both are in line with what they belong to.
        for (const branch of ["main", "release/1", "main"]) {
          const there = await world.checkout("-q", branch);
          assert.deepEqual(
            ownLines(there).filter((line) => /undo|running|pushing/.test(line)),
            [],
          );
          assert.equal((await world.cvx("status", "--exit-code")).code, 0, branch);
        }
        await world.checkout("-q", "feature/split-name");
        assert.deepEqual([await shape(own), await shape(staging)], [NEW, NEW]);
        await world.checkout("-q", "release/1");
        await world.git("reset", "-q", "--hard", "main");
        await world.checkout("-q", "release/1");
        await world.checkout("-q", "-B", "release/2");
        assert.deepEqual([await shape(own), await shape(staging)], [NEW, OLD]);
        await world.checkout("-q", "main");
        assert.deepEqual([await shape(own), await shape(staging)], [OLD, OLD]);

        const at = (ref) => world.gitText("rev-parse", ref);
        assert.equal(await at("refs/cvx/env/staging"), await at("release/2"));
        assert.equal(await at("refs/cvx/env/dev"), await at("main"));
        const rows = await world.ledger();
        assert.ok(Object.values(rows).every((row) => row.environment !== "staging"));
      }),
    ),
  );

  it(
    "--env and CVX_ENV name another than the branch's, for one command",
    inBegunWorld((world) =>
      withStaging(world, async (staging) => {
        const own = world.deployment;
        assert.match((await world.mustCvx("status")).stdout, new RegExp(`Deployment ${own.url}`));
        const asked = new RegExp(`Deployment ${staging.url}.*, environment 'staging' by '--env'`);
        assert.match((await world.mustCvx("--env", "staging", "status")).stdout, asked);
        const { stdout } = await world.run("git", ["cvx", "status"], {
          env: { CVX_ENV: "staging" },
        });
        assert.match(
          stdout,
          new RegExp(`Deployment ${staging.url}.*, environment 'staging' by CVX_ENV`),
        );
        const unknown = await world.cvx("--env", "nowhere", "status");
        assert.equal(unknown.code, 129);
        assert.match(
          unknown.stderr,
          /^error: there is no environment 'nowhere'\nhint: there is 'staging'/,
        );

        // What was done elsewhere doesn't count as done for the branch's own deployment.
        await world.checkout("-q", "feature/split-name");
        await asleep(world, "checkout", "-q", "main");
        await world.mustCvx("--env", "staging", "migrate", "--yes", "feature/split-name");
        await world.mustCvx("--env", "staging", "migrate", "--yes");
        assert.deepEqual([await shape(own), await shape(staging)], [NEW, OLD]);
        await world.checkout("-q", "main");
        assert.deepEqual([await shape(own), await shape(staging)], [OLD, OLD]);
      }),
    ),
  );

  it(
    "what the committed settings say of a link is ignored, and said where it belongs",
    inBegunWorld(async (world) => {
      appendFileSync(
        world.path(".cvx.ini"),
        '[env "mine"]\n\tbranch = *\n\turl = http://127.0.0.1:9\n\tkey-variable = HOME\n' +
          "\tenv-file = /etc/passwd\n\tdeployment = prod:x\n",
      );
      const { code, stdout, stderr } = await world.cvx("status");
      assert.equal(code, 0, stderr);
      assert.match(stdout, new RegExp(`Deployment ${world.deployment.url}`));
      for (const key of ["url", "key-variable", "env-file", "deployment"])
        assert.match(
          stderr,
          new RegExp(
            `'${key}' of \\[env "mine"\\] is ignored: it belongs in '.git/cvx/config.ini'`,
          ),
        );
    }),
  );
});
