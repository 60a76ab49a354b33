// sync.test.mjs - the WebSocket, through the official client.
// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";
import { ConvexClient } from "convex/browser";
import { push } from "../test-support/push.mjs";
import { startSandbox, until } from "../test-support/sandbox.mjs";

const fromConvex = createRequire(createRequire(import.meta.url).resolve("convex/package.json"));

const ROWS = `
  export const add = mutation({ handler: (ctx, { n }) => {
    if (n < 0) throw new ConvexError({ negative: n });
    return ctx.db.insert("rows", { n }); } });
  export const sum = query({ handler: async (ctx) =>
    (await ctx.db.query("rows").collect()).reduce((sum, { n }) => sum + n, 0) });
  export const plus = action({ handler: (ctx, { n }) => ctx.runMutation(anyApi.rows.add, { n }) });
`;

test("queries stay up to date, whoever writes", async (t) => {
  const sandbox = await startSandbox(t);
  await push(sandbox, { modules: { "rows.js": ROWS } });
  const webSocketConstructor = fromConvex("ws").WebSocket;
  const client = new ConvexClient(sandbox.url, { webSocketConstructor, logger: false });
  t.after(() => client.close());
  const seen = [];
  client.onUpdate("rows:sum", {}, (sum) => seen.push(sum));
  await until(() => seen.at(-1) === 0, "the first value");
  await sandbox.mutation("rows:add", { n: 2 });
  await until(() => seen.at(-1) === 2, "what was written over HTTP");
  await client.mutation("rows:add", { n: 3 });
  await client.action("rows:plus", { n: 4 });
  await until(() => seen.at(-1) === 9, "what was written over the socket");
  await assert.rejects(client.mutation("rows:add", { n: -1 }), (error) => {
    assert.deepEqual(error.data, { negative: -1 });
    return true;
  });
  await push(sandbox, { modules: { "rows.js": ROWS.replace("sum + n", "sum + 2 * n") } });
  await until(() => seen.at(-1) === 18, "what the pushed query makes of it");
});
