// A deployment that is not there: git goes on, and the message says what to start.
// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:net";
import { describe, it } from "node:test";
import {
  NEW_USERS,
  assertInLine,
  assertOneLineError,
  assertShape,
  ownLines,
} from "./lib/expect.mjs";
import { waitFor } from "../lib/deployment.mjs";
import { startCvx } from "./lib/trials.mjs";
import { IDS, inBegunWorld, inWorld, onlyOnSandbox } from "./lib/world.mjs";

const { role, splitName } = IDS;
const ALLOWED_MS = 3_000;
const CLOSED = "http://127.0.0.1:9"; // nothing listens there

/** What git alone takes for it. */
async function timeWithout(world, branch) {
  const { ms } = await world.run("git", ["checkout", branch], { env: { CVX_SKIP: "1" } });
  await world.run("git", ["checkout", "-q", "-"], { env: { CVX_SKIP: "1" } });
  return ms;
}

/** Accepts connections and says nothing, as a machine that is asleep. */
async function startSilentServer(t) {
  const sockets = new Set();
  const server = createServer((socket) => sockets.add(socket));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return `http://127.0.0.1:${server.address().port}`;
}

describe("a deployment that does not answer", () => {
  it(
    "costs a checkout little, is told in two lines, and is caught up with later",
    onlyOnSandbox("stops the deployment"),
    inBegunWorld(async (world) => {
      const alone = await timeWithout(world, "feature/split-name");
      await world.stopDeployment();
      const checkout = await world.checkout("feature/split-name");
      assert.ok(checkout.ms - alone < ALLOWED_MS, `took ${checkout.ms} ms, alone ${alone} ms`);
      assert.equal(ownLines(checkout).length, 2, checkout.stderr);
      assert.match(checkout.stderr, /git cvx: error: the deployment at '.*' doesn't answer\n/);
      assert.match(
        checkout.stderr,
        /git cvx: hint: start it \(npx convex dev, or your own server\), then 'git cvx migrate'/,
      );

      const status = await world.cvx("status");
      assertOneLineError(status, {
        exit: 128,
        error: /doesn't answer/,
        hint: /start it \(npx convex dev, or your own server\)/,
      });
      assert.equal(status.stdout, "");

      await world.startDeployment();
      await world.mustCvx("migrate");
      await assertShape(world, "users", NEW_USERS);
      await assertInLine(world, { applied: [role, splitName] });
    }),
  );

  it(
    "is waited for by 'migrate --wait', which then does what the checkout couldn't",
    onlyOnSandbox("stops the deployment"),
    inBegunWorld(async (world) => {
      await world.checkout("feature/split-name");
      await world.stopDeployment();
      await world.checkout("main"); // would ask before it undoes, by hand
      const waiting = startCvx(world, "migrate", "--wait");
      await waitFor("it to wait", () => /^waiting: .*doesn't answer$/m.test(waiting.said()));
      await world.startDeployment();
      assert.equal(await waiting.ended, 0, waiting.said());
      await assertInLine(world, { applied: [role], undone: [splitName] });
    }),
  );

  it(
    "costs a checkout little when something else holds its port and says nothing",
    inWorld(
      async (world, t) => {
        // The measure: the same programs and messages, and nothing to wait for.
        world.link({ url: CLOSED, adminKey: "silent|key" });
        await world.mustCvx("hooks", "install");
        const refused = await world.checkout("feature/split-name");
        await world.checkout("-q", "main");

        world.link({ url: await startSilentServer(t), adminKey: "silent|key" });
        const checkout = await world.checkout("feature/split-name");
        const slack = 500; // starting programs on a busy machine
        assert.ok(
          checkout.ms - refused.ms < ALLOWED_MS + slack,
          `took ${checkout.ms} ms, at a closed port ${refused.ms} ms`,
        );
        assert.equal(ownLines(checkout).length, 2, checkout.stderr);
        assertOneLineError(await world.cvx("status"), {
          exit: 128,
          error: /doesn't answer/,
          hint: /start it/,
        });
      },
      { deployment: false },
    ),
  );

  it(
    "holds up no longer than a hook may, where the hook only looks, too",
    inWorld(
      async (world, t) => {
        await world.mustCvx("hooks", "install");
        world.set("hook", "mode", "notify");
        world.set("hook", "timeout", 1);
        world.link({ url: await startSilentServer(t), adminKey: "silent|key" });
        assert.deepEqual(ownLines(await world.checkout("feature/split-name")), [
          "git cvx: nothing was heard of the deployment within 1 s; data stays as it is",
        ]);
      },
      { deployment: false },
    ),
  );
});
