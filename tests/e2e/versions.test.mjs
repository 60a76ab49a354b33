// Packages and a Node that are too old: one message, the same from every command, before anything is
// pushed. The packages are real but for the versions that they give.
// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { chmodSync, mkdirSync, renameSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { installAs } from "./lib/packages.mjs";
import { IDS, inWorld, onlyOnSandbox } from "./lib/world.mjs";

/** A Node that says that it is another version. */
function pretendNode(world, version) {
  const path = join(world.root, "old/node");
  mkdirSync(join(world.root, "old"));
  writeFileSync(path, `#!/bin/sh\necho "v${version} $0"\n`);
  chmodSync(path, 0o755);
  return path;
}

const CONVEX = (version) => (world) => installAs(world, "convex", { version });
const MIGRATIONS = (version) => (world) => installAs(world, "@convex-dev/migrations", { version });

const CASES = [
  {
    what: "convex 1.31.7",
    prepare: CONVEX("1.31.7"),
    check: "convex",
    says: /convex 1\.31\.7 is installed, and git-cvx needs 1\.35\.0 or newer/,
    advises: "convex@~1.48.0, which runs on Node 20; newer ones need Node 22",
  },
  ...["0.2.9", "0.3.3", "0.3.5"].map((version) => ({
    what: `@convex-dev/migrations ${version}`,
    prepare: MIGRATIONS(version),
    check: "migrations",
    says: new RegExp(
      `@convex-dev/migrations ${version} is installed, and git-cvx needs 0\\.3\\.6 or newer`,
    ),
    advises: "@convex-dev/migrations@^0.3.6",
  })),
  {
    what: "Node 20 with convex 1.49.0",
    prepare(world) {
      installAs(world, "convex", { version: "1.49.0", engines: { node: ">=22.0.0" } });
      world.env.CVX_NODE = pretendNode(world, "20.20.2");
    },
    check: "node",
    says: /convex 1\.49\.0 needs Node 22 or newer, and '.*\/old\/node' is 20\.20\.2/,
    advises: "install Node 22 or newer, or name one in CVX_NODE",
  },
];
const LOCK_FILES = { "pnpm add": "pnpm-lock.yaml", "bun add": "bun.lock", "npm install": null };

describe("what is too old", onlyOnSandbox("requests are counted"), () => {
  for (const { what, prepare, check, says, advises } of CASES)
    it(
      `${what} is named by every command, before the first push`,
      inWorld(async (world) => {
        prepare(world);
        for (const command of ["init", "status", "adopt", "migrate"]) {
          const { code, stderr } = await world.cvx(command);
          const isLook = command === "init" || command === "status";
          assert.equal(code, isLook ? 0 : 128, `${command}: ${stderr}`);
          assert.match(stderr, says, command);
          assert.ok(stderr.includes(advises), `${command}: ${stderr}`);
          assert.equal(stderr.match(new RegExp(says, "g")).length, 1, "once");
        }
        const found = await world.cvx("doctor");
        const line = found.stdout.split("\n").find((one) => one.startsWith(`fail  ${check} `));
        assert.match(line ?? found.stdout, says);
        assert.ok(found.stdout.includes(advises), found.stdout);

        const trace = await world.controls.trace();
        assert.deepEqual(
          trace.filter(({ route }) => /deploy2|api\/function/.test(route)),
          [],
          "nothing was pushed, and nothing written",
        );
      }),
    );

  it(
    "is told how to mend it in the words of what the packages come with",
    inWorld(async (world) => {
      CONVEX("1.31.7")(world);
      for (const [add, lock] of Object.entries(LOCK_FILES)) {
        if (lock) renameSync(world.path("package-lock.json"), world.path(lock));
        const { stderr } = await world.cvx("migrate");
        assert.ok(stderr.includes(`hint: ${add} convex@~1.48.0`), stderr);
        if (lock) renameSync(world.path(lock), world.path("package-lock.json"));
      }
    }),
  );

  it(
    "hooks that are started without the user's PATH take the Node that was there at install",
    inWorld(async (world) => {
      await world.mustCvx("hooks", "install");
      assert.match(world.read(".git/cvx/config.ini"), /\bnode = ".*\/node"/);
      const tools = join(world.root, "tools");
      mkdirSync(tools);
      for (const name of ["git", "sh"])
        symlinkSync(
          (await world.run("sh", ["-c", `command -v ${name}`])).stdout.trim(),
          join(tools, name),
        );
      const { code, stderr } = await world.run("git", ["checkout", "feature/split-name"], {
        env: { PATH: `${tools}:/bin-without-node` },
      });
      assert.equal(code, 0, stderr);
      assert.doesNotMatch(stderr, /(error|warning):/);
      assert.equal((await world.statuses())[IDS.splitName], "completed");
    }),
  );
});
