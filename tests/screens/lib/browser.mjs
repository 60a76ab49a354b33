// A headless Chromium, and one page in it: what it holds, what it asked for, what it looks like.
// SPDX-License-Identifier: MIT
//
// It is the one of tests/screens/browser, which brings its libraries and a font along; or the
// program that CVX_CHROMIUM names. Spoken to by the DevTools protocol, over two pipes.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath, pathToFileURL } from "node:url";
import { brotliDecompressSync } from "node:zlib";

const MODULES = fileURLToPath(new URL("../browser/node_modules", import.meta.url));
const PACKED = join(MODULES, "@sparticuz/chromium/bin");
const UNPACKED = join(MODULES, ".cache/chromium");
const LIMIT_MS = 60_000;

/** Why there is no browser here, or false. */
export function noBrowser() {
  if (process.env.CVX_CHROMIUM) return false;
  if (!existsSync(PACKED)) return "no Chromium: npm ci in tests/screens/browser brings one";
  return process.arch === "x64" ? false : "the Chromium of npm is for x64; CVX_CHROMIUM names another";
}

/** Once for all tests: others may be at it, too, so it is renamed when it is whole. */
function unpack() {
  if (existsSync(UNPACKED)) return;
  mkdirSync(join(UNPACKED, ".."), { recursive: true });
  const dir = mkdtempSync(`${UNPACKED}.`);
  for (const name of ["chromium", "al2023.tar", "fonts.tar"]) {
    const bytes = brotliDecompressSync(readFileSync(join(PACKED, `${name}.br`)));
    writeFileSync(join(dir, name), bytes, { mode: 0o700 });
    if (name.endsWith(".tar")) execFileSync("tar", ["-xf", name], { cwd: dir });
  }
  const fonts = `<?xml version="1.0"?><fontconfig><dir prefix="cwd">fonts</dir></fontconfig>\n`;
  writeFileSync(join(dir, "fonts.conf"), fonts);
  try {
    renameSync(dir, UNPACKED);
  } catch (error) {
    if (!existsSync(UNPACKED)) throw error;
    rmSync(dir, { recursive: true });
  }
}

function start(home) {
  const own = process.env.CVX_CHROMIUM;
  if (!own) unpack();
  const args = ["--headless", "--no-sandbox", "--no-zygote", "--disable-gpu", "--hide-scrollbars"];
  const more = [`--user-data-dir=${join(home, "chromium")}`, "--remote-debugging-pipe", "about:blank"];
  const env = { PATH: process.env.PATH, HOME: home, TMPDIR: home, TZ: "UTC" };
  const packed = { LD_LIBRARY_PATH: join(UNPACKED, "lib"), FONTCONFIG_FILE: join(UNPACKED, "fonts.conf") };
  return spawn(own ?? join(UNPACKED, "chromium"), [...args, ...more], {
    cwd: own ? home : UNPACKED,
    env: own ? env : { ...env, ...packed },
    stdio: ["ignore", "ignore", "pipe", "pipe", "pipe"],
  });
}

export class Page {
  #child;
  #said = "";
  #rest = "";
  #waiting = new Map();
  #last = 0;
  #session;
  /** URLs that it asked for, and what it complained about, since it was opened. */
  requests = [];
  complaints = [];

  constructor(home) {
    this.#child = start(home);
    this.#child.stderr.on("data", (data) => (this.#said += data));
    this.#child.stdio[3].on("error", () => {});
    this.#child.stdio[4].setEncoding("utf8");
    this.#child.stdio[4].on("data", (data) => this.#hear(data));
    this.#child.on("exit", () => this.#giveUp());
  }

  #giveUp() {
    const why = new Error(`the browser has ended:\n${this.#said.slice(-2000)}`);
    for (const { reject } of this.#waiting.values()) reject(why);
    this.#waiting.clear();
  }

  #hear(data) {
    const messages = (this.#rest + data).split("\0");
    this.#rest = messages.pop();
    for (const text of messages) {
      const message = JSON.parse(text);
      if (message.id) this.#answered(message);
      else this.#happened(message.method, message.params);
    }
  }
  #answered({ id, result, error }) {
    const { resolve, reject } = this.#waiting.get(id) ?? {};
    this.#waiting.delete(id);
    if (error) reject?.(new Error(error.message));
    else resolve?.(result);
  }
  #happened(method, params) {
    if (method === "Network.requestWillBeSent") this.requests.push(params.request.url);
    if (method === "Log.entryAdded") this.complaints.push(params.entry.text);
    if (method === "Runtime.exceptionThrown") this.complaints.push(params.exceptionDetails.text);
    if (method === "Runtime.consoleAPICalled") this.complaints.push(JSON.stringify(params.args));
  }

  ask(method, params = {}) {
    const id = ++this.#last;
    const answer = new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
    this.#child.stdio[3].write(`${JSON.stringify({ id, method, params, sessionId: this.#session })}\0`);
    const late = setTimeout(() => this.#child.kill("SIGKILL"), LIMIT_MS);
    return answer.finally(() => clearTimeout(late));
  }

  async open(file) {
    const { targetInfos } = await this.ask("Target.getTargets");
    const { targetId } = targetInfos.find((target) => target.type === "page");
    const { sessionId } = await this.ask("Target.attachToTarget", { targetId, flatten: true });
    this.#session = sessionId;
    for (const domain of ["Network", "Log", "Runtime", "Page"]) await this.ask(`${domain}.enable`);
    const url = pathToFileURL(file).href;
    await this.ask("Page.navigate", { url });
    while ((await this.evaluate("document.readyState + location.href")) !== `complete${url}`)
      await sleep(20);
  }

  /** `width` by `height` points, in a "light" or "dark" scheme. */
  async look(width, height, scheme) {
    const size = { width, height, deviceScaleFactor: 1, mobile: width < 600 };
    await this.ask("Emulation.setDeviceMetricsOverride", size);
    const features = [{ name: "prefers-color-scheme", value: scheme }];
    await this.ask("Emulation.setEmulatedMedia", { features });
  }

  async evaluate(expression) {
    const answer = await this.ask("Runtime.evaluate", { expression, returnByValue: true });
    assert.equal(answer.exceptionDetails, undefined, JSON.stringify(answer.exceptionDetails));
    return answer.result.value;
  }

  async screenshot(file) {
    const { data } = await this.ask("Page.captureScreenshot", { format: "png" });
    writeFileSync(file, Buffer.from(data, "base64"));
  }

  async close() {
    const ended = new Promise((resolve) => this.#child.once("exit", resolve));
    this.#child.kill("SIGKILL");
    await ended;
  }
}

/** Does `work` with the file opened in a browser, whose traces lie in the folder `home`. */
export async function withPage(home, file, work) {
  const page = new Page(home);
  try {
    await page.open(file);
    return await work(page);
  } finally {
    await page.close();
  }
}
