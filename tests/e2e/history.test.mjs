// What was done to deployments, and how they stand: looked at, and nothing else.
// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { withSecondDeployment } from "./lib/monorepo.mjs";
import { inBegunWorld, onlyOnSandbox } from "./lib/world.mjs";

/** Milliseconds: what worlds begin with was made once for all of them. */
const A_RUN_OF_THE_SUITES = 2 * 3600_000;

const SPLIT = "20251015_090000_split_user_name";
const THROWS = "20251022_100000_add_email_domain";
const ROLE = "20251008_153000_add_user_role";

const asleep = (world, ...args) => world.run("git", args, { env: { CVX_SKIP: "1" } });

async function json(world, ...args) {
  return JSON.parse((await world.mustCvx(...args, "--json")).stdout);
}

/** Every file below the folder with its size and time. */
function files(dir) {
  const all = {};
  for (const entry of readdirSync(dir, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath ?? entry.path, entry.name);
    if (entry.isFile()) all[path] = `${statSync(path).size} ${statSync(path).mtimeMs}`;
  }
  return all;
}

/** dev went to a branch and back, and then to one that fails; staging holds what main holds. */
async function withHistory(world, work) {
  await withSecondDeployment(world, async (staging) => {
    world.write(".git/info/exclude", ".env*\n.cvx.ini\n*.html\n");
    const link = [
      `CONVEX_SELF_HOSTED_URL=${staging.url}`,
      `CONVEX_SELF_HOSTED_ADMIN_KEY='${staging.adminKey}'`,
    ];
    world.write(".env.staging", link.join("\n"));
    world.write(
      ".env.away",
      "CONVEX_SELF_HOSTED_URL=http://127.0.0.1:9\nCONVEX_SELF_HOSTED_ADMIN_KEY='a|b'\n",
    );
    for (const name of ["staging", "away"]) world.set(`env "${name}"`, "env-file", `.env.${name}`);
    world.write(".cvx.ini", '[env "staging"]\n\tbranch = develop\n[env "live"]\n\tkind = prod\n');
    await world.mustCvx("--env", "staging", "migrate");
    await world.checkout("-q", "feature/split-name");
    await world.checkout("-q", "main");
    await world.checkout("-q", "feature/throws");
    await asleep(world, "checkout", "-q", "main");
    await work(staging);
  });
}

async function logIsTrue(world) {
  const at = async (branch) => world.gitText("rev-parse", branch);
  const { version, entries } = await json(world, "log");
  assert.equal(version, 1);
  const told = entries.map((e) => [
    e.action,
    e.result,
    e.migrations.join(),
    e.branch,
    e.commit,
    e.documents,
  ]);
  assert.deepEqual(told, [
    ["up", "failed", THROWS, "feature/throws", await at("feature/throws"), 10],
    ["down", "undone", SPLIT, "main", await at("main"), 25],
    ["up", "applied", SPLIT, "feature/split-name", await at("feature/split-name"), 25],
    ["baseline", "applied", ROLE, "main", await at("main"), undefined],
  ]);
  assert.match(entries[0].error, /'grace' has no e-mail address/);
  assert.ok(entries.every((e) => e.by.name && e.endedAt > Date.now() - A_RUN_OF_THE_SUITES));

  assert.equal((await json(world, "log", "-n", "2")).entries.length, 2);
  assert.deepEqual((await json(world, "log", ROLE)).entries.length, 1);
  assert.equal(
    (await json(world, "log", "20251015")).entries.length,
    2,
    "the beginning of an id will do",
  );
  assert.deepEqual(
    (await json(world, "--env", "staging", "log")).entries.map((e) => e.action),
    ["baseline"],
  );
  const lines = (await world.mustCvx("log", "--porcelain", "-z", SPLIT)).stdout.split("\0");
  assert.deepEqual(
    lines.map((line) => line.split("\t")[1]),
    [undefined, "down", "up", undefined],
  );

  const near = await world.cvx("log", SPLIT.replace("user", "usr"));
  assert.equal(near.code, 128);
  assert.match(
    near.stderr,
    new RegExp(`^error: there is no migration '.*'\nhint: did you mean '${SPLIT}'`),
  );
  const away = await world.cvx("--env", "away", "log");
  assert.match(away.stderr, /^error: the deployment at 'http:\/\/127.0.0.1:9' doesn't answer/);
}

async function matrixIsTrue(world) {
  const matrix = await json(world, "matrix", "main", "develop");
  assert.deepEqual(
    matrix.branches.map((b) => [b.name, b.isCurrent]),
    [
      ["main", true],
      ["develop", false],
    ],
  );
  const stands = matrix.environments.map((e) => [
    e.name,
    e.state,
    e.branch,
    e.behind,
    e.ahead,
    e.failed,
  ]);
  assert.deepEqual(stands, [
    ["dev", "read", "main", 0, 0, 1],
    ["staging", "read", "develop", 2, 0, 0],
    ["away", "silent", undefined, undefined, undefined, undefined],
    ["live", "not-linked", undefined, undefined, undefined, undefined],
  ]);
  const cells = Object.fromEntries(
    matrix.migrations.map((m) => [
      m.id,
      [...m.branches, ...m.environments].map((c) => c.state).join(" "),
    ]),
  );
  assert.equal(cells[ROLE], "there there applied applied unknown");
  assert.equal(cells[SPLIT], "absent there undone never unknown");
  assert.equal(cells[THROWS], "absent absent failed never unknown");

  await world.mustCvx("migrate", "--undo-partial", "--yes");
  const [undo] = (await json(world, "log", "-n", "1")).entries;
  assert.deepEqual([undo.action, undo.result, ...undo.migrations], ["down", "undone", THROWS]);

  // What is on another branch is no phantom, unless that branch isn't looked at.
  await world.checkout("-q", "feature/split-name");
  const state = async (...branches) => {
    const { migrations } = await json(world, "matrix", ...branches);
    return migrations.find(({ id }) => id === SPLIT).environments[0].state;
  };
  assert.deepEqual([await state(), await state("main")], ["applied", "phantom"]);
  world.write(
    `convex/migrations/${ROLE}.ts`,
    `${world.read(`convex/migrations/${ROLE}.ts`)}// edited\n`,
  );
  const edited = (await world.mustCvx("matrix", "--porcelain")).stdout;
  assert.match(edited, new RegExp(`^migration\t${ROLE}\tedited\t`, "m"));
  await world.git("checkout", "-q", "--", ".");

  const unknown = await world.cvx("matrix", "mian");
  assert.match(unknown.stderr, /^error: there is no branch 'mian'\nhint: did you mean 'main'\?/);
  assert.equal((await world.cvx("--env", "nowhere", "matrix")).code, 129);
  const [only] = (await json(world, "--env", "staging", "matrix")).environments;
  assert.equal(only.name, "staging");
}

async function pagesAreWrittenWithCare(world) {
  const { stdout } = await world.mustCvx("matrix", "--html", "-");
  assert.match(stdout, /^<!doctype html>\n/);
  await world.mustCvx("matrix", "--html", "m.html");
  await world.mustCvx("matrix", "--html", "m.html"); // it is ours
  assert.equal(statSync(world.path("m.html")).mode & 0o777, 0o666 & ~process.umask());
  const mine = await world.cvx("matrix", "--html", "package.json");
  assert.equal(mine.code, 4);
  assert.match(mine.stderr, /^error: 'package.json' is there, and isn't a page of git cvx matrix/);
  writeFileSync(world.path("empty.html"), "");
  assert.equal((await world.cvx("matrix", "--html", "empty.html")).code, 4);
  const nowhere = await world.cvx("matrix", "--html", "nowhere/m.html");
  assert.match(nowhere.stderr, /^error: cannot write 'nowhere\/m.html': No such file or directory/);
  assert.deepEqual(
    readdirSync(world.dir).filter((name) => /html/.test(name)),
    ["empty.html", "m.html"],
  );
}

describe("looking back", onlyOnSandbox("it needs two deployments"), () => {
  it(
    "the log and the matrix tell what happened, and change nothing",
    inBegunWorld((world) =>
      withHistory(world, async () => {
        await logIsTrue(world);
        await matrixIsTrue(world);
        await asleep(world, "checkout", "-q", "main");

        const before = files(join(world.dir, ".git/cvx"));
        const { revision } = await world.hello();
        await world.controls.forgetTrace();
        for (const command of [["log"], ["matrix"], ["matrix", "--html", "-"]])
          await world.mustCvx(...command);
        const asked = new Set(
          (await world.controls.trace()).map(({ path }) => path).filter(Boolean),
        );
        for (const path of asked)
          assert.match(
            path,
            /^(ledger:(hello|read|events)|_system\/.*(deploymentState|components:list))/,
          );
        assert.equal((await world.hello()).revision, revision);
        assert.deepEqual(files(join(world.dir, ".git/cvx")), before);
        await pagesAreWrittenWithCare(world);
      }),
    ),
  );
});
