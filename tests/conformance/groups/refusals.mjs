// Pushes that no document is to blame for: names and definitions that a deployment does not take.
// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { test } from "node:test";

const ONE_FUNCTION = 'export { list } from "./people.js";\n';

export function refusalTests(session) {
  const { deployment, app } = session;

  async function assertRefused(pattern) {
    const before = await deployment.functions();
    const { code, output } = await app.tryPush();
    assert.equal(code, 1, output);
    assert.match(output, pattern);
    assert.deepEqual(await deployment.functions(), before, "what was deployed stays");
  }

  test("a dash in the name of a module", async () => {
    app.reset();
    app.write("convex/has-dash.ts", ONE_FUNCTION);
    await assertRefused(
      /has-dash\.js can only contain alphanumeric characters, underscores, or periods/,
    );
  });

  test("a path component of 65 bytes", async () => {
    app.reset();
    app.write(`convex/${"a".repeat(65 - ".js".length)}.ts`, ONE_FUNCTION);
    await assertRefused(/too long|64/);
  });

  test("two indexes of one name", async () => {
    app.reset();
    app.take("variants/index-twice.ts", "convex/schema.ts");
    await assertRefused(/by_name/);
  });

  test("a wrong key", async () => {
    app.reset();
    const wrong = { url: deployment.url, adminKey: `${deployment.adminKey.split("|")[0]}|00` };
    const { code, output } = await app.tryPush({ to: wrong });
    assert.equal(code, 1, output);
    assert.match(output, /BadDeployKey|BadAdminKey|(deploy|admin) key .*invalid/);
  });
}
