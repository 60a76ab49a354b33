// The sealed code: parts, their size, what is complete.
// SPDX-License-Identifier: MIT
import { expect, test } from "vitest";
import { acquire, newApp, refusal, TOKEN, type App } from "./app";

const HASH = "ab".repeat(32);
const KIB = 1024;

async function ready(): Promise<App> {
  const app = newApp();
  await acquire(app);
  return app;
}

const put = (app: App, part: number, parts: number, source: string, hash = HASH) =>
  app.call("seals:put", {
    token: TOKEN,
    hash,
    part,
    parts,
    source,
    indexes: [{ table: "users", name: "by_name", fields: ["name"] }],
    needs: { functions: [], components: [], migrationsClient: "0.3.6" },
  });

test("a seal is complete when its last part is there, in any order", async () => {
  const app = await ready();
  expect((await put(app, 1, 2, "two")).complete).toBe(false);
  expect((await app.call("seals:has", { hashes: [HASH] })).missing).toEqual([HASH]);
  expect((await refusal(app.call("seals:get", { hash: HASH, part: 1 }))).code).toBe("NOT_FOUND");
  expect((await put(app, 0, 2, "one")).complete).toBe(true);
  const { seals, missing } = await app.call("seals:has", { hashes: [HASH] });
  expect(missing).toEqual([]);
  expect(seals).toMatchObject([{ hash: HASH, parts: 2, needs: { migrationsClient: "0.3.6" } }]);
  expect((await app.call("seals:get", { hash: HASH, part: 0 })).source).toBe("one");
  expect((await app.call("seals:get", { hash: HASH, part: 1 })).source).toBe("two");
});

test("putting a part again changes nothing", async () => {
  const app = await ready();
  await put(app, 0, 2, "one");
  expect((await put(app, 0, 2, "one")).complete).toBe(false);
  const { revision } = await put(app, 1, 2, "two");
  expect(await put(app, 0, 2, "another")).toEqual({ complete: true, revision });
  expect((await app.call("seals:get", { hash: HASH, part: 0 })).source).toBe("one");
});

test("cut up differently after an interruption: begun anew", async () => {
  const app = await ready();
  await put(app, 0, 3, "o");
  await put(app, 2, 3, "e");
  expect((await put(app, 0, 2, "on")).complete).toBe(false);
  expect((await put(app, 1, 2, "e")).complete).toBe(true);
  expect((await app.call("seals:get", { hash: HASH, part: 1 })).source).toBe("e");
});

test("a part has at most 512 KiB, counted in bytes, and a seal 16 parts", async () => {
  const app = await ready();
  expect((await put(app, 0, 16, "x".repeat(512 * KIB))).complete).toBe(false);
  expect((await refusal(put(app, 1, 16, "x".repeat(512 * KIB + 1)))).code).toBe("BAD_STATE");
  expect((await refusal(put(app, 1, 16, "é".repeat(300 * KIB)))).code).toBe("BAD_STATE");
  expect((await refusal(put(app, 0, 17, "x", "cd".repeat(32)))).code).toBe("BAD_STATE");
  expect((await refusal(put(app, 16, 16, "x"))).code).toBe("BAD_STATE");
});

test("a hash is a hash, and at most 100 are asked for", async () => {
  const app = await ready();
  expect((await refusal(put(app, 0, 1, "x", "../../x"))).code).toBe("BAD_STATE");
  const hashes = Array.from({ length: 101 }, () => HASH);
  expect((await refusal(app.call("seals:has", { hashes }))).code).toBe("BAD_STATE");
  expect((await refusal(app.call("seals:get", { hash: HASH, part: 0 }))).code).toBe("NOT_FOUND");
});
