// A clone of a world's repository, beside it: files, and git in it.
// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

export class Clone {
  /** `name` is its folder in the world's, `other` the remote by which it knows the other one. */
  constructor(world, name, other) {
    this.world = world;
    this.name = name;
    this.other = other;
    this.dir = join(world.root, name);
  }

  path(...parts) {
    return join(this.dir, ...parts);
  }
  read(file) {
    return readFileSync(this.path(file), "utf8");
  }
  write(file, text) {
    mkdirSync(dirname(this.path(file)), { recursive: true });
    writeFileSync(this.path(file), text);
  }
  remove(file) {
    rmSync(this.path(file));
  }

  /** git; its failure is an answer. */
  git(...args) {
    return this.world.run("git", args, { cwd: this.dir });
  }
  /** What git prints, without the last line's end; it must end with 0. */
  async must(...args) {
    const { code, stdout, stderr } = await this.git(...args);
    assert.equal(code, 0, `git ${args.join(" ")} in ${this.name}: ${stdout}${stderr}`);
    return stdout.trimEnd();
  }
  async commit(message) {
    await this.must("add", "-A");
    await this.must("commit", "-q", "-m", message);
  }

  head() {
    return this.must("rev-parse", "HEAD");
  }
  branch() {
    return this.must("symbolic-ref", "--short", "HEAD");
  }
  async has(ref) {
    return (await this.git("rev-parse", "-q", "--verify", ref)).code === 0;
  }
  /** The ref of a branch, here or else in the other clone; of the one checked out, there; or null. */
  async find(branch) {
    const here = `refs/heads/${branch}`;
    if (branch !== (await this.branch()) && (await this.has(here))) return here;
    const there = `refs/remotes/${this.other}/${branch}`;
    return (await this.has(there)) ? there : null;
  }
}
