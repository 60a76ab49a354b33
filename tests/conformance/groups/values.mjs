// How values travel: `json` for people, `convex_encoded_json` without loss, arguments always the
// latter. And size limits.
// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { test } from "node:test";

const MIB = 1024 * 1024;

export function valueTests({ deployment }) {
  const kindOf = (value) => deployment.query("values:kindOf", { value });

  test("format json: int64 is a decimal string, bytes are base64, special floats are words", async () => {
    const value = await deployment.query("values:samples", {});
    assert.equal(value.integer, "9007199254740993");
    assert.equal(value.bytes, "AAH+/w==");
    assert.equal(value.notANumber, "NaN");
    assert.equal(value.infinite, "Infinity");
    assert.equal(value.float, 1.5);
    assert.equal(value.nothing, null);
    assert.deepEqual(value.list, ["a", true]);
  });

  test("format convex_encoded_json: $integer, $bytes and $float are little-endian base64", async () => {
    const value = await deployment.query("values:samples", {}, { format: "convex_encoded_json" });
    assert.deepEqual(value.integer, { $integer: "AQAAAAAAIAA=" });
    assert.deepEqual(value.bytes, { $bytes: "AAH+/w==" });
    assert.deepEqual(value.notANumber, { $float: "AAAAAAAA+H8=" });
    assert.deepEqual(value.infinite, { $float: "AAAAAAAA8H8=" });
    assert.deepEqual(value.minusZero, { $float: "AAAAAAAAAIA=" });
    assert.equal(value.float, 1.5);
  });

  test("without a format an unknown client gets json", async () => {
    const value = await deployment.query("values:samples", {}, { format: null });
    assert.equal(value.integer, "9007199254740993");
  });

  test("arguments are encoded JSON whatever the format of the answer", async () => {
    assert.equal(await kindOf({ $integer: "AQAAAAAAIAA=" }), "bigint");
    assert.equal(await kindOf({ $bytes: "AAH+/w==" }), "bytes 4");
    assert.equal(await kindOf({ $float: "AAAAAAAA+H8=" }), "number");
    assert.equal(await kindOf(1), "number");
    assert.equal(await kindOf("AAH+/w=="), "string");
  });

  test("int64 and bytes come back as they went", async () => {
    const value = { i: { $integer: "//////////8=" }, b: { $bytes: "" } };
    const encoded = { format: "convex_encoded_json" };
    assert.deepEqual(await deployment.query("calls:echo", { value }, encoded), value);
    assert.deepEqual(await deployment.query("calls:echo", { value }), { i: "-1", b: "" });
  });

  test("a document of almost 1 MiB is stored, a larger one is refused", async () => {
    await deployment.mutation("values:addBig", { bytes: MIB - 1024 });
    const envelope = await deployment.envelope("mutation", "values:addBig", { bytes: MIB + 1024 });
    assert.equal(envelope.status, "error");
    assert.match(envelope.errorMessage, /too large/i);
    await deployment.fn("cvxTestMarker:wipe", { table: "fired" });
  });

  test("an array of 8192 elements is a value, one more is refused", async () => {
    assert.equal((await deployment.query("values:longList", { length: 8192 })).length, 8192);
    const envelope = await deployment.envelope("query", "values:longList", { length: 8193 });
    assert.equal(envelope.status, "error");
    assert.match(envelope.errorMessage, /too long.*8193|8193.*8192/s);
  });
}
