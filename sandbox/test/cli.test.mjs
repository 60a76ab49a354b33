// cli.test.mjs - the unchanged official CLI and the real migrations component against the sandbox.
// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { collect, makeApp } from '../test-support/app.mjs';
import { scratchDirectory, startSandbox, until } from '../test-support/sandbox.mjs';

const SERVER = 'import { mutation, query } from "./_generated/server";\nimport { v } from "convex/values";\n';
const schema = (fields, options = '') => `import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";
export default defineSchema({ users: defineTable({ ${fields} }).index("by_name", ["name"]) }${options});\n`;
const config = (uses) => `import { defineApp } from "convex/server";
${uses.map((from, i) => `import c${i} from "${from}";`).join('\n')}
const app = defineApp();
${uses.map((from, i) => `app.use(c${i});`).join('\n')}
export default app;\n`;
const MIGRATIONS = '@convex-dev/migrations/convex.config.js';

const USERS = `${SERVER}
export const seed = mutation({ args: { n: v.number() }, handler: async (ctx, { n }) => {
  for (let i = 0; i < n; i++) await ctx.db.insert("users", { name: "user" + i }); } });
export const list = query({ args: {}, handler: (ctx) => ctx.db.query("users").collect() });
`;
const MIGRATE = `import { Migrations } from "@convex-dev/migrations";
import { components } from "./_generated/api";
export const migrations = new Migrations(components.migrations);
export const run = migrations.runner();
`;
const UPPER = `import { migrations } from "../migrate";
export const up = migrations.define({ table: "users", batchSize: 10,
  migrateOne: (ctx, doc) => (doc.fullName === undefined ? { fullName: doc.name.toUpperCase() } : undefined) });
export const down = migrations.define({ table: "users", batchSize: 10, migrateOne: () => ({ fullName: undefined }) });
`;
const SECOND = `import { migrations } from "../migrate";
export const up = migrations.define({ table: "users", batchSize: 5, migrateOne: (ctx, doc) => {
  if (doc.name === "bad") throw new Error("cannot migrate bad");
  return { name: doc.name + "!" }; } });
`;
const LOOSE = schema('name: v.string(), fullName: v.optional(v.string())');

const FILES = {
  'convex.config.ts': config([MIGRATIONS]), 'users.ts': USERS, 'migrate.ts': MIGRATE, 'schema.ts': LOOSE,
  'migrations/20251008_153000_upper.ts': UPPER, 'migrations/20251009_100000_second.ts': SECOND,
};
const FIRST = 'migrations/20251008_153000_upper';
const NEXT = 'migrations/20251009_100000_second';

async function deployed(t, files = FILES, args = []) {
  const sandbox = await startSandbox(t, args);
  const app = makeApp(t, sandbox, files);
  const { code, stderr } = await app.deploy();
  assert.equal(code, 0, stderr);
  assert.match(stderr, new RegExp(`Deployed Convex functions to ${sandbox.url}`));
  return { sandbox, app };
}

const status = async (sandbox, name) => (await sandbox.run('lib:getStatus', { names: [name] }, 'migrations'))[0];
const reach = (sandbox, name, state) => until(async () => {
  const found = await status(sandbox, name);
  return found.state === state && found;
}, `${name} to be ${state}`);

test('a push installs, a misfit is refused in the words of the backend, data and components stay', async (t) => {
  const { sandbox, app } = await deployed(t);
  await sandbox.mutation('users:seed', { n: 3 });
  app.write({ 'schema.ts': schema('name: v.string(), fullName: v.string()') });
  const refused = await app.deploy();
  assert.equal(refused.code, 1);
  assert.match(refused.stderr, /Schema validation failed\.\nDocument with ID "[0-9a-z]+" in table "users" does not match the schema: Object is missing the required field `fullName`/);
  await sandbox.run(`${FIRST}:up`);
  const once = await app.devOnce();
  assert.equal(once.code, 0, once.stderr);
  assert.match(once.stderr, /Convex functions ready!/);
  assert.equal(JSON.parse((await sandbox.query('_system/frontend/getSchemas')).active).tables[0].documentType.value.fullName.optional, false);

  app.write({ 'convex.config.ts': null, 'migrate.ts': null, migrations: null });
  const unmounted = await app.deploy();
  assert.equal(unmounted.code, 0, unmounted.stderr);
  const component = (await sandbox.query('_system/frontend/components:list')).find(({ path }) => path === 'migrations');
  assert.equal(component.state, 'unmounted');
  assert.equal(await sandbox.query('_system/frontend/tableSize', { tableName: 'migrations', componentId: component.id }), 1);
  assert.ok((await sandbox.query('_system/frontend/getSchemas', { componentId: component.id })).active);
  assert.match(await sandbox.failure('lib:getStatus', {}, 'migrations'), /Could not find function/);
  assert.equal((await sandbox.get('/sandbox/dump')).body.migrations.$mounted, false);
  app.write(FILES);
  app.write({ 'schema.ts': schema('name: v.string(), fullName: v.string()') });
  assert.equal((await app.deploy()).code, 0);
  assert.equal((await status(sandbox, `${FIRST}:up`)).state, 'success');
  assert.equal((await sandbox.query('users:list')).length, 3);
});

test('migrations run up, down, dry, again, in series, canceled, resumed and failing', async (t) => {
  const { sandbox } = await deployed(t);
  await sandbox.mutation('users:seed', { n: 25 });
  const names = async () => (await sandbox.query('users:list')).map((user) => user.fullName);
  assert.equal((await status(sandbox, `${FIRST}:up`)).state, 'unknown');

  const dry = await sandbox.run(`${FIRST}:up`, { dryRun: true });
  assert.match(dry.Status, /^DRY RUN: /);
  assert.deepEqual(new Set(await names()), new Set([undefined]));
  await sandbox.post('/sandbox/scheduler', { hold: true });
  const started = await sandbox.run(`${FIRST}:up`, {});
  assert.equal(started.Status, 'Migration started.');
  const running = await status(sandbox, `${FIRST}:up`);
  assert.deepEqual([running.state, running.processed, running.isDone], ['inProgress', 10, false]);
  const canceled = await sandbox.run('lib:cancel', { name: `${FIRST}:up` }, 'migrations');
  assert.equal(canceled.state, 'canceled');
  await sandbox.run(`${FIRST}:up`, {});
  assert.equal((await status(sandbox, `${FIRST}:up`)).processed, 20, 'it goes on where it was');
  await sandbox.post('/sandbox/scheduler', { hold: false });
  const done = await reach(sandbox, `${FIRST}:up`, 'success');
  assert.deepEqual([done.processed, done.cursor], [25, null]);
  assert.ok((await names()).every(Boolean));
  assert.equal((await sandbox.run(`${FIRST}:up`, {})).Status, 'Migration already done.');

  await sandbox.run(`${FIRST}:down`, {});
  await reach(sandbox, `${FIRST}:down`, 'success');
  assert.deepEqual(new Set(await names()), new Set([undefined]));
  await sandbox.run(`${FIRST}:up`, { reset: true, next: [`${NEXT}:up`] });
  await reach(sandbox, `${NEXT}:up`, 'success');
  assert.ok((await sandbox.query('users:list')).every(({ name }) => name.endsWith('!')));
});

test('a migration that throws is failed, with its error, and can be resumed', async (t) => {
  const files = { ...FILES, 'users.ts': `${USERS}
export const bad = mutation({ args: {}, handler: (ctx) => ctx.db.insert("users", { name: "bad" }) });
export const mend = mutation({ args: {}, handler: async (ctx) => {
  const bad = await ctx.db.query("users").withIndex("by_name", (q) => q.eq("name", "bad")).unique();
  await ctx.db.patch(bad!._id, { name: "good" }); } });` };
  const { sandbox } = await deployed(t, files);
  await sandbox.mutation('users:seed', { n: 7 });
  await sandbox.mutation('users:bad');
  await sandbox.run(`${NEXT}:up`, {});
  const failed = await reach(sandbox, `${NEXT}:up`, 'failed');
  assert.equal(failed.processed, 5);
  assert.match(failed.error, /cannot migrate bad/);
  assert.match(failed.error, /\.\.\/convex\/migrations\/20251009_100000_second\.ts:3:/, 'the stack is in terms of the source');
  assert.equal((await sandbox.query('users:list')).filter(({ name }) => name.endsWith('!')).length, 5, 'its batch is undone');
  await sandbox.mutation('users:mend');
  await sandbox.run(`${NEXT}:up`, {});
  assert.equal((await reach(sandbox, `${NEXT}:up`, 'success')).processed, 8);
  assert.ok((await sandbox.query('users:list')).every(({ name }) => /^[a-z0-9]+!$/.test(name)));
});

test('a migration survives kill -9', async (t) => {
  const dir = scratchDirectory(t);
  const { sandbox } = await deployed(t, FILES, ['--dir', dir]);
  await sandbox.mutation('users:seed', { n: 200 });
  await sandbox.post('/sandbox/job-delay', { ms: 10 });
  await sandbox.run(`${FIRST}:up`, {});
  await until(async () => (await status(sandbox, `${FIRST}:up`)).processed >= 50, 'some batches');
  sandbox.child.kill('SIGKILL');
  await sandbox.ended;
  const started = performance.now();
  const again = await startSandbox(t, ['--dir', dir]);
  assert.ok(performance.now() - started < 1500);
  assert.equal((await reach(again, `${FIRST}:up`, 'success')).processed, 200);
  assert.ok((await again.query('users:list')).every(({ fullName }) => fullName));
});

test('components may hold components, and keep to themselves', async (t) => {
  const component = (name, uses) => `import { defineComponent } from "convex/server";
${uses.map((from, i) => `import c${i} from "${from}";`).join('\n')}
const component = defineComponent("${name}");
${uses.map((from, i) => `component.use(c${i});`).join('\n')}
export default component;\n`;
  const { sandbox } = await deployed(t, {
    'convex.config.ts': config(['./outer/convex.config']),
    'outer/convex.config.ts': component('outer', ['../inner/convex.config']),
    'outer/schema.ts': schema('name: v.string()', ', { schemaValidation: false }'),
    'outer/lib.ts': `${SERVER}import { components } from "./_generated/api";
      export const add = mutation({ args: {}, handler: async (ctx): Promise<any> => {
        await ctx.db.insert("users", { name: 5 } as any);
        try { await ctx.runMutation(components.inner.lib.add, { fail: true }); } catch (error) { /* its writes are undone */ }
        return await ctx.runMutation(components.inner.lib.add, { fail: false }); } });`,
    'inner/convex.config.ts': component('inner', []),
    'inner/lib.ts': `${SERVER}
      export const add = mutation({ args: { fail: v.boolean() }, handler: async (ctx, { fail }) => {
        const id = await ctx.db.insert("notes", { fail });
        if (fail) throw new Error("inner failure");
        return id; } });`,
    'app.ts': `${SERVER}import { components } from "./_generated/api";
      export const add = mutation({ args: {}, handler: (ctx): Promise<any> => ctx.runMutation(components.outer.lib.add, {}) });`,
  });
  await sandbox.mutation('app:add');
  await sandbox.run('lib:add', { fail: false }, 'outer/inner');
  const dump = (await sandbox.get('/sandbox/dump')).body;
  assert.deepEqual(dump['outer/inner'].notes.map(({ fail }) => fail), [false, false]);
  assert.deepEqual(dump.outer.users.map(({ name }) => name), [5]);
  assert.deepEqual(Object.keys(dump['']), ['$mounted']);
  const paths = (await sandbox.query('_system/frontend/components:list')).map(({ path }) => path);
  assert.deepEqual(paths.sort(), ['', 'outer', 'outer/inner']);
});

test('the other commands of the CLI work', async (t) => {
  const { sandbox, app } = await deployed(t);
  await sandbox.mutation('users:seed', { n: 2 });
  const out = async (...args) => {
    const { code, stdout, stderr } = await app.convex(...args);
    assert.equal(code, 0, stderr);
    return stdout;
  };
  assert.match(await out('data', 'users'), /"user1"/);
  assert.deepEqual(JSON.parse(await out('run', 'users:list')).length, 2);
  await out('env', 'set', 'COLOR', 'blue');
  assert.match(await out('env', 'list'), /COLOR=blue/);
  const spec = JSON.parse(await out('function-spec'));
  assert.ok(spec.functions.some(({ identifier }) => identifier === 'users.js:list'));
  const dry = await app.deploy('--dry-run');
  assert.equal(dry.code, 0, dry.stderr);
});

test('a waiting `convex dev` pushes by itself when the data fits', async (t) => {
  const { sandbox, app } = await deployed(t);
  await sandbox.mutation('users:seed', { n: 1 });
  app.write({ 'schema.ts': schema('name: v.string(), fullName: v.string()') });
  const dev = app.start(['dev', '--typecheck', 'disable', '--tail-logs', 'disable', '--env-file', 'deployment.env']);
  const ended = collect(dev);
  const finished = async () => (await sandbox.get('/sandbox/trace')).body.filter(
    ({ route, status: code }) => route === '/api/deploy2/finish_push' && code === 200).length;
  const refused = async () => (await sandbox.get('/sandbox/trace')).body.filter(
    ({ route }) => route === '/api/deploy2/wait_for_schema').length >= 2;
  await until(refused, 'the refusal', 20_000);
  assert.equal(await finished(), 1);
  await new Promise((resolve) => setTimeout(resolve, 300)); // it subscribes to the table after the refusal
  await sandbox.run(`${FIRST}:up`);
  await until(async () => await finished() === 2, 'the push', 20_000);
  dev.kill('SIGTERM');
  await ended;
});
