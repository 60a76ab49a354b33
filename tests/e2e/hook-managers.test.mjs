// Hooks beside those of real hook managers: both are called, also after the next `npm install`, and
// after uninstall every file is as it was.
// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { lstatSync, readFileSync, readdirSync } from "node:fs";
import { describe, it } from "node:test";
import { install, pinned } from "./lib/managers.mjs";
import { inBegunWorld } from "./lib/world.mjs";

const OTHER = "other";

/** Mode and content of every file through which git's hooks go. */
function hookFiles(world) {
  const files = {};
  for (const folder of [".git", ".husky"]) {
    const names = lstatSync(world.path(folder), { throwIfNoEntry: false })
      ? readdirSync(world.path(folder), { recursive: true }) : [];
    for (const name of names.filter((one) => folder !== ".git" || /^(hooks|config$)/.test(one))) {
      const path = world.path(folder, name), { mode } = lstatSync(path);
      const text = lstatSync(path).isFile() ? readFileSync(path, "latin1") : "";
      files[`${folder}/${name}`] = `${mode.toString(8)} ${text}`;
    }
  }
  return files;
}

/** `npm install` in a fresh clone's state: no packages yet. CI would keep lefthook from its work. */
async function npmInstall(world, t) {
  world.remove("node_modules");
  return install(world, t, "npm", { CI: "" });
}

/**
 * The chat with a hook manager and its files, on main and on a branch that needs a migration; our
 * hooks only tell. False if the packages can't be had.
 */
async function begin(world, t, manager, more, files = {}) {
  await world.mustCvx("hooks", "uninstall");
  world.set("hook", "mode", "notify");
  const json = { name: "chat", private: true, devDependencies: pinned(manager), ...more };
  world.write("package.json", JSON.stringify(json));
  for (const [name, text] of Object.entries(files)) world.write(name, text);
  world.write(".gitignore", "node_modules\n.env.local\n");
  if (!(await npmInstall(world, t))) return false;
  const silently = (...args) => world.run("git", args, { env: { CVX_SKIP: "1" } });
  for (const branch of ["main", OTHER]) {
    if (branch === OTHER) {
      await silently("checkout", "-q", "-b", OTHER);
      await silently("checkout", "feature/split-name", "--", "convex");
    }
    await silently("add", "-A");
    await silently("commit", "-q", "-m", "A hook manager");
  }
  await silently("checkout", "-q", "main");
  assert.equal(await world.gitText("status", "--porcelain"), "");
  return true;
}

/** Checks out the other branch and comes back; which hooks were called there. */
async function called(world) {
  const { stdout, stderr } = await world.checkout(OTHER);
  await world.run("git", ["checkout", "-q", "main"], { env: { CVX_SKIP: "1" } });
  const theirs = /from the manager/.test(stdout + stderr);
  return { theirs, ours: /'git cvx migrate' would run 1 migration/.test(stderr) };
}

const BOTH = { theirs: true, ours: true };
const GONE = /gone[^]*git cvx hooks install/;

/** git 2.54 and newer has ours in its configuration, which no manager writes to. */
async function isConfigured(world) {
  const [, major, minor] = /(\d+)\.(\d+)/.exec(await world.gitText("--version")).map(Number);
  return major > 2 || (major === 2 && minor >= 54);
}

/** Ours may have been taken away by the manager: it is said, and mended by one command. */
async function mend(world) {
  assert.match((await world.mustCvx("status")).stdout, GONE);
  await world.mustCvx("hooks", "install");
}

/** Both are called once ours are in; it is told whether the next `npm install` takes them away. */
async function assertBothLive(world, t, { how = [], takesAway = false }) {
  assert.deepEqual(await called(world), { theirs: true, ours: false });
  const before = hookFiles(world);
  await world.mustCvx("hooks", "install", ...how);
  assert.deepEqual(await called(world), BOTH);
  if (!(await npmInstall(world, t))) return;
  if (takesAway && !(await isConfigured(world))) await mend(world);
  assert.doesNotMatch((await world.mustCvx("status")).stdout, /hooks/);
  assert.deepEqual(await called(world), BOTH);
  await world.mustCvx("hooks", "uninstall");
  assert.deepEqual(hookFiles(world), before);
  assert.deepEqual(await called(world), { theirs: true, ours: false });
}

const LEFTHOOK = "post-checkout:\n  jobs:\n    - run: echo from the manager\n";
const SIMPLE = "simple-git-hooks";

describe("hooks beside those of", () => {
  it(
    "husky: as lines of its committed ones, which npm install leaves",
    inBegunWorld(async (world, t) => {
      const files = { ".husky/post-checkout": "echo from the manager\n" };
      if (!(await begin(world, t, "husky", { scripts: { prepare: "husky" } }, files))) return;
      if (!(await isConfigured(world))) {
        const before = hookFiles(world);
        const refused = await world.cvx("hooks", "install");
        assert.equal(refused.code, 4, refused.stderr);
        assert.match(refused.stderr, /hint: git cvx hooks install --husky/);
        assert.deepEqual(hookFiles(world), before);
      }
      await assertBothLive(world, t, { how: ["--husky"] });
    }),
  );

  it(
    "lefthook, which puts ours aside when it writes its own anew",
    inBegunWorld(async (world, t) => {
      const files = { "lefthook.yml": LEFTHOOK };
      if (!(await begin(world, t, "lefthook", { allowScripts: { lefthook: true } }, files))) return;
      const before = hookFiles(world);
      await assertBothLive(world, t, { takesAway: true });

      // It does so, too, at the first hook after its own settings have changed.
      await world.mustCvx("hooks", "install");
      world.write("lefthook.yml", `${LEFTHOOK}    - run: echo once more\n`);
      assert.deepEqual(await called(world), BOTH);
      if (!(await isConfigured(world))) await mend(world);
      assert.deepEqual(await called(world), BOTH);
      await world.mustCvx("hooks", "uninstall");
      assert.deepEqual(hookFiles(world), before);
    }),
  );

  it(
    "simple-git-hooks, which writes over ours and removes those that it doesn't know",
    inBegunWorld(async (world, t) => {
      const command = (text) => ({ "post-checkout": `echo from the manager${text}` });
      const more = { scripts: { prepare: SIMPLE }, [SIMPLE]: command("") };
      if (!(await begin(world, t, SIMPLE, more))) return;
      await assertBothLive(world, t, { takesAway: true });

      // Its hook is another one when its settings are.
      await world.mustCvx("hooks", "install");
      const json = { ...JSON.parse(world.read("package.json")), [SIMPLE]: command(" 2") };
      world.write("package.json", JSON.stringify(json));
      if (!(await npmInstall(world, t))) return;
      if (!(await isConfigured(world))) await mend(world);
      assert.deepEqual(await called(world), BOTH);
      await world.mustCvx("hooks", "uninstall");
      assert.match(world.read(".git/hooks/post-checkout"), /from the manager 2$/);
      assert.equal(Object.keys(hookFiles(world)).filter((name) => /cvx/.test(name)).length, 0);
    }),
  );
});
