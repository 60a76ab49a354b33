// A checkout that changes nothing which matters: no request, and no second program.
// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { basename, join } from "node:path";
import { after, before, describe, it } from "node:test";
import { NEW_USERS, assertShape, ownLines } from "./lib/expect.mjs";
import { BUILD, World, inBegunWorld, onlyOnSandbox } from "./lib/world.mjs";

/** Puts a program in the place of git-cvx that notes its calls and then is git-cvx. */
function watchProgram(world, folder, notes) {
  mkdirSync(folder);
  copyFileSync(join(BUILD, "git-cvx-hook"), join(folder, "git-cvx-hook"));
  symlinkSync(join(BUILD, "git-cvx"), join(folder, "real-git-cvx"));
  const script = ["#!/bin/sh", `echo "$@" >>'${notes}'`, `exec '${BUILD}/git-cvx' "$@"`, ""];
  writeFileSync(join(folder, "git-cvx"), script.join("\n"));
  chmodSync(join(folder, "git-cvx"), 0o755);
  world.env.PATH = world.env.PATH.replace(BUILD, folder);
}

describe("with nothing to do", onlyOnSandbox("reads the requests' trace"), () => {
  let world = null;
  let notes = "";
  before(async () => {
    world = await World.open({ begun: true });
    notes = join(world.root, "calls");
    watchProgram(world, join(world.root, "programs"), notes);
    world.write("README.md", "Another text, committed on a branch of its own.\n");
    await world.git("checkout", "-q", "-b", "same");
    await world.git("commit", "-q", "-a", "-m", "Say more");
    world.write(".git/hooks/post-checkout", hook("post-checkout"));
    await world.checkout("main"); // leaves the record that the next ones compare with
  });
  after(async () => assert.deepEqual(await world.close(), []));

  const hook = (event) =>
    `#!/bin/sh\nexec '${join(world.root, "programs", "git-cvx-hook")}' ${event} "$@"\n`;

  /** What happened during a checkout: requests and calls of git-cvx. */
  async function watch(...args) {
    await world.controls.forgetTrace();
    writeFileSync(notes, "");
    const answer = await world.checkout(...args);
    assert.deepEqual(ownLines(answer), []);
    return { requests: await world.controls.trace(), calls: readFileSync(notes, "utf8") };
  }

  it("a checkout between branches that agree in what matters makes no request", async () => {
    const { requests } = await watch("same");
    assert.deepEqual(requests, []);
    assert.deepEqual((await watch("main")).requests, []);
  });

  it("a second checkout with nothing changed starts no second program either", async () => {
    await watch("main");
    assert.deepEqual(await watch("main"), { requests: [], calls: "" });
    assert.deepEqual(await watch("--", "README.md"), { requests: [], calls: "" });
  });

  it("a file that was written again with the same text makes no request", async () => {
    world.write("convex/schema.ts", world.read("convex/schema.ts"));
    const { requests, calls } = await watch("main");
    assert.deepEqual(requests, []);
    assert.match(calls, /^hook post-checkout/);
    assert.deepEqual(await watch("main"), { requests: [], calls: "" });
  });

  it("starts nothing but git, the shim and git-cvx-hook", strace() ?? {}, async () => {
    await watch("main");
    const log = join(world.root, "strace");
    const env = { ASAN_OPTIONS: "detect_leaks=0" }; // leaks cannot be looked for under strace
    const args = ["-f", "-e", "trace=execve", "-o", log, "git", "checkout", "main"];
    const { code, stderr } = await world.run("strace", args, { env });
    assert.equal(code, 0, stderr);
    const started = [...readFileSync(log, "utf8").matchAll(/execve\("([^"]+)".* = 0$/gm)];
    const names = started.map(([, path]) => basename(path));
    assert.deepEqual(names, ["git", "post-checkout", "git-cvx-hook"]);
  });
});

describe("what a run was about", () => {
  it(
    "does not outlive it in the record: a commit that was given by name is no branch's state",
    inBegunWorld(async (world) => {
      world.set("hook", "mode", "notify");
      await world.checkout("main");
      assert.deepEqual(ownLines(await world.checkout("main")), []);
      await world.mustCvx("migrate", "feature/split-name");
      await assertShape(world, "users", NEW_USERS);
      const { stderr } = await world.checkout("main"); // no file has changed since the record
      assert.match(stderr, /'git cvx migrate' would undo 1 .*; data stays as it is/);
    }),
  );
});

function strace() {
  const found = (process.env.PATH ?? "")
    .split(":")
    .some((folder) => existsSync(join(folder, "strace")));
  return found ? null : { skip: "needs strace" };
}
