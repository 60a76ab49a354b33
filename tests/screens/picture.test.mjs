// The picture on README's first screen is made of the text below it.
// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { picture, session } from "../../examples/picture.mjs";

const read = (path) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");

test("the picture is current; else run 'node examples/picture.mjs >examples/demo.svg'", () => {
  assert.equal(read("examples/demo.svg"), picture(session(read("README.md"))));
});
