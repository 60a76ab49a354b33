// The guard itself: it lets these suites in, and nobody's data be replaced.
// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect, requireOurs } from "../../lib/guard.mjs";

export function guardTests(session) {
  const { deployment, app } = session;

  test("what these tests left lying about is theirs", async () => {
    const { marker, foreign } = await inspect(deployment);
    assert.deepEqual(foreign, []);
    assert.match(marker.text, /test suites of git-cvx/);
  });

  test("somebody else's function and document are seen", async () => {
    app.reset();
    app.take("variants/strangers.ts", "convex/strangers.ts");
    await app.push();
    await deployment.fn("strangers:write");
    const { foreign } = await inspect(deployment);
    const wanted = [
      "function strangers.js:write",
      "function strangers.js:erase",
      "documents in table strangers",
    ];
    assert.deepEqual(foreign.sort(), wanted.sort());
    await assert.rejects(requireOurs(deployment), /documents in table strangers/);
    await deployment.fn("strangers:erase");
  });
}
