// The example's migrations by themselves, on documents as the seed makes them: up, up again, down, down again.
//
// A stand-in for convex/migrate.ts hands their functions over; no deployment is needed, only the app's packages.
import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { before, describe, it } from "node:test";
import { example, migrationsOf } from "./repository.mjs";

const esbuild = createRequire(join(example, "package.json"))("esbuild");
const steps = join(example, "steps");

const standIn = {
  name: "stand-in for convex/migrate.ts",
  setup(build) {
    build.onResolve({ filter: /^\.\.\/migrate$/ }, () => ({ path: "migrate", namespace: "stand-in" }));
    const contents = "export const migrations = { define: (definition) => definition };";
    build.onLoad({ filter: /.*/, namespace: "stand-in" }, () => ({ contents }));
  },
};

async function load(file) {
  const options = { entryPoints: [file], bundle: true, format: "esm", write: false, plugins: [standIn] };
  const { outputFiles } = await esbuild.build(options);
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`);
}

/** id → file, of all steps. */
function migrationFiles() {
  const found = new Map();
  for (const step of readdirSync(steps)) {
    const folder = join(steps, step, "convex", "migrations");
    if (!existsSync(folder)) continue;
    for (const file of readdirSync(folder)) found.set(file.replace(/\.ts$/, ""), join(folder, file));
  }
  return found;
}

/** What ctx.db.patch does with a returned patch: an undefined field goes. */
function patched(document, patch) {
  const next = { ...document, ...patch };
  for (const [field, value] of Object.entries(next)) if (value === undefined) delete next[field];
  return next;
}

/** Enough of ctx for a migration that looks users up, by id or by the index by_handle. */
function context(users) {
  const withIndex = (index, range) => {
    assert.equal(index, "by_handle");
    const matches = [];
    range({ eq: (field, value) => matches.push(...users.filter((user) => user[field] === value)) });
    return { unique: async () => matches[0] ?? null };
  };
  const get = async (id) => users.find((user) => user._id === id) ?? null;
  return { db: { get, query: () => ({ withIndex }) } };
}

async function run(definition, documents, users) {
  const results = [];
  for (const document of documents) {
    results.push(patched(document, await definition.migrateOne(context(users), document)));
  }
  return results;
}

/** Main's documents; before the first migration users have no role. */
function mainDocuments(people, id) {
  const role = id === migrationsOf.main[0] ? {} : { role: "member" };
  const users = people.map((person, i) => ({ _id: `user${i}`, ...person, ...role }));
  const rooms = ["general", "tea"].map((slug, i) => ({ _id: slug, slug, title: slug, owner: users[i]._id }));
  const messages = ["Ship it.", ""].map((text, i) => ({ _id: `m${i}`, room: "tea", author: users[i]._id, text, sentAt: i }));
  return { users, rooms, messages };
}

describe("the chat example's migrations", () => {
  const files = migrationFiles();
  let people;
  before(async () => ({ people } = await load(join(steps, "01-app/convex/people.ts"))));

  it("are the ones that the branches hold", () => {
    const ids = new Set(Object.values(migrationsOf).flat());
    assert.deepEqual([...files.keys()].sort(), [...ids].sort());
  });

  for (const [id, file] of files) {
    it(`${id}: up and down do nothing twice, and down brings everything back`, async () => {
      const { up, down, description } = await load(file);
      assert.ok(description.length > 0);
      assert.equal(down.table, up.table);
      const mended = people.map((person) => ({ ...person, email: person.email.replace(" at ", "@") }));
      const documents = mainDocuments(mended, id);
      const there = await run(up, documents[up.table], documents.users);
      assert.notDeepEqual(there, documents[up.table]);
      assert.deepEqual(await run(up, there, documents.users), there);
      const back = await run(down, there, documents.users);
      assert.deepEqual(back, documents[up.table]);
      assert.deepEqual(await run(down, back, documents.users), back);
    });
  }

  it("split names of one, two, three words", async () => {
    const { up } = await load(files.get("20251015_090000_split_user_name"));
    const split = (name) => up.migrateOne({}, { name });
    assert.deepEqual(split("Hypatia"), { first: "Hypatia", last: "", name: undefined });
    assert.deepEqual(split("John von Neumann"), { first: "John", last: "von Neumann", name: undefined });
  });

  it("stop at the one address that is none, after two batches", async () => {
    const { up } = await load(files.get("20251022_100000_add_email_domain"));
    const { users } = mainDocuments(people, "");
    const bad = users.findIndex((user) => !user.email.includes("@"));
    assert.equal(Math.floor(bad / up.batchSize), 2);
    await assert.rejects(run(up, users, users), /user 'grace' has no e-mail address/);
    await run(up, users.toSpliced(bad, 1), users);
  });
});
