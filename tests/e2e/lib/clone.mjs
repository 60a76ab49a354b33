// One of two clones of a world's repository, side by side, each the other's remote.
// SPDX-License-Identifier: MIT
import { Beside } from "./beside.mjs";

export class Clone extends Beside {
  /** `name` is its folder in the world's, `other` the remote by which it knows the other one. */
  constructor(world, name, other) {
    super(world, name);
    this.name = name;
    this.other = other;
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
