// A clone or linked worktree of a world's repository, in a folder beside its work tree.
// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { Folder } from "./folder.mjs";

export class Beside extends Folder {
  /** `name` is its folder in the world's. */
  constructor(world, name) {
    super(join(world.root, name));
    this.world = world;
  }

  /** Packages, and the link to a deployment: the world's own, or another one's `.env.local`. */
  equip(link = this.world.read(".env.local")) {
    symlinkSync(this.world.path("node_modules"), this.path("node_modules"));
    this.write(".env.local", link);
  }

  /** git; its failure is an answer. */
  git(...args) {
    return this.world.run("git", args, { cwd: this.dir });
  }
  /** What git prints, without the last line's end; it must end with 0. */
  async must(...args) {
    const { code, stdout, stderr } = await this.git(...args);
    assert.equal(code, 0, `git ${args.join(" ")} in ${this.dir}: ${stdout}${stderr}`);
    return stdout.trimEnd();
  }
}

/** Cloned from the world's repository, ready to run git-cvx. */
export async function cloneBeside(world, name, link) {
  const clone = new Beside(world, name);
  await world.git("clone", "-q", world.dir, clone.dir);
  clone.equip(link);
  return clone;
}

/** A linked worktree of the world's clone, ready to run git-cvx. */
export async function worktreeBeside(world, name, branch) {
  const worktree = new Beside(world, name);
  await world.git("worktree", "add", "-q", worktree.dir, branch);
  worktree.equip();
  return worktree;
}
