// A checkout that changes nothing which matters: no request, and no second program.
// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { after, before, describe, it } from "node:test";
import { watchCalls } from "./lib/calls.mjs";
import { NEW_USERS, assertShape, ownLines } from "./lib/expect.mjs";
import { World, inBegunWorld, onlyOnSandbox } from "./lib/world.mjs";

describe("with nothing to do", onlyOnSandbox("reads the requests' trace"), () => {
  let world = null;
  let calls = null;
  before(async () => {
    world = await World.open({ begun: true });
    ({ calls } = await watchCalls(world));
    world.write("README.md", "Another text, committed on a branch of its own.\n");
    await world.git("checkout", "-q", "-b", "same");
    await world.git("commit", "-q", "-a", "-m", "Say more");
    await world.checkout("main"); // leaves the record that the next ones compare with
  });
  after(async () => assert.deepEqual(await world.close(), []));

  /** What happened during a checkout: requests and calls of git-cvx. */
  async function watch(...args) {
    await world.controls.forgetTrace();
    calls();
    const answer = await world.checkout(...args);
    assert.deepEqual(ownLines(answer), []);
    return { requests: await world.controls.trace(), calls: calls() };
  }

  it("a checkout between branches that agree in what matters makes no request", async () => {
    for (const branch of ["same", "main", "same", "main"])
      assert.deepEqual(await watch(branch), { requests: [], calls: "" });
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
      await world.mustCvx("migrate"); // leaves the record; in this mode no hook does
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
