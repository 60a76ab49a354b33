// store.test.mjs - transactions and their undoing, indexes, the journal.
// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { scratchDirectory } from "../test-support/sandbox.mjs";
import { OrderedIndex } from "../store/ordered-index.mjs";
import { Store } from "../store/store.mjs";
import { newId } from "../values/ids.mjs";

function insert(store, tx, tableName, fields, component = "") {
  const data = store.component(component);
  const table = store.table(data, tableName);
  const document = { ...fields, _id: newId(table.number), _creationTime: store.creationTime() };
  store.write(tx, data, table, document._id, document);
  return document;
}

const contents = (store, tableName, component = "") =>
  store.component(component).tables.get(tableName)?.byCreation() ?? [];

test("rolling back undoes everything, or what came after a mark", () => {
  const store = new Store();
  const first = store.begin();
  const kept = insert(store, first, "users", { name: "kept" });
  store.commit(first);
  const tx = store.begin();
  const table = store.component("").tables.get("users");
  store.write(tx, store.component(""), table, kept._id, { ...kept, name: "changed" });
  const mark = tx.mark();
  insert(store, tx, "users", { name: "inner" });
  store.write(tx, store.component(""), table, kept._id, null);
  let told = 0;
  tx.afterCommit.push(() => told++);
  store.rollback(tx, mark);
  assert.deepEqual(
    contents(store, "users").map(({ name }) => name),
    ["changed"],
  );
  store.rollback(tx);
  assert.deepEqual(contents(store, "users"), [kept]);
  store.commit(tx);
  assert.equal(told, 0, "what was to happen after the commit of undone work does not happen");
});

test("a transaction can only write so much", () => {
  const store = new Store();
  const tx = store.begin();
  for (let i = 0; i < 16000; i++) insert(store, tx, "users", {});
  assert.throws(
    () => insert(store, tx, "users", {}),
    /Too many writes in a single function execution \(limit: 16000\)/,
  );
  store.rollback(tx);
  const big = store.begin();
  const text = "x".repeat(1 << 20);
  assert.throws(() => {
    for (let i = 0; i < 17; i++) insert(store, big, "users", { text });
  }, /Too many bytes written/);
});

test("an index keeps order while documents come and go", () => {
  const documents = [5, 3, 9, 3].map((n, i) => ({ _id: `id${i}`, n }));
  const index = new OrderedIndex(["n", "_id"], documents.slice(0, 2));
  index.add(documents[2]);
  index.add(documents[3]);
  const order = () => index.entries.map(({ document }) => document._id);
  assert.deepEqual(order(), ["id1", "id3", "id0", "id2"]);
  assert.equal(index.firstAtLeast([3]), 0);
  assert.equal(index.firstAfter([3]), 2);
  assert.equal(index.firstAtLeast([4]), 2);
  assert.equal(index.firstAfter([]), 4);
  index.remove(documents[1]);
  index.remove({ _id: "unknown", n: 9 });
  assert.deepEqual(order(), ["id3", "id0", "id2"]);
});

test("missing fields and values of other types have a place in the order", () => {
  const values = ["x", 1, undefined, null, true, 2n];
  const index = new OrderedIndex(
    ["v", "_id"],
    values.map((value, i) => ({ _id: String(i), v: value })),
  );
  assert.deepEqual(
    index.entries.map(({ document }) => document.v),
    [undefined, null, 2n, 1, true, "x"],
  );
});

test("a journal brings everything back", (t) => {
  const dir = scratchDirectory(t);
  const store = new Store(dir);
  const tx = store.begin();
  const user = insert(store, tx, "users", { name: "x", n: 5n, bytes: new Uint8Array([1]).buffer });
  const gone = insert(store, tx, "users", { name: "gone" });
  insert(store, tx, "inner", { a: 1 }, "parent/child");
  store.write(tx, store.component(""), store.component("").tables.get("users"), gone._id, null);
  store.commit(tx);
  const undone = store.begin();
  insert(store, undone, "users", { name: "never" });
  store.rollback(undone);
  store.setMounted("parent/child", false);
  store.setMeta("env", { A: "b" });
  store.close();
  for (let round = 0; round < 2; round++) {
    // the second reads what the first has compacted
    const again = new Store(dir);
    assert.deepEqual(contents(again, "users"), [user]);
    assert.equal(contents(again, "inner", "parent/child").length, 1);
    assert.equal(again.component("parent/child").mounted, false);
    assert.equal(again.component("parent/child").id, store.component("parent/child").id);
    assert.deepEqual(again.meta.env, { A: "b" });
    assert.equal(
      again.component("").tables.get("users").number,
      store.component("").tables.get("users").number,
    );
    assert.ok(again.creationTime() > user._creationTime);
    again.close();
  }
});

test("a record that was cut off is dropped, a damaged one is an error", (t) => {
  const dir = scratchDirectory(t);
  const store = new Store(dir);
  for (const name of ["one", "two"]) {
    const tx = store.begin();
    insert(store, tx, "users", { name });
    store.commit(tx);
  }
  store.close();
  const file = path.join(dir, "journal.jsonl");
  const whole = fs.readFileSync(file, "utf8");
  fs.writeFileSync(file, whole.slice(0, -7));
  const again = new Store(dir);
  assert.deepEqual(
    contents(again, "users").map(({ name }) => name),
    ["one"],
  );
  again.close();
  fs.writeFileSync(file, `${whole.slice(0, -7)}\n${whole}`);
  assert.throws(() => new Store(dir), /damaged record at .*journal\.jsonl:\d+/);
});

test("one directory serves one process", async (t) => {
  const dir = scratchDirectory(t);
  const lock = path.join(dir, "lock");
  const holder = spawn(
    process.execPath,
    [
      "-e",
      `
    import(${JSON.stringify(new URL("../store/store.mjs", import.meta.url).href)}).then(({ Store }) => {
      new Store(${JSON.stringify(dir)});
      console.log('ready');
      setInterval(() => {}, 1000);
    });`,
    ],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  t.after(() => holder.kill("SIGKILL"));
  await once(holder.stdout, "data");
  assert.throws(() => new Store(dir), new RegExp(`in use by process ${holder.pid} `));
  holder.kill("SIGKILL");
  await once(holder, "exit");
  new Store(dir).close();
  assert.ok(!fs.existsSync(lock));
  fs.writeFileSync(lock, "1 12345"); // a process of that id lives, but it is another one
  new Store(dir).close();
});
