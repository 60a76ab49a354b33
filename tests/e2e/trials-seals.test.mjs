// Trials of seals and bridges: what a sealed migration may import and need, what a bridge has to
// hold for it, and which branches can be gone to and come back from.
// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { pathToFileURL } from "node:url";
import { MODULES } from "./lib/chat.mjs";
import * as trial from "./lib/trials.mjs";
import { IDS, inWorld, onlyOnSandbox } from "./lib/world.mjs";

const FEATURE = "feature/split-name";

/** The whole source of a seal, as the ledger keeps it. */
async function sealSource(world, hash) {
  let source = "";
  for (let part = 0, parts = 1; part < parts; part++) {
    const request = { hash, part };
    const seal = await world.deployment.fn("seals:get", { version: 1, request }, trial.IN_CVX);
    source += seal.source;
    parts = seal.parts;
  }
  return source;
}

test(
  "T2 W1 W7: a branch with a narrowed schema goes back, through a seal that stands alone, to one that imports from its schema",
  inWorld(
    async (world) => {
      await trial.beginWithoutHooks(world);
      const before = await world.docs("users");
      await trial.moveTo(world, FEATURE);
      const row = (await world.ledger())[IDS.splitName];

      const source = await sealSource(world, row.sealHash);
      assert.ok(source.length > 20_000 && source.length < 120_000, `${source.length} characters`);
      const file = join(world.root, "seal.mjs");
      writeFileSync(file, source);
      const hash = execFileSync("git", ["hash-object", "--no-filters", file], { encoding: "utf8" });
      assert.equal(hash.trim(), row.sealHash);
      const { up, down } = await import(pathToFileURL(file).href); // nothing to import from there
      assert.ok(up.isMutation && down.isMutation);
      assert.match(row.downPath, /^cvxSealed\/s[0-9a-f]{16}:down$/);

      await trial.moveTo(world, "feature/named-export");
      assert.deepEqual(await world.docs("users"), before);
      assert.equal(await world.schemaValidates(), true);
      await trial.moveTo(world, FEATURE);
      assert.ok((await world.docs("users")).every(({ first }) => first !== undefined));
    },
    { officialCli: true },
  ),
);

test(
  "E31 F3: a down finds its index in the bridge, although nothing that is deployed has it any more",
  inWorld(async (world) => {
    await trial.beginWithoutHooks(world);
    const before = await world.docs("rooms");
    await trial.moveTo(world, "feature/index");
    assert.ok((await world.docs("rooms")).every(({ ownerHandle }) => ownerHandle !== undefined));

    // Somebody pushes main over it, validation off, as a push that broke off may leave it.
    await world.checkout("-q", "main");
    const schema = world.read("convex/schema.ts");
    world.write(
      "convex/schema.ts",
      schema.replace(/\}\);\s*$/, "}, { schemaValidation: false });\n"),
    );
    await world.plainPush();
    world.write("convex/schema.ts", schema);
    await world.mustCvx("migrate", "--yes");
    assert.deepEqual(await world.docs("rooms"), before);
    assert.equal((await world.statuses())[IDS.roomsByHandle], "rolled_back");
  }),
);

/** 61 characters, the most that fit the server's 64 bytes with ".js". */
const LONG_ID = "20251101_090000_give_everybody_a_greeting_that_is_long_enough";

const greetingText = trial.migrationText({
  head: [
    'import "server-only";',
    'import { AsyncLocalStorage } from "node:async_hooks";',
    'import { internal } from "../_generated/api";',
    'import { greet } from "./_greet";',
    "export const seen = [typeof AsyncLocalStorage, typeof internal];\n",
  ].join("\n"),
  up: "return doc.greeting === undefined ? { greeting: greet(doc.name) } : undefined;",
  down: "return doc.greeting === undefined ? undefined : { greeting: undefined };",
});

async function withGreeting(world, head = "") {
  await world.checkout("-q", "main");
  const schema = world.read("convex/schema.ts");
  await trial.branchWith(world, "feature/greeting", "main", {
    [`convex/migrations/${LONG_ID}.ts`]: head + greetingText,
    "convex/migrations/_greet.ts": [
      'import words from "./_words.json";',
      "export const greet = (name: string) => `${words.hello}, ${name}!`;\n",
    ].join("\n"),
    "convex/migrations/_words.json": '{ "hello": "Hello" }\n',
    "convex/schema.ts": schema.replace(
      "email: v.string(),",
      "email: v.string(),\n    greeting: v.string(),",
    ),
  });
}

test(
  "W2 W3 F2: an id of 61 characters works both ways, with helpers, JSON and the modules that the CLI replaces",
  inWorld(async (world) => {
    assert.equal(LONG_ID.length, 61);
    await trial.beginWithoutHooks(world);
    const before = await world.docs("users");
    await withGreeting(world);
    await world.mustCvx("migrate", "--yes");
    const greeted = before.map((user) => ({ ...user, greeting: `Hello, ${user.name}!` }));
    assert.deepEqual(await world.docs("users"), greeted);
    for (const part of (await world.ledger())[LONG_ID].downPath.replace(/:.*/, ".js").split("/"))
      assert.ok(part.length <= 64, part);
    await trial.moveTo(world, "main");
    assert.deepEqual(await world.docs("users"), before);

    await world.checkout("-q", "feature/greeting");
    await world.git("mv", `convex/migrations/${LONG_ID}.ts`, `convex/migrations/${LONG_ID}x.ts`);
    const refused = await world.cvx("migrate", "--yes");
    assert.notEqual(refused.code, 0);
    assert.match(refused.stderr, new RegExp(`${LONG_ID}x`));
  }),
);

test(
  "W3: a migration that needs Node's own modules is refused, by name, before anything runs",
  inWorld(async (world) => {
    await trial.beginWithoutHooks(world);
    const users = await world.docs("users");
    const rows = await world.ledger();
    await withGreeting(world, 'import os from "node:os";\nexport const host = os.hostname;\n');
    const refused = await world.cvx("migrate", "--yes");
    assert.notEqual(refused.code, 0);
    assert.match(refused.stderr, /node:os/);
    assert.deepEqual(await world.docs("users"), users);
    assert.deepEqual(await world.ledger(), rows);
    await world.mustCvx("abort");
    await trial.moveTo(world, "main");
    assert.equal(await world.schemaValidates(), true);
  }),
);

test(
  "W5 W6: a branch without migrate.ts, cvxStart.ts and schema works both ways",
  inWorld(async (world) => {
    await trial.beginWithoutHooks(world);
    const before = await world.docs("users");
    await trial.branchWith(world, "bare", "main", {
      "convex/migrate.ts": null,
      "convex/cvxStart.ts": null,
      "convex/schema.ts": null,
      "convex/cvx/releases.ts": null,
      [`convex/migrations/${IDS.role}.ts`]: null,
    });
    await trial.moveTo(world, FEATURE);
    const { stderr } = await trial.moveTo(world, "bare");
    assert.match(stderr, /schema isn't enforced/);
    assert.deepEqual(await world.docs("users"), before);
    assert.equal((await world.statuses())[IDS.splitName], "rolled_back");
    assert.equal(
      (await world.statuses())[IDS.role],
      "completed",
      "it was removed, not left behind",
    );

    await trial.moveTo(world, FEATURE);
    assert.ok((await world.docs("users")).every(({ first }) => first !== undefined));
    assert.equal(await world.schemaValidates(), true);
  }),
);

const TALLY = {
  "convex/tally/convex.config.ts":
    'import { defineComponent } from "convex/server";\nexport default defineComponent("tally");\n',
  "convex/tally/lib.ts": [
    'import { mutationGeneric } from "convex/server";',
    "export const bump = mutationGeneric({ args: {}, handler: async () => null });\n",
  ].join("\n"),
};
const AUDIT = {
  "convex/audit.ts": [
    'import { internalMutation } from "./_generated/server";',
    "export const note = internalMutation({ args: {}, handler: async () => null });\n",
  ].join("\n"),
};
const NEEDY = "20251101_090000_needs_more";
const needyText = trial.migrationText({
  head: 'import { components, internal } from "../_generated/api";',
  up: "return doc.handle.startsWith('#') ? undefined : { handle: `#${doc.handle}` };",
  down: [
    "if (!doc.handle.startsWith('#')) return undefined;",
    "await ctx.runMutation((components as any).tally.lib.bump, {});",
    "await ctx.runMutation((internal as any).audit.note, {});",
    "return { handle: doc.handle.slice(1) };",
  ].join("\n    "),
});

function mountTally(world) {
  const config = world.read("convex/convex.config.ts");
  return config
    .replace(
      'import cvx from "./cvx/convex.config";',
      'import cvx from "./cvx/convex.config";\nimport tally from "./tally/convex.config";',
    )
    .replace("app.use(cvx);", "app.use(cvx);\napp.use(tally);");
}

/** Packages of this world's own, @convex-dev/migrations with another version. */
function installMigrations(world, version) {
  const own = world.path("node_modules");
  rmSync(own, { recursive: true, force: true });
  mkdirSync(join(own, "@convex-dev"), { recursive: true });
  for (const name of readdirSync(MODULES))
    if (name !== "@convex-dev") symlinkSync(join(MODULES, name), join(own, name));
  const folder = join(own, "@convex-dev/migrations");
  cpSync(join(MODULES, "@convex-dev/migrations"), folder, { recursive: true });
  const file = join(folder, "package.json");
  const json = JSON.parse(readFileSync(file, "utf8"));
  writeFileSync(file, JSON.stringify({ ...json, version }));
}

async function refusedUntouched(world, words, code = 4) {
  const users = await world.docs("users");
  await world.controls.forgetTrace();
  const answer = await world.cvx("migrate", "--yes");
  assert.equal(answer.code, code, answer.stderr);
  assert.match(answer.stderr, words);
  const trace = await world.controls.trace();
  assert.ok(!trace.some(({ route }) => route.endsWith("start_push")), "nothing was pushed");
  assert.deepEqual(await world.docs("users"), users);
}

test(
  "F13: a down that needs what the branch or its packages lack is refused before a push",
  onlyOnSandbox("requests are counted"),
  inWorld(async (world) => {
    await trial.beginWithoutHooks(world);
    const before = await world.docs("users");
    const config = mountTally(world);
    await trial.branchWith(world, "feature/needy", "main", {
      ...TALLY,
      ...AUDIT,
      "convex/convex.config.ts": config,
      [`convex/migrations/${NEEDY}.ts`]: needyText,
    });
    await trial.branchWith(world, "with-tally", "main", {
      ...TALLY,
      "convex/convex.config.ts": config,
    });
    await trial.branchWith(world, "with-both", "with-tally", AUDIT);
    await trial.moveTo(world, "feature/needy");

    await world.checkout("-q", "main");
    await refusedUntouched(world, /(audit:note|tally).*which this branch doesn't have/);
    await world.checkout("-q", "with-tally");
    await refusedUntouched(world, /audit:note.*which this branch doesn't have/);
    await world.checkout("-q", "with-both");
    installMigrations(world, "0.3.3");
    await refusedUntouched(world, /0\.3\.3 is installed.*0\.3\.6/, 128);
    installMigrations(world, "0.3.6");
    await world.mustCvx("migrate", "--yes");
    assert.deepEqual(await world.docs("users"), before);
  }),
);
