// An app that uses git-cvx, as a user has it, of the size that a benchmark asks for: the chat
// example with documentation around it, a deployment that it is linked to, hooks that are
// installed, and the state that `git cvx adopt` leaves.
// SPDX-License-Identifier: MIT
//
// Nothing of that state is written or copied here: what a benchmark measures is what a user has.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, rmSync, unlinkSync } from "node:fs";
import { watchCalls } from "../../tests/e2e/lib/calls.mjs";
import { copyChat } from "../../tests/e2e/lib/chat.mjs";
import { World } from "../../tests/e2e/lib/world.mjs";

const FOLDER = 1000; // files of documentation in one folder
const CHANGED = 20;
const WHO = "A <a@example.com> 1760000000 +0000";

const page = (n) => `docs/${Math.floor(n / FOLDER)}/${n}.md`;

/** One file of a commit, as `git fast-import` reads it. */
function file(path, text) {
  return `M 100644 inline ${path}\ndata ${Buffer.byteLength(text)}\n${text}\n`;
}

function commit(branch, from, message, files) {
  const head = `commit refs/heads/${branch}\ncommitter ${WHO}\ndata ${message.length}\n${message}\n`;
  return `${head}${from ? `from ${from}\n` : ""}${files.join("")}\n`;
}

const some = (count, from, text) =>
  Array.from({ length: count }, (_, i) => file(page(from + i), `page ${from + i}\n${text}\n`));

const MIGRATION = `import { migrations } from "../migrate";

export const up = migrations.define({ table: "rooms", migrateOne: () => undefined });
export const down = migrations.define({ table: "rooms", migrateOne: () => undefined });
`;

function migrations(count) {
  const id = (i) => `20240101_${String(i).padStart(6, "0")}_some_change`;
  return Array.from({ length: count }, (_, i) => file(`convex/migrations/${id(i)}.ts`, MIGRATION));
}

/**
 * The history: pages of documentation up to so many files in all, further commits of a few pages
 * each, and branches `topic/1`… that differ from main in twenty pages.
 */
function* history({ pages, commits, branches, more }) {
  yield commit("main", "refs/heads/main^0", "Document", [
    ...some(pages, 0, ""),
    ...migrations(more),
  ]);
  for (let i = 1; i < commits; i++)
    yield commit("main", null, `Document more, ${i}`, some(3, (i * 7) % (pages - 3), `${i}`));
  for (let i = 1; i <= branches; i++)
    yield commit(`topic/${i}`, "refs/heads/main", `Topic ${i}`, some(CHANGED, 0, `topic ${i}`));
}

function grow({ dir, env }, { files = 200, commits = 1, branches = 2, migrations: more = 0 }) {
  const git = (args, options) =>
    execFileSync("git", args, { cwd: dir, env, stdio: ["pipe", "pipe", "inherit"], ...options });
  const before = git(["ls-files"]).toString().split("\n").length - 1;
  const pages = files - before - more;
  assert.ok(pages > CHANGED, "there is room for documentation");
  const input = [...history({ pages, commits, branches, more })].join("");
  git(["fast-import", "--quiet"], { input });
  git(["reset", "-q", "--hard"]);
  for (const branch of ["main", "topic/1", "topic/2"]) {
    const listed = git(["ls-tree", "-r", "--name-only", branch], { maxBuffer: 64 << 20 });
    assert.equal(listed.toString().trim().split("\n").length, files, `files of ${branch}`);
  }
}

/** A world (tests/e2e/lib/world.mjs) with such an app, and what watchCalls() gives. */
export async function openApp(shape) {
  const copy = async (world) => {
    await copyChat(world.dir);
    grow(world, shape);
  };
  const world = await World.open({ app: { name: "app", copy }, officialCli: true });
  try {
    await world.plainPush();
    await world.seed();
    const watch = await watchCalls(world);
    await world.mustCvx("adopt");
    return { world, ...watch };
  } catch (error) {
    await world.close();
    throw error;
  }
}

/** What the last run of git-cvx recorded for the hook; it must be there. */
const record = (world) => world.path(".git/cvx/state");

/** That nothing of ours is at work where `move` is made with other hooks, or none: not even without a record. */
export async function assertAsleep({ world, calls }, move) {
  rmSync(record(world), { force: true });
  await move();
  await move();
  assert.equal(calls(), "", "what is compared with is without git-cvx");
}

/**
 * By trace, before anything is measured: `move` (a command, twice to where it began) starts no
 * git-cvx, and starts it once the record is gone. That it does shows that hook, shim and
 * git-cvx-hook are at work.
 */
export async function assertAtWork({ world, calls }, event, move) {
  assert.ok(existsSync(record(world)), "a run of git-cvx has recorded the state of the work tree");
  await move();
  await move();
  assert.equal(calls(), "", "with nothing to do, no second program is started");
  unlinkSync(record(world));
  await move();
  assert.match(calls(), new RegExp(`^hook ${event}\\b[^\n]*\n$`), "without a record, it is");
  assert.ok(existsSync(record(world)), "... and has recorded the state anew");
  await move();
  assert.equal(calls(), "", "after that, none is");
}
