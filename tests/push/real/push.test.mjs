// There and back: strict pushes refused, bridges, sealed downs, indexes, by the real CLI.
// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { after, before, describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { Deployment, waitFor } from "../../lib/deployment.mjs";
import { startSandbox } from "../../lib/sandbox.mjs";
import { App, COMPONENT, ERR, FEATURE, ID, MAIN, MIGRATION, pushTool, START } from "./support.mjs";

const OLD_SHAPE = [{ name: "Ada Lovelace" }, { name: "Alan Turing" }, { name: "Grace Hopper" }];
const NEW_SHAPE = [
  { first: "Ada", last: "Lovelace" },
  { first: "Alan", last: "Turing" },
  { first: "Grace", last: "Hopper" },
];

let app, sandbox, deployment;

before(async () => {
  app = new App();
  sandbox = await startSandbox();
  deployment = new Deployment(sandbox);
});

after(async () => {
  await sandbox?.dispose();
  app?.dispose();
});

async function push(tree, ...settings) {
  const answer = await pushTool(app, sandbox, "push", tree, settings);
  assert.equal(answer.error, null, answer.text);
}

async function run(fn) {
  await deployment.fn(fn, {});
  await waitFor(fn, async () => {
    const [status] = await deployment.fn("lib:getStatus", { names: [fn] }, { component: "migrations" });
    assert.notEqual(status.state, "failed", status.error);
    return status.state === "success";
  });
}

/** Until a push has handed in its schema, which a delay holds up there. */
const schemaInProgress = () =>
  waitFor("its schema", async () => (await deployment.system("frontend/getSchemas", {})).inProgress);

async function indexNames() {
  const { tables } = await deployment.activeSchema();
  return tables.flatMap((table) => table.indexes.map((index) => index.indexDescriptor)).sort();
}

const stageTree = () => {
  const stage = app.path("common/cvx/stage");
  return `${stage}/${readdirSync(stage)[0]}`;
};

describe("there and back", () => {
  let main, feature, seal;

  it("pushes the older state strictly", async () => {
    main = app.target("main", MAIN);
    feature = app.target("feature", FEATURE);
    await push(main);
    await deployment.mutation("users:seed", { users: OLD_SHAPE });
    assert.equal((await deployment.activeSchema()).schemaValidation, true);
  });

  it("is refused the newer one, and says which document and why", async () => {
    const { error } = await pushTool(app, sandbox, "push", feature);
    assert.equal(error.code, ERR.SCHEMA);
    assert.match(error.message, /^document with ID ".+" in table "users" does not match the schema: /);
  });

  it("pushes the newer one as a bridge, keeping an index of the older one", async () => {
    await push(feature, "bridge=1", "index=users:by_name:name");
    assert.equal((await deployment.activeSchema()).schemaValidation, false);
    assert.deepEqual(await indexNames(), ["by_first", "by_name"]);
    assert.deepEqual(await deployment.query("users:known"), ["admin"]);
    await run(`migrations/${ID}:up`);
  });

  it("is accepted then, and leaves nothing of the bridge", async () => {
    await push(feature);
    assert.deepEqual(await deployment.query("users:list"), NEW_SHAPE);
    assert.equal((await deployment.activeSchema()).schemaValidation, true);
    assert.deepEqual(await indexNames(), ["by_first"]);
    assert.equal(existsSync(`${stageTree()}/tree/convex/schema.cvx.ts`), false);
    assert.deepEqual(readFileSync(`${stageTree()}/tree/convex/schema.ts`, "utf8"), FEATURE["convex/schema.ts"]);
  });

  it("seals the migration with what it needs", async () => {
    const answer = await pushTool(app, sandbox, "seal", feature, [
      `id=${ID}`, `file=${MIGRATION}`, `out=${app.path("seal.js")}`,
    ]);
    assert.equal(answer.error, null, answer.text);
    seal = answer.words;
    assert.match(seal.hash[0], /^[0-9a-f]{40}$/);
    assert.deepEqual(seal.component, ["migrations"]);
    assert.equal(seal.function, undefined);
    assert.equal(seal.client[0], "0.3.6");
    assert.equal(/(^|;)import[{*"]/m.test(readFileSync(app.path("seal.js"), "utf8")), false);
  });

  it("takes the sealed down into the older state, in one bridge", async () => {
    await push(main, "bridge=1", `seal=${seal.hash[0]}:${app.path("seal.js")}`, "sealed=users:by_first:first",
      `start=${START}`, `component=${COMPONENT}`);
    const sealed = `cvxSealed/s${seal.hash[0].slice(0, 16)}:down`;
    const functions = await deployment.functions();
    assert.ok(functions.includes(sealed), functions.join(" "));
    assert.ok(functions.includes("cvxSealed/start:start"));
    assert.deepEqual(await indexNames(), ["by_first", "by_name"]);
    await run(sealed);
    assert.deepEqual(await deployment.query("users:list"), OLD_SHAPE);
  });

  it("and is accepted strictly at the end", async () => {
    await push(main);
    assert.equal((await deployment.activeSchema()).schemaValidation, true);
    assert.deepEqual(await indexNames(), ["by_name"]);
    assert.equal((await deployment.functions()).some((name) => name.startsWith("cvxSealed/")), false);
  });

  it("lets a seal's index win over the target's of that name, and that over the active one", async () => {
    const active = "index=users:by_name:last";
    const fields = async () => {
      const [users] = (await deployment.activeSchema()).tables;
      return users.indexes.find(({ indexDescriptor }) => indexDescriptor === "by_name").fields;
    };
    await push(main, "bridge=1", active);
    assert.deepEqual(await fields(), ["name"]);
    const sealed = `seal=${seal.hash[0]}:${app.path("seal.js")}`;
    await push(main, "bridge=1", sealed, active, "sealed=users:by_name:first,name", `start=${START}`);
    assert.deepEqual(await fields(), ["first", "name"]);
    await push(main, "bridge=1", sealed, active, `start=${START}`); // made when its indexes weren't known
    assert.deepEqual(await fields(), ["last"]);
    await push(main);
  });

  it("bridges a target that has no schema", async () => {
    const { "convex/schema.ts": _, ...files } = MAIN;
    files["convex/users.ts"] = files["convex/users.ts"].replace(/.*roles.*\n/g, "");
    const bare = app.target("bare", files);
    await push(bare, "bridge=1", "index=users:by_first:first");
    assert.deepEqual(await indexNames(), ["by_first"]);
    await push(bare);
    assert.equal(await deployment.activeSchema(), null);
  });

  it("bridges the components of the target, too", async () => {
    const team = (fields) => ({
      ...MAIN,
      "convex/convex.config.ts": MAIN["convex/convex.config.ts"]
        .replace("const app", 'import team from "./team/convex.config";\nconst app')
        .replace("app.use(cvx)", "app.use(cvx); app.use(team)"),
      "convex/team/convex.config.ts":
        'import { defineComponent } from "convex/server"; export default defineComponent("team");',
      "convex/team/schema.ts": `import { defineSchema, defineTable } from "convex/server";
        import { v } from "convex/values"; export default defineSchema({ rows: defineTable(${fields}) });`,
      "convex/team/lib.ts": `import { mutation } from "./_generated/server";
        export const add = mutation({ args: {}, handler: (ctx) => ctx.db.insert("rows", { x: 1 }) });`,
    });
    await push(app.target("team", team("v.any()")));
    await deployment.fn("lib:add", {}, { component: "team" });
    const strict = app.target("team", team("{ y: v.string() }"));
    const { error } = await pushTool(app, sandbox, "push", strict);
    assert.equal(error.code, ERR.SCHEMA);
    assert.match(error.message, /^in component 'team': document with ID /);
    await push(strict, "bridge=1");
  });
});

describe("two at once, and deaths", () => {
  it("calls a push that was overwritten a race", async () => {
    const slow = (type) => app.target(type, {
      ...MAIN, "convex/schema.ts": MAIN["convex/schema.ts"].replace("name: v.string()", `name: ${type}`),
    });
    const first = slow("v.any()");
    const second = slow("v.optional(v.string())");
    const other = new App();
    await push(app.target("main", MAIN));
    await deployment.post("/sandbox/schema-delay", { ms: 120_000 });
    try {
      const waiting = pushTool(app, sandbox, "push", first);
      await schemaInProgress();
      await deployment.post("/sandbox/schema-delay", { ms: 0 });
      // Another clone, or a developer's `convex dev`: another scratch tree.
      const winner = await pushTool(other, sandbox, "push", second);
      assert.equal(winner.error, null, winner.text);
      assert.equal((await waiting).error?.code, ERR.RACE);
    } finally {
      await deployment.post("/sandbox/schema-delay", { ms: 0 });
      other.dispose();
    }
  });

  it("pushes nothing after its death, and leaves the scratch tree usable", async () => {
    const files = {
      ...MAIN,
      "convex/schema.ts": MAIN["convex/schema.ts"].replace("v.string()", "v.any()"),
      "convex/late.ts": 'import { query } from "./_generated/server";\n' +
        "export const late = query({ args: {}, handler: async () => 1 });\n",
    };
    const tree = app.target("late", files);
    await push(app.target("main", MAIN));
    await deployment.post("/sandbox/schema-delay", { ms: 3000 });
    try {
      const dying = pushTool(app, sandbox, "push", tree);
      await schemaInProgress();
      dying.child.kill("SIGKILL");
      await dying;
      await sleep(3500);
      assert.equal((await deployment.functions()).includes("late:late"), false);
    } finally {
      await deployment.post("/sandbox/schema-delay", { ms: 0 });
    }
    await push(tree);
    assert.ok((await deployment.functions()).includes("late:late"));
  });

  it("says that the time was over, and stops", async () => {
    await deployment.post("/sandbox/schema-delay", { ms: 20000 });
    try {
      const tree = app.target("timeout", {
        ...MAIN, "convex/schema.ts": MAIN["convex/schema.ts"].replace("v.string()", "v.optional(v.any())"),
      });
      const { error } = await pushTool(app, sandbox, "push", tree, ["seconds=3"]);
      assert.match(error.message, /did not end within 3 s/);
    } finally {
      await deployment.post("/sandbox/schema-delay", { ms: 0 });
    }
  });

  it("leaves no key behind, and shows none", async () => {
    const { text } = await pushTool(app, { ...sandbox, adminKey: "wrong|key-of-nobody" }, "push",
      app.target("main", MAIN));
    assert.match(text, /^error 8 the deployment refuses the key$/m);
    assert.doesNotMatch(text, /key-of-nobody/);
    assert.equal(readdirSync(`${stageTree()}/scratch`).includes("deployment.env"), false);
  });
});
