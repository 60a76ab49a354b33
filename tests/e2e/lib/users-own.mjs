// What is the user's in a clone, to the byte, and a mess that a user can make of it.
// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { lstatSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** Every file below a folder with mode, time of writing and a hash of what it holds. */
function files(folder, skip, found = {}) {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (skip.includes(path)) continue;
    const status = lstatSync(path);
    if (status.isDirectory()) {
      files(path, skip, found);
    } else if (status.isFile()) {
      const hash = createHash("sha1").update(readFileSync(path)).digest("hex");
      found[path] = [status.mode, status.mtimeMs, hash].join(" ");
    }
  }
  return found;
}

/** All of the clone that is not git-cvx's own. */
export async function look(world) {
  const skip = [".git", "node_modules"].map((name) => world.path(name));
  const refs = await world.gitText("for-each-ref");
  return {
    files: files(world.dir, skip),
    index: createHash("sha1")
      .update(readFileSync(world.path(".git/index")))
      .digest("hex"),
    head: world.read(".git/HEAD"),
    refs: refs.split("\n").filter((line) => !line.includes("\trefs/cvx/")),
    stash: await world.gitText("stash", "list"),
    config: world.read(".git/config"),
  };
}

/** A change of every kind that git knows. */
async function makeAMess(world) {
  const append = (file, text) => world.write(file, world.read(file) + text);
  append("README.md", "For the stash.\n");
  await world.git("stash", "-q");
  append("README.md", "Staged.\n");
  await world.git("add", "README.md");
  append("README.md", "And not staged.\n");
  append("convex/rooms.ts", "// not staged\n");
  world.write("notes.txt", "untracked\n");
  world.write("convex/extra.ts", "export const answer = 42;\n");
  world.remove("convex/tsconfig.json");
}

/** On a branch whose migration hasn't run. */
export async function makeAMessOn(world, branch) {
  await world.run("git", ["checkout", "-q", branch], { env: { CVX_SKIP: "1" } });
  await makeAMess(world);
}

/** No command changes a byte of what is the user's. */
export async function assertUsersOwnStays(world, commands) {
  const before = await look(world);
  for (const args of commands) {
    await world.mustCvx(...args);
    assert.deepEqual(await look(world), before, `after git cvx ${args.join(" ")}`);
  }
}
