// Looks for a secret in all that a world's programs write, hand to each other, and leave behind.
// SPDX-License-Identifier: MIT
//
// It spells the secret by itself, so that it finds what the filter under test overlooks. Files are
// those of the repository (git's objects unpacked), of HOME, and temporary ones; those of the
// deployment, and where the secret was planted, are left out. Linux only.
import assert from "node:assert/strict";
import { chmodSync, lstatSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { inflateSync } from "node:zlib";
import { running } from "./programs.mjs";

const LOOK_MS = 100;
const GONE = ["ENOENT", "ENOTDIR", "ESRCH"];

/** base64 of the text with so many unknown bytes before it: the characters that are its alone. */
function inBase64(text, before, encoding) {
  const whole = Buffer.concat([Buffer.alloc(before), Buffer.from(text)]).toString(encoding);
  const bits = 8 * (before + text.length);
  return whole.slice(Math.ceil((8 * before) / 6), Math.floor(bits / 6));
}

/** The secret as it is, as URLs and JSON have it, and in base64 at any offset. */
export function spellings(secret) {
  const encoded = encodeURIComponent(secret);
  const escaped = secret.replace(/[^A-Za-z0-9]/g, (c) => `\\u00${c.charCodeAt(0).toString(16)}`);
  const plain = [secret, encoded, encodeURI(secret), escaped, secret.replaceAll("/", "\\/")];
  const lower = encoded.replace(/%../g, (code) => code.toLowerCase());
  const base64 = [0, 1, 2].flatMap((before) =>
    ["base64", "base64url"].map((encoding) => inBase64(secret, before, encoding)),
  );
  return [...new Set([...plain, lower, ...base64])];
}

/** A text that repeats the secret in every spelling, as a careless server may. */
export const repeated = (secret) =>
  [...spellings(secret), Buffer.from(`Convex ${secret}`).toString("base64")].join(" ");

function unpack(path, bytes) {
  if (!/\/objects\/[0-9a-f]{2}\/[0-9a-f]{38,}$/.test(path)) return bytes;
  try {
    return inflateSync(bytes);
  } catch {
    return bytes; // git is just writing it
  }
}

export class Leaks {
  #world;
  #spellings;
  #elsewhere;
  #seen = new Map();
  #found = new Set();
  #looking = null;
  #ended = false;

  /** `planted` are files that may hold it. Every Node that git-cvx starts is recorded, too. */
  constructor(world, secret, { planted = [".env.local"] } = {}) {
    this.#world = world;
    this.#spellings = spellings(secret);
    this.#elsewhere = [join(world.root, "deployment"), ...planted.map((file) => world.path(file))];
    this.#recordNode();
  }

  /**
   * Arguments and environment go into a file that is looked at as any other. Asked where it lies, it
   * names itself: git-cvx runs what a Node says it is.
   */
  #recordNode() {
    const folder = join(this.#world.root, "recorded");
    const node = join(folder, "node");
    mkdirSync(folder);
    const lines = [
      `{ printf '%s\\n' "$@"; env; } >>'${folder}/calls'`,
      `[ "$1" != -p ] || { echo '${process.version} ${node}'; exit; }`,
    ];
    writeFileSync(node, ["#!/bin/sh", ...lines, `exec '${process.execPath}' "$@"`, ""].join("\n"));
    chmodSync(node, 0o755);
    this.#world.env.CVX_NODE = node;
  }

  /** How often a Node was started so far, that ran this. */
  nodesThatRan(word) {
    const calls = readFileSync(join(this.#world.root, "recorded/calls"), "utf8");
    return calls.split("\n").filter((line) => line === word).length;
  }

  /** Looks for it in a text, or in bytes. */
  look(text, where) {
    const bytes = Buffer.isBuffer(text) ? text : Buffer.from(text);
    for (const spelling of this.#spellings)
      if (bytes.includes(spelling)) this.#found.add(`${where}: '${spelling}'`);
  }

  #lookAtFile(path) {
    const { size, mtimeMs, ino } = lstatSync(path);
    const state = `${size} ${mtimeMs} ${ino}`;
    if (this.#seen.get(path) === state) return;
    this.look(unpack(path, readFileSync(path)), relative(this.#world.root, path));
    this.#seen.set(path, state);
  }

  #lookInto(folder) {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      this.look(entry.name, `the name of ${relative(this.#world.root, path)}`);
      if (this.#elsewhere.includes(path)) continue;
      try {
        if (entry.isDirectory()) this.#lookInto(path);
        else if (entry.isFile()) this.#lookAtFile(path);
      } catch (error) {
        if (!GONE.includes(error.code)) throw error; // removed under our eyes
      }
    }
  }

  /** Looks at all files and processes as they are now. */
  sweep() {
    for (const { pid, command, environment } of running(this.#world.root)) {
      this.look(command, `the arguments of ${pid}`);
      this.look(environment.join("\n"), `the environment of ${pid}, '${command.slice(0, 60)}'`);
    }
    this.#lookInto(this.#world.root);
  }

  /** Looks again and again until end(). */
  start() {
    this.#looking = (async () => {
      for (; !this.#ended; await sleep(LOOK_MS)) this.sweep();
    })();
    this.#looking.catch(() => undefined); // for whoever ends it
  }

  /** Ends the looking; nothing must have been found. */
  async end() {
    this.#ended = true;
    await this.#looking;
    this.sweep();
    assert.deepEqual([...this.#found], []);
  }

  /** Runs git-cvx with all that it can tell, and looks at what it says. */
  async tell(...args) {
    const answer = await this.#world.run("git", ["cvx", "-v", ...args]);
    this.look(answer.stdout + answer.stderr, `git cvx -v ${args.join(" ")}`);
    return answer;
  }
  async git(...args) {
    const answer = await this.#world.tryGit(...args);
    this.look(answer.stdout + answer.stderr, `git ${args.join(" ")}`);
    return answer;
  }
}
