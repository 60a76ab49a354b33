// Which calls of git-cvx the hooks of a world make: installed hooks, real programs, and a note of
// each call in between.
// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { ownLines } from "./expect.mjs";
import { BUILD } from "./programs.mjs";

/**
 * Has the world's hooks call programs of its own: git-cvx-hook, and beside it a git-cvx that notes
 * its arguments and then is the one under test. Answers the folder of these and calls(): what hooks
 * noted since the last time it was asked.
 */
export async function watchCalls(world) {
  const folder = join(world.root, "programs");
  const notes = join(world.root, "calls");
  const program = join(folder, "git-cvx");
  mkdirSync(folder);
  for (const name of ["git-cvx", "git-cvx-hook"])
    copyFileSync(join(BUILD, name), join(folder, name));
  world.env.PATH = world.env.PATH.replace(BUILD, folder);
  await world.mustCvx("hooks", "install"); // names its neighbour
  writeFileSync(program, `#!/bin/sh\necho "$@" >>'${notes}'\nexec '${BUILD}/git-cvx' "$@"\n`);
  chmodSync(program, 0o755);
  const calls = () => {
    const text = existsSync(notes) ? readFileSync(notes, "utf8") : "";
    writeFileSync(notes, "");
    return text.replace(/^(?!hook ).*\n/gm, "");
  };
  calls();
  return { folder, calls };
}

/**
 * Real switches to a branch that differs in documentation only, and in `files` (texts by path), and
 * back, twice: no call of git-cvx, no request. `git` runs git in the work tree that is meant.
 */
export async function assertSwitchesStartNothing(world, { calls }, name, { files = {}, git } = {}) {
  git ??= (...args) => world.git(...args);
  const from = (await git("branch", "--show-current")).stdout.trim();
  const asleep = async (...args) => {
    world.env.CVX_SKIP = "1";
    await git(...args).finally(() => delete world.env.CVX_SKIP);
  };
  await asleep("switch", "-q", "-c", name);
  const top = (await git("rev-parse", "--show-toplevel")).stdout.trim();
  for (const [file, text] of Object.entries({ "README.md": `What ${name} says.\n`, ...files })) {
    mkdirSync(dirname(join(top, file)), { recursive: true });
    writeFileSync(join(top, file), text);
    await git("add", file);
  }
  await asleep("commit", "-q", "-m", `Say what ${name} says`);
  await asleep("switch", "-q", from);
  calls();
  await world.controls.forgetTrace();
  for (const branch of [name, from, name, from]) {
    const answer = await git("switch", branch);
    assert.equal(calls(), "", `a switch to ${branch}`);
    assert.deepEqual(ownLines(answer), []);
  }
  assert.deepEqual(await world.controls.trace(), []);
}
