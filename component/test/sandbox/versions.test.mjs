// Time travel, by pushes: older and newer copies of the component, a branch
// without it, a branch without cvxStart.
// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { makeNewer } from "../newer.mjs";
import { COMPONENT, HOLDER, ID, LedgerApp, tool, TOKEN } from "./support.mjs";

let app;
let newer;
let ledgerId;

before(async () => {
  app = await LedgerApp.start();
  newer = makeNewer(join(mkdtempSync(join(tmpdir(), "cvx-newer-")), "cvx"));
  await app.push();
  ({ ledgerId } = await app.call("lease:acquire", { token: TOKEN, holder: HOLDER }));
  await app.deployment.fn("users:add", { names: ["Ada L"] });
});
after(async () => {
  await app?.stop();
  if (newer) rmSync(join(newer, ".."), { recursive: true, force: true });
});

test("an older copy is pushed over rows that a newer one wrote, and keeps them", async () => {
  await app.start("up");
  await app.finish("up", "completed");

  app.useComponent(newer);
  await app.push();
  assert.equal((await app.call("ledger:hello")).version, 2);
  await app.call("extra:annotate", { token: TOKEN, migrationId: ID, treeId: "t1", note: "hi" });

  app.useComponent(COMPONENT);
  await app.push();
  const hello = await app.call("ledger:hello");
  assert.equal(hello.version, 1);
  assert.equal(hello.ledgerId, ledgerId);
  const { rows } = await app.call("ledger:read");
  assert.equal(rows[0].treeId, "t1");
  await app.start("down", { args: { reset: true } });
  const { row } = await app.finish("down", "rolled_back");
  assert.equal(row.treeId, "t1");
  assert.deepEqual(row.proof, { steps: [1, 2] });

  app.useComponent(newer);
  await app.push();
  assert.equal((await app.call("ledger:get", { migrationId: ID })).row.treeId, "t1");
  assert.equal((await app.call("extra:notes"))[0].note, "hi");
});

test("a branch from before the ledger unmounts it; its rows and its lease return", async () => {
  const config = app.path("convex/convex.config.ts");
  const mounted = readFileSync(config, "utf8");
  const before = await app.call("ledger:read");
  const without = mounted.split("\n").filter((line) => !line.includes("cvx"));
  writeFileSync(config, without.join("\n"));
  rmSync(app.path("convex/cvx"), { recursive: true });
  await app.push();
  await assert.rejects(app.call("ledger:hello"));

  writeFileSync(config, mounted);
  app.useComponent(COMPONENT);
  await app.push();
  assert.equal((await app.call("ledger:hello")).ledgerId, ledgerId);
  assert.deepEqual(await app.call("ledger:read"), before);
  assert.equal((await app.call("lease:renew", { token: TOKEN })).expiresInMs, 120_000);
});

test("a branch without cvxStart gets it bundled, under cvxSealed", async () => {
  rmSync(app.path("convex/cvxStart.ts"));
  mkdirSync(app.path("convex/cvxSealed"));
  const source = fileURLToPath(new URL("../../app/cvxStart.ts", import.meta.url));
  const target = app.path("convex/cvxSealed/start.js");
  execFileSync(tool("esbuild"), [
    source,
    "--bundle",
    "--format=esm",
    "--target=esnext",
    "--minify",
    "--keep-names",
    "--conditions=convex,module",
    "--log-level=warning",
    `--outfile=${target}`,
  ]);
  await app.push();
  const { row, component } = await app.start(
    "up",
    { args: { reset: true } },
    "cvxSealed/start:start",
  );
  assert.equal(row.status, "running");
  assert.equal(component.state, "success");
  assert.deepEqual(await app.deployment.fn("users:shapes"), { old: 0, new: 1 });
  const stale = app.start("down", { token: "stale" }, "cvxSealed/start:start");
  await assert.rejects(stale, (error) => error.data?.code === "LEASE_LOST");
});
