// Time travel: branches carry different copies of the component, and each of
// them gets pushed over the same data.
// SPDX-License-Identifier: MIT
import { expect, test } from "vitest";
import { acquire, cvxModules, newApp, TOKEN, type App } from "./app";
import { makeNewer } from "./newer.mjs";

const ID = "20251008_153000_full_name";
const NEWER = makeNewer(new URL("./.made/cvx", import.meta.url).pathname);

/** An app in which one copy of the component can be pushed over the other. */
async function appOfTwoVersions() {
  let isNewer = false;
  const names = [...Object.keys(cvxModules), "./extra.ts"];
  const modules = Object.fromEntries(
    names.map((name) => [
      name,
      () =>
        isNewer && !name.includes("_generated")
          ? import(NEWER + name.slice(1))
          : cvxModules[name]!(),
    ]),
  );
  const { default: newerSchema } = await import(`${NEWER}/schema.ts`);
  const app = newApp(modules, newerSchema);
  return { app, push: (copy: "newer" | "older") => void (isNewer = copy === "newer") };
}

const apply = async (app: App, direction: "up" | "down") => {
  const row = { migrationId: ID, direction };
  await app.call("ledger:begin", { token: TOKEN, row });
  const status = direction === "up" ? "completed" : "rolled_back";
  return await app.call("ledger:finish", { token: TOKEN, ...row, status });
};

test("rows that a newer version wrote are read, kept and changed by this one, and back", async () => {
  const { app, push } = await appOfTwoVersions();
  await acquire(app);
  await apply(app, "up");

  push("newer");
  expect(await app.call("ledger:hello")).toMatchObject({ version: 2, features: ["notes"] });
  const note = { token: TOKEN, migrationId: ID, treeId: "t1", note: "by version 2" };
  await app.call("extra:annotate", note);

  push("older");
  const hello = await app.call("ledger:hello");
  expect(hello).toMatchObject({ version: 1, revision: 3 });
  expect(hello.features).toBeUndefined();
  const kept = { treeId: "t1", proof: { steps: [1, 2] } };
  expect((await app.call("ledger:read")).rows).toMatchObject([{ status: "completed", ...kept }]);
  expect((await apply(app, "down")).row).toMatchObject({ status: "rolled_back", ...kept });
  expect((await apply(app, "up")).row).toMatchObject({ status: "completed", sequence: 2, ...kept });
  const events = (await app.call("ledger:events")).rows;
  expect(events.map((event: any) => event.type)).toContain("annotate");

  push("newer");
  expect((await app.call("ledger:get", { migrationId: ID })).row).toMatchObject(kept);
  expect(await app.call("extra:notes")).toMatchObject([{ note: "by version 2" }]);
  const meta = await app.t.runInComponent(
    "cvx",
    async (ctx: any) => await ctx.db.query("meta").first(),
  );
  expect(meta).toMatchObject({ version: 2, epoch: 7, revision: 7 });
});

test("the lease goes on while the copies change under it", async () => {
  const { app, push } = await appOfTwoVersions();
  push("newer");
  const { ledgerId } = await acquire(app);
  push("older");
  await app.call("lease:renew", { token: TOKEN });
  expect((await acquire(app)).ledgerId).toBe(ledgerId);
  push("newer");
  expect(await app.call("lease:release", { token: TOKEN })).toEqual({ released: true });
});

test("a newer client says more than this version understands", async () => {
  const app = newApp();
  const at = (udfPath: string) => ({ componentPath: "cvx", udfPath });
  const holder = { cloneId: "c", cloneName: "n", runId: "r", command: "x", session: { tty: true } };
  const request = { token: TOKEN, holder, priority: 9 };
  await app.t.fun(at("lease:acquire"), { version: 99, request });
  expect((await app.call("ledger:hello")).lease.holder).toEqual(holder);
  const row = { migrationId: "a", direction: "up", guard: { kind: "new" } };
  const begun = { version: 99, request: { token: TOKEN, row, strategy: "fast" } };
  expect((await app.t.fun(at("ledger:begin"), begun)).row.guard).toEqual({ kind: "new" });
});
