// What the moves of a walk are in git.
// SPDX-License-Identifier: MIT
//
// A move answers null if it makes no sense where it comes; what follows it must find the work tree
// clean. Conflicts are not resolved: the move is given up.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { fileOf, migrationsOf, putMigration, retireMigration } from "./fields-app.mjs";

/** No hook of git-cvx need have seen to it: a command by hand follows. */
const unseen = { woken: false, said: "" };
/** A hook of git-cvx was woken at its end. */
const woken = ({ stderr }) => ({ woken: true, said: stderr });

async function write(clone, id, { used }) {
  if (used.has(id)) return null;
  used.add(id);
  putMigration(clone, id);
  await clone.commit(`Add ${id}`);
  return unseen;
}

async function edit(clone, id) {
  const edition = migrationsOf(clone).get(id);
  if (!edition) return null;
  putMigration(clone, id, edition + 1);
  await clone.commit(`Edit ${id}`);
  return unseen;
}

async function retire(clone, id) {
  if (!existsSync(clone.path(fileOf(id)))) return null;
  retireMigration(clone, id);
  await clone.commit(`Retire ${id}`);
  return unseen;
}

async function fork(clone, branch) {
  if ((await clone.branch()) === branch || (await clone.find(branch))) return null;
  const answer = await clone.git("checkout", "-q", "-b", branch);
  assert.equal(await clone.branch(), branch);
  return woken(answer);
}

async function switchTo(clone, branch) {
  if ((await clone.branch()) === branch || !(await clone.find(branch))) return null;
  const answer = await clone.git("checkout", "-q", branch);
  assert.equal(await clone.branch(), branch);
  return woken(answer);
}

async function merge(clone, branch) {
  const from = await clone.find(branch);
  if (!from) return null;
  const before = await clone.head();
  const answer = await clone.git("merge", "-q", "--no-edit", "-X", "theirs", from);
  if (await clone.has("MERGE_HEAD")) await clone.must("merge", "--abort");
  return (await clone.head()) === before ? null : woken(answer);
}

async function squash(clone, branch) {
  const from = await clone.find(branch);
  if (!from) return null;
  const answer = await clone.git("merge", "-q", "--squash", "-X", "theirs", from);
  if (await clone.must("ls-files", "--unmerged")) {
    await clone.must("reset", "-q", "--hard");
    return null;
  }
  const before = await clone.head();
  await clone.git("commit", "-q", "-m", `Squash ${branch}`);
  return (await clone.head()) === before ? null : woken(answer);
}

/** A rebase that was given up has woken hooks, too. */
async function rebase(clone, branch) {
  const onto = await clone.find(branch);
  if (!onto) return null;
  const before = await clone.head();
  await clone.git("rebase", "-q", "-X", "theirs", onto);
  const stopped = existsSync(clone.path(".git/rebase-merge"));
  if (stopped) await clone.must("rebase", "--abort");
  return stopped || (await clone.head()) !== before ? unseen : null;
}

/** Gone for good, from both clones. */
async function drop(clone, branch, { clones }) {
  for (const each of clones) if ((await each.branch()) === branch) return null;
  let found = false;
  for (const each of clones) {
    for (const ref of [`refs/heads/${branch}`, `refs/remotes/${each.other}/${branch}`])
      if (await each.has(ref)) {
        found = true;
        await each.must("update-ref", "-d", ref);
      }
    await each.must("reflog", "expire", "--expire=now", "--all");
    await each.must("gc", "-q", "--prune=now");
  }
  return found ? unseen : null;
}

export const MOVES = { write, edit, delete: retire, fork, switch: switchTo };
Object.assign(MOVES, { merge, squash, rebase, drop });
