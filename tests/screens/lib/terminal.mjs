// A terminal of a given size, in tmux: what is typed into it, and what a person then sees.
// SPDX-License-Identifier: MIT
//
// A tmux server of its own for each, in the world's folder, which ends with it. Screens are compared
// with files of golden/; CVX_UPDATE=1 writes them anew: look at the difference before you commit it.
import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { run } from "../../e2e/lib/programs.mjs";

const GOLDEN = fileURLToPath(new URL("../golden", import.meta.url));
const PROMPT = "$";
const LIMIT_MS = 120_000;
const TURN_MS = 50;

/** The sizes that every screen is looked at in. */
export const WIDTHS = [80, 120];

export class Terminal {
  #world;
  #socket;

  constructor(world, columns) {
    this.#world = world;
    this.columns = columns;
    this.#socket = join(world.root, `tmux-${columns}`);
  }

  async #tmux(...args) {
    const env = { ...this.#world.env, LC_ALL: "C.UTF-8", TERM: "xterm" };
    const all = ["-u", "-f", "/dev/null", "-S", this.#socket, ...args];
    const answer = await run("tmux", all, { cwd: this.#world.dir, env });
    assert.equal(answer.code, 0, `tmux ${args.join(" ")}: ${answer.stderr}`);
    return answer.stdout;
  }

  async open(rows) {
    const size = ["-x", String(this.columns), "-y", String(rows)];
    await this.#tmux("new-session", "-d", ...size, "sh");
    await this.seen(/^[$#]/); // a shell of root's has a prompt of its own
    await this.type(`PS1='${PROMPT} '`);
    await this.clear();
  }

  async close() {
    await this.#tmux("kill-server");
  }

  async #until(what, holds) {
    const end = Date.now() + LIMIT_MS;
    for (;;) {
      const text = await this.screen();
      if (holds(text)) return text;
      assert.ok(Date.now() < end, `waited in vain for ${what}:\n${text}`);
      await sleep(TURN_MS);
    }
  }

  /** What is seen: lines without the blanks at their ends. `colours`: with escape sequences. */
  async screen({ colours = false } = {}) {
    const text = await this.#tmux("capture-pane", "-p", ...(colours ? ["-e"] : []));
    return text.replace(/[ \t]+$/gm, "").trimEnd() + "\n";
  }

  /** Types a line, or with `enter: false` just keys, such as "C-c" or "Tab". */
  async type(keys, { enter = true } = {}) {
    if (enter) await this.#tmux("send-keys", "-l", keys);
    await this.#tmux("send-keys", enter ? "Enter" : keys);
  }

  /** Waits until the screen matches, and answers it. */
  seen(pattern) {
    return this.#until(String(pattern), (text) => pattern.test(text));
  }

  /** Waits until the shell asks for the next command, and answers the screen. */
  async ended() {
    return this.#until("the prompt", (text) => text.endsWith(`\n${PROMPT}\n`));
  }

  /** Types a command on an empty screen, waits for its end, and answers the screen. */
  async run(command) {
    await this.clear();
    await this.type(command);
    return this.ended();
  }

  /** An empty screen but for the prompt. One that is so already would say nothing about when
   *  `clear` has ended, which would wipe away what is typed next. */
  async clear() {
    const isEmpty = (text) => text === `${PROMPT}\n`;

    if (isEmpty(await this.screen())) return;
    await this.type("clear");
    await this.#until("an empty screen", isEmpty);
  }
}

/** Does `work` with a terminal of this width; its height is such that nothing scrolls. */
export async function withTerminal(world, columns, work, { rows = 50 } = {}) {
  const terminal = new Terminal(world, columns);
  await terminal.open(rows);
  try {
    return await work(terminal);
  } finally {
    await terminal.close();
  }
}

/** What differs from run to run, by something as wide. */
const CHANGING = [
  [/(127\.0\.0\.1:)\d+/g, "$1PORT"],
  [/\b\d{4}-\d\d-\d\d( \d\d:\d\d(:\d\d)?)?/g, (all) => all.replace(/\d/g, "0")],
  [/\b\d+\.\d s\b/g, "0.0 s"],
  [/\b(?=[0-9a-f]*\d)[0-9a-f]{7,40}\b/g, (all) => (/^\d+$/.test(all) ? all : "0".repeat(all.length))],
];

/** The screen is that of the file golden/<name>-<columns>.txt. */
export function assertScreen(name, columns, screen) {
  const file = join(GOLDEN, `${name}-${columns}.txt`);
  const text = CHANGING.reduce((all, [from, to]) => all.replace(from, to), screen);
  for (const line of text.split("\n"))
    assert.ok([...line].length <= columns, `wider than the terminal: ${line}`);
  if (process.env.CVX_UPDATE) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  assert.ok(existsSync(file), `no ${file}; CVX_UPDATE=1 makes it`);
  assert.equal(text, readFileSync(file, "utf8"), `another screen than ${name}-${columns}.txt`);
}
