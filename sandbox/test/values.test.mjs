// values.test.mjs - ids, validators, limits, texts.
// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { test } from "node:test";
import { v } from "convex/values";
import { envLine } from "../env-file.mjs";
import { toCleanJson } from "../values/formats.mjs";
import { newId, tableNumberOf } from "../values/ids.mjs";
import { checkDocument, sizeOf } from "../values/limits.mjs";
import { showValidator, showValue } from "../values/show.mjs";
import { explainDocumentMismatch, explainMismatch } from "../values/validators.mjs";

const noTables = () => null;
const explain = (validator, value, tableOf = noTables) =>
  explainMismatch(validator.json, value, tableOf);

test("an id names its table, and only ids do", () => {
  for (const number of [1, 127, 128, 10001, 2 ** 30])
    assert.equal(tableNumberOf(newId(number)), number);
  assert.notEqual(newId(10001), newId(10001));
  const id = newId(10001);
  const other = id[9] === "0" ? "1" : "0";
  assert.equal(
    tableNumberOf(id.slice(0, 9) + other + id.slice(10)),
    null,
    "the checksum finds a mistyped letter",
  );
  for (const text of ["", "x", id.slice(1), `${id}0`, id.toUpperCase(), null, 7])
    assert.equal(tableNumberOf(text), null);
});

test("values and validators are shown in the notation of the backend", () => {
  const shown = showValue({
    b: 1,
    a: "x",
    list: [1.5, null, true],
    n: 5n,
    bytes: new Uint8Array([1, 255]).buffer,
  });
  assert.equal(shown, '{a: "x", b: 1.0, bytes: b"01ff", list: [1.5, null, true], n: 5}');
  const validator = v.object({
    n: v.optional(v.number()),
    id: v.id("users"),
    u: v.union(v.literal("a"), v.null()),
  });
  assert.equal(
    showValidator(validator.json),
    'v.object({id: v.id("users"), n: v.optional(v.float64()), u: v.union(v.literal("a"), v.null())})',
  );
});

test("a missing field, an extra field and a wrong value are explained in the words of the backend", () => {
  const user = v.object({ name: v.string() });
  assert.equal(explain(user, { name: "x" }), null);
  assert.equal(
    explain(user, {}),
    "Object is missing the required field `name`. Consider wrapping the field validator in " +
      "`v.optional(...)` if this is expected.\n\nObject: {}\nValidator: v.object({name: v.string()})",
  );
  assert.match(
    explain(user, { name: "x", age: 1 }),
    /^Object contains extra field `age` that is not in the validator\./,
  );
  assert.equal(
    explain(v.object({ at: v.array(user) }), { at: [{ name: 5 }] }),
    "Value does not match validator.\nPath: .at[0].name\nValue: 5.0\nValidator: v.string()",
  );
  assert.match(explain(user, { toString: "x", name: "y" }), /extra field `toString`/);
});

test("every kind of validator accepts what it should and nothing else", () => {
  const cases = [
    [v.any(), [1, null, {}], []],
    [v.null(), [null], [0, undefined]],
    [v.number(), [1, NaN], [1n, "1"]],
    [v.int64(), [1n], [1]],
    [v.boolean(), [true], [1]],
    [v.string(), ["x"], [1]],
    [v.bytes(), [new ArrayBuffer(1)], ["x", []]],
    [{ json: { type: "function", fnType: "query" } }, ["function://;a:b"], [1, {}]],
    [v.literal(7), [7], [8, "7"]],
    [v.array(v.number()), [[], [1]], [["x"], {}]],
    [v.record(v.string(), v.number()), [{}, { a: 1 }], [{ a: "x" }, []]],
    [v.union(v.string(), v.number()), ["x", 1], [true]],
    [v.optional(v.string()), ["x"], [1]],
  ];
  for (const [validator, good, bad] of cases) {
    for (const value of good)
      assert.equal(explain(validator, value), null, showValidator(validator.json));
    for (const value of bad)
      assert.ok(explain(validator, value ?? false), showValidator(validator.json));
  }
});

test("an id must be of the table that the validator names", () => {
  const tableOf = (id) => ({ u1: "users", p1: "posts" })[id] ?? null;
  assert.equal(explain(v.id("users"), "u1", tableOf), null);
  assert.equal(
    explain(v.id("users"), "p1", tableOf),
    'Found ID "p1" from table `posts`, which does not match the table ' +
      'name in validator `v.id("users")`.',
  );
  assert.match(explain(v.id("users"), "nonsense", tableOf), /^Value does not match validator/);
});

test("system fields are not part of a document validator", () => {
  const type = v.object({ name: v.string() }).json;
  assert.equal(
    explainDocumentMismatch(type, { _id: "x", _creationTime: 1, name: "n" }, noTables),
    null,
  );
});

test("documents have limits", () => {
  assert.throws(
    () => checkDocument({ list: new Array(8193).fill(0) }),
    /Array length is too long \(8193 > maximum length 8192\)/,
  );
  assert.doesNotThrow(() => checkDocument({ list: new Array(8192).fill(0) }));
  assert.throws(
    () => checkDocument({ text: "x".repeat(1 << 20) }),
    /Value is too large \(1 MiB > maximum size 1 MiB\)/,
  );
  assert.throws(() => checkDocument({ _mine: 1 }), /_mine starts with an underscore/);
  assert.throws(() => checkDocument({ é: 1 }), /non-control ASCII/);
  const deep = (levels) => (levels ? [deep(levels - 1)] : 0);
  assert.throws(() => checkDocument({ deep: deep(16) }), /too nested/);
  assert.doesNotThrow(() => checkDocument({ deep: deep(15) }));
  assert.equal(sizeOf({ a: "xy", n: 1, z: null }), 2 + (2 + 4) + (2 + 9) + (2 + 1));
});

test("clean JSON shows integers and bytes as text", () => {
  assert.deepEqual(toCleanJson({ n: 5n, b: new Uint8Array([104, 105]).buffer, x: [NaN] }), {
    n: "5",
    b: "aGk=",
    x: ["NaN"],
  });
});

test("an env file line is quoted only if it must be", () => {
  assert.equal(envLine("A", "name|01ab=="), "A=name|01ab==");
  assert.equal(envLine("A", "a#b"), "A='a#b'");
  assert.equal(envLine("A", "a'b"), 'A="a\'b"');
  assert.throws(() => envLine("A", "a\nb"), /cannot be written/);
});
