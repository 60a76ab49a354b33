// What the tests say again and again of a world: where its documents, ledger and schema must be.
// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";

/** Every document of a table has these fields, and none of those. */
export async function assertShape(world, table, { has = [], lacks = [] }) {
  const documents = await world.docs(table);
  assert.notEqual(documents.length, 0, `no documents in '${table}'`);
  for (const document of documents) {
    for (const field of has)
      assert.ok(field in document, `'${field}' is missing: ${show(document)}`);
    for (const field of lacks)
      assert.ok(!(field in document), `'${field}' is there: ${show(document)}`);
  }
}

const show = (document) => JSON.stringify(document);

export const OLD_USERS = { has: ["name"], lacks: ["first", "last"] };
export const NEW_USERS = { has: ["first", "last"], lacks: ["name"] };
export const OLD_MESSAGES = { has: ["text"], lacks: ["body"] };
export const NEW_MESSAGES = { has: ["body"], lacks: ["text"] };

/** Nothing of a run is left: no journal, no lease, no bridge, no sealed function. */
export async function assertNothingInProgress(world) {
  const runs = world.path(".git", "cvx", "run");
  const files = existsSync(runs) ? readdirSync(runs) : [];
  assert.deepEqual(
    files.filter((file) => !file.endsWith(".lock")),
    [],
    "a journal is left",
  );
  const { lease, bridge } = await world.hello();
  assert.deepEqual({ lease, bridge }, { lease: null, bridge: null });
  const sealed = (await world.deployment.functions()).filter((name) =>
    name.startsWith("cvxSealed/"),
  );
  assert.deepEqual(sealed, []);
}

/** The ledger says exactly this, the schema is enforced, and git-cvx thinks the same. */
export async function assertInLine(world, { applied, undone = [] }) {
  const expected = [
    ...applied.map((id) => [id, "completed"]),
    ...undone.map((id) => [id, "rolled_back"]),
  ];
  assert.deepEqual(await world.statuses(), Object.fromEntries(expected));
  assert.ok(await world.schemaValidates(), "the schema is not enforced");
  await assertNothingInProgress(world);
  const status = await world.cvx("status", "--exit-code");
  assert.equal(status.code, 0, status.stdout + status.stderr);
  assert.match(status.stdout, /^In step with this branch/m);
}

/** The server's own word: the official CLI pushes the work tree with its schema enforced. */
export async function assertEveryDocumentFits(world) {
  await world.plainPush();
  assert.ok(await world.schemaValidates(), "the schema is not enforced");
}

/** What can be seen of a deployment: documents, ledger, schema, functions. */
async function look(world) {
  const tables = ["users", "rooms", "messages"];
  return {
    documents: await Promise.all(tables.map((table) => world.docs(table))),
    ledger: await world.ledger(),
    schema: await world.deployment.activeSchema(),
    functions: await world.deployment.functions(),
  };
}

/** Does something, which must change nothing on the deployment; answers what it answers. */
export async function assertLeavesAlone(world, action) {
  const before = await look(world);
  const answer = await action();
  assert.deepEqual(await look(world), before);
  return answer;
}

/** Sign and id of each line that `git cvx diff` printed. */
export const changesIn = ({ stdout }) => stdout.match(/^[-+~] \w+/gm) ?? [];

/** The lines that git-cvx said among those of git. */
export const ownLines = ({ stderr }) =>
  stderr.split("\n").filter((line) => line.startsWith("git cvx: "));

/** One error line that matches, one or more hints, and nothing else on stderr. */
export function assertOneLineError({ code, stderr }, { exit, error, hint }) {
  assert.equal(code, exit, stderr);
  const lines = stderr.trimEnd().split("\n");
  assert.match(lines[0], /^error: /);
  assert.match(lines[0], error);
  for (const line of lines.slice(1)) assert.match(line, /^hint: /, stderr);
  if (hint) assert.match(lines.slice(1).join("\n"), hint);
}

/** A conflict that `git checkout -m` leaves: hooks say nothing, and commands refuse. */
export async function assertUnmergedIsLeftAlone(world) {
  const text = world.read("convex/schema.ts");
  world.write("convex/schema.ts", text.replace("name: v.string(),", "name: v.string(), // full"));
  const { stderr } = await assertLeavesAlone(world, () =>
    world.checkout("-m", "feature/split-name"),
  );
  assert.match(world.read("convex/schema.ts"), /^<<<<<<< /m, "the test needs a conflict");
  assert.deepEqual(ownLines({ stderr }), []);
  const refused = await assertLeavesAlone(world, () => world.cvx("migrate"));
  assert.equal(refused.code, 4, refused.stderr);
  assert.match(refused.stderr, /^error: the index has unmerged entries\nhint: /);
}
