// Plays the examples of a page in a world, as examples.mjs has read them.
// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync } from "node:fs";
import { join } from "node:path";
import { commandsOf, fits, isShown } from "./examples.mjs";
import { BUILD, SOURCE } from "./programs.mjs";

const UPDATE = Boolean(process.env.CVX_UPDATE);

/** A schema that every document fits: what is tried is the migration. */
const ANY_SCHEMA = `import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({ tasks: defineTable(v.any()), people: defineTable(v.any()) });
`;

/** Packages are there already; nothing is asked of a registry. */
const QUIET_NPM = Object.fromEntries([
  ["npm_config_offline", "true"],
  ...["fund", "audit", "update_notifier"].map((what) => [`npm_config_${what}`, "false"]),
]);

export class Player {
  #world;
  #cwd;
  #unchecked = false;
  #tried = [];
  #types = [];
  /** [{from, to, printed}]: what CVX_UPDATE=1 is to write. */
  changes = [];

  constructor(world) {
    this.#world = world;
    this.#cwd = world.dir;
  }

  async play(block) {
    try {
      await this[`_${block.kind}`](block);
    } catch (error) {
      error.message = `${block.page}:${block.line + 1}: ${error.message}`;
      throw error;
    }
  }

  /** What is still to be looked at when the last block has been played. */
  async end() {
    for (const block of this.#types) this.#write(typesOf(block.line), block);
    for (const block of this.#tried) this.#write(block.value, block);
    await this.#checkTypes();
    if (this.#tried.length) await this.#tryAll();
  }

  // ---- one method for each kind of block

  async _console(block) {
    await this.#checkTypes();
    for (const step of commandsOf(block)) {
      // Only how to install is beyond a test: it needs root.
      if (/\bsudo\b/.test(step.command)) continue;
      const printed = await this.#run(step);
      if (!step.shown || (isShown(step.shown, printed) && fits(block.page, step.shown))) continue;
      if (UPDATE) this.changes.push({ ...step, printed });
      else assert.equal(printed, `${step.shown.join("\n")}\n`, `'${step.command}' shows another text`);
    }
  }

  async _file(block) {
    const { value: path } = block;
    if (path.endsWith(".ini")) return this.#trySettings(path, textOf(block));
    this.#write(path, block);
  }

  /** Until the end: the tables of the story are about something else. */
  _tried(block) {
    this.#tried.push(block);
  }

  _types(block) {
    this.#types.push(block);
  }

  // ---- parts

  /** Runs a command in the shell, where the one before has left it; answers what it printed. */
  async #run({ command, shown }) {
    const world = this.#world;
    const note = join(world.root, "cwd");
    const script = `exec 2>&1\n${command}\nstatus=$?\npwd >'${note}'\nexit $status`;
    // `cd your-app` means the world's app.
    const env = { CDPATH: world.root, ...QUIET_NPM };
    const answer = await world.run("sh", ["-c", script], { cwd: this.#cwd, env });
    assert.equal(answer.code, 0, `'${command}' ended with ${answer.code}:\n${answer.stdout}`);
    this.#cwd = readFileSync(note, "utf8").trimEnd();
    if (command.includes("hooks install")) world.set("hook", "timeout", 600);
    if (!shown || !command.includes("git cvx new ")) return answer.stdout;
    return this.#rename(answer.stdout, shown[0]);
  }

  #write(path, block) {
    this.#world.write(path, textOf(block));
    this.#unchecked = true;
  }

  /** There and back, and each way twice, gives the documents that were there. */
  async #tryAll() {
    const world = this.#world;
    world.write("convex/schema.ts", ANY_SCHEMA);
    for (const { line } of this.#types) world.remove(typesOf(line));
    await world.plainPush();
    for (const { value } of this.#tried) {
      const before = await world.docs("tasks");
      const there = await this.#step(value, "up");
      assert.notDeepEqual(there, before, `${value}: up changes nothing`);
      assert.deepEqual(await this.#step(value, "up"), there, `${value}: up isn't idempotent`);
      assert.deepEqual(await this.#step(value, "down"), before, `${value}: down loses something`);
      assert.deepEqual(await this.#step(value, "down"), before, `${value}: down isn't idempotent`);
    }
  }

  /** One batch, which holds all; answers the documents. */
  async #step(file, direction) {
    const batch = { oneBatchOnly: true, cursor: null, dryRun: false, batchSize: 1000 };
    const path = file.replace(/^convex\/(.*)\.ts$/, "$1");
    await this.#world.deployment.fn(`${path}:${direction}`, batch);
    return this.#world.docs("tasks");
  }

  /** A migration that was just written gets the time that the page shows. */
  #rename(printed, shown) {
    const made = printed.trim();
    assert.equal(made.replace(/\d{8}_\d{6}/, ""), shown.replace(/\d{8}_\d{6}/, ""));
    renameSync(this.#world.path(made), this.#world.path(shown));
    return `${shown}\n`;
  }

  /** The types of all that was written since the last look. */
  async #checkTypes() {
    if (!this.#unchecked) return;
    const note = join(this.#world.root, "types");
    const args = ["-p", "convex", "--incremental", "--tsBuildInfoFile", note];
    const { code, stdout } = await this.#world.run("node_modules/.bin/tsc", args);
    assert.equal(code, 0, stdout);
    this.#unchecked = false;
  }

  /** Settings are read, and nothing is said about them. */
  async #trySettings(path, text) {
    const world = this.#world;
    const before = existsSync(world.path(path)) ? world.read(path) : null;
    const folders = [...text.matchAll(/^\s*path = (\S+)/gm)].map(([, folder]) => folder);
    world.write(path, text);
    for (const cwd of folders.length ? folders : ["."]) {
      if (cwd !== "." && !existsSync(world.path(cwd))) copyApp(world, cwd);
      const { code, stderr } = await world.run("git", ["cvx", "list"], { cwd: world.path(cwd) });
      assert.deepEqual({ code, stderr }, { code: 0, stderr: "" });
    }
    if (before === null) world.remove(path);
    else world.write(path, before);
  }
}

/** A file beside the migrations, which are what such blocks are about. */
const typesOf = (line) => `convex/migrations/_line${line}.ts`;
const textOf = ({ lines }) => lines.join("\n") + "\n";

/** The world's app once more, in a folder of it. */
function copyApp(world, folder) {
  mkdirSync(world.path(folder), { recursive: true });
  for (const name of ["convex", "package.json"])
    cpSync(world.path(name), world.path(folder, name), { recursive: true });
}

/** What a command prints in the demo, by the command; played once. */
export async function playDemo(world) {
  const demo = [process.execPath, join(SOURCE, "examples/demo.mjs"), "--build", BUILD];
  const { code, stdout } = await world.run("sh", ["-c", 'exec "$0" "$@" 2>&1', ...demo]);
  assert.equal(code, 0, stdout);
  const parts = stdout.split(/^\$ /m).slice(1);
  return new Map(parts.map((part) => part.split(/\n(.*)/s, 2)));
}
