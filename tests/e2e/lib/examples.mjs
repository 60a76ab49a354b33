// The examples of the manual pages and of README.md, as their sources have them, and whether what
// a command printed is what they show.
// SPDX-License-Identifier: MIT
//
// Every block is run, in the order of its page. In pages it stands between .EX and .EE, in README.md
// it is indented or fenced. Commands begin with "$ ", or every line is one; what follows such a
// line is what it prints. There a line "..." stands for any lines, and one that ends in " \" goes on
// in the next, so that it fits a page of 80 columns. A comment before a block
// (.\" in pages, <!-- --> in README.md) says what is else about it:
//
//   world: NAME     a new world begins (player.mjs)
//   file: PATH      it is this file
//   tried: PATH     it is this migration, which is run, run again, and undone
//   types: WHY      its types are checked, and no more; it says why
//   not run: WHY    it is not run; it says why
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { SOURCE } from "./programs.mjs";

const KINDS = "world|file|tried|types|not run";
const INDENT = "    ";
const PAGE_COLUMNS = 69; // of an example in a page of 80

/** One block: {page, heading, line, world, kind, value, lines}; `line` is that of lines[0], from 0. */
class Reading {
  constructor(page) {
    this.page = page;
    this.text = readFileSync(join(SOURCE, page), "utf8").split("\n");
    this.blocks = [];
    this.marks = {};
    this.heading = page;
  }

  mark(words) {
    const [, kind, value] = new RegExp(`^(${KINDS}): (.*)$`).exec(words) ?? [];
    if (kind) assert.ok(value, `${this.page}: '${kind}' of what?`);
    if (kind) this.marks[kind] = value;
  }

  /** The block from one line up to another, which isn't part of it. */
  add(from, to) {
    const { world, ...rest } = this.marks;
    const [[kind, value] = ["console", ""], ...more] = Object.entries(rest);
    assert.deepEqual(more, [], `${this.page}:${from + 1}: one comment too many`);
    const isIndented = this.text[from].startsWith(INDENT);
    const all = this.text.slice(from, to);
    const lines = isIndented ? all.map((line) => line.replace(/^ {4}/, "")) : all;
    const { page, heading } = this;
    this.blocks.push({ page, heading, line: from, world, kind, value, lines });
    this.marks = {};
  }

  indexOf(from, isEnd) {
    const at = this.text.findIndex((line, i) => i >= from && isEnd(line));
    assert.ok(at > 0, `${this.page}:${from}: the block doesn't end`);
    return at;
  }
}

/** The examples of man/<name>.in. */
export function examplesOfPage(page) {
  const reading = new Reading(page);
  for (let i = 0; i < reading.text.length; i++) {
    const line = reading.text[i];
    if (line.startsWith('.\\" ')) reading.mark(line.slice(4));
    if (/^\.S[HS] /.test(line)) reading.heading = line.slice(4);
    if (line !== ".EX") continue;
    const end = reading.indexOf(i, (text) => text === ".EE");
    reading.add(i + 1, end);
    i = end;
  }
  return reading.blocks;
}

/** The examples of README.md; pictures are none. */
export function examplesOfReadme(page) {
  const reading = new Reading(page);
  for (let i = 0; i < reading.text.length; i++) {
    const line = reading.text[i];
    const comment = /^<!-- (.*) -->$/.exec(line);
    if (comment) reading.mark(comment[1]);
    if (line.startsWith("## ")) reading.heading = line.slice(3);
    const fence = /^```(\w*)$/.exec(line);
    if (!fence && !line.startsWith(INDENT)) continue;
    const from = fence ? i + 1 : i;
    const end = reading.indexOf(from, (text) => (fence ? text === "```" : !text.startsWith(INDENT)));
    if (fence?.[1] === "ini") reading.mark(`file: ${/^; (\S+),/.exec(reading.text[from])[1]}`);
    if (fence?.[1] !== "mermaid") reading.add(from, end);
    i = end;
  }
  return reading.blocks;
}

/** The commands of a block: {command, shown, from, to}; `shown` are lines, or null if none are. */
export function commandsOf(block) {
  const isDialogue = block.lines[0].startsWith("$ ");
  const steps = [];
  block.lines.forEach((line, i) => {
    if (!isDialogue || line.startsWith("$ ")) {
      const command = isDialogue ? line.slice(2) : line;
      steps.push({ command, shown: [], from: block.line + i + 1, to: block.line + i + 1 });
    } else if (line !== "" || block.lines[i + 1]?.startsWith("$ ") === false) {
      steps.at(-1).shown.push(line);
      steps.at(-1).to = block.line + i + 1;
    }
  });
  return steps.map((step) => ({ ...step, shown: step.shown.length ? step.shown : null }));
}

/** What differs from run to run. */
const CHANGING = [
  [/^.*: \d+ s\n/gm, ""], // that something takes long
  [/(127\.0\.0\.1:)\d+/g, "$1PORT"],
  [/\b\d{4}-\d\d-\d\d( \d\d:\d\d(:\d\d)?)?/g, "TIME"],
  [/\b\d+(\.\d+)? (s|ms)\b/g, "0 s"],
  [/\b(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{7,40}\b/g, "COMMIT"],
  [/"_id": "\w+"/g, '"_id": "ID"'],
  [/"_creationTime": [\d.]+/g, '"_creationTime": 0'],
  [/[ \t]+$/gm, ""],
];

const settle = (text) => CHANGING.reduce((all, [from, to]) => all.replace(from, to), text);
const escape = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** Whether lines that are shown are those that were printed. */
export function isShown(shown, printed) {
  const whole = shown.join("\n").replace(/ \\\n */g, " ");
  const lines = settle(whole)
    .split("\n")
    .map((line) => (line.trim() === "..." ? "(?:.*\n)*?" : `${escape(line)}\n`));
  return new RegExp(`^${lines.join("")}$`).test(`${settle(printed.trimEnd())}\n`);
}

/** Whether a page has room for the lines. */
export const fits = (page, lines) =>
  page.endsWith(".md") || lines.every((line) => line.length <= PAGE_COLUMNS);

/** A line as a page shows it. */
function fold(line) {
  const indent = /^ */.exec(line)[0];
  const parts = [];
  for (let rest = line; rest !== null;) {
    const single = [...rest.slice(0, PAGE_COLUMNS).matchAll(/\S (?=\S)/g)]; // more would be lost
    const at = (single.at(-1)?.index ?? 0) + 1;
    const stays = rest.length <= PAGE_COLUMNS || at <= indent.length + 4;
    parts.push(stays ? rest : `${rest.slice(0, at)} \\`);
    rest = stays ? null : `${indent}    ${rest.slice(at + 1)}`;
  }
  return parts;
}

/** Puts what was printed in the place of what is shown; [{from, to, printed}] of one page. */
export function rewrite(page, changes) {
  const text = readFileSync(join(SOURCE, page), "utf8").split("\n");
  for (const { from, to, printed } of [...changes].sort((a, b) => b.from - a.from)) {
    const all = printed.trimEnd().replace(/(127\.0\.0\.1:)\d+/g, "$13210").split("\n");
    const lines = page.endsWith(".md") ? all : all.flatMap(fold);
    const indent = text[from - 1].startsWith(INDENT) ? INDENT : "";
    text.splice(from, to - from, ...lines.map((line) => (line ? indent + line : "")));
  }
  writeFileSync(join(SOURCE, page), text.join("\n"));
}
