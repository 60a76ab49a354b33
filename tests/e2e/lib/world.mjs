// A world of one test: a clone of the chat example, a deployment linked to it, and the programs
// under test.
// SPDX-License-Identifier: MIT
//
// The deployment is a sandbox of its own, or the one that CVX_TEST_URL names. Everything lies in
// one temporary folder, which goes with the world; a process that a world leaves behind fails its
// test.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deploy } from "../../lib/cli.mjs";
import { Deployment } from "../../lib/deployment.mjs";
import { madeOnce } from "../../lib/once.mjs";
import { startSandbox } from "../../lib/sandbox.mjs";
import { OFFICIAL, copyChat, objectFormat } from "./chat.mjs";
import { SandboxControls } from "./controls.mjs";
import { Folder } from "./folder.mjs";
import { BUILD, endLeftovers, environment, run } from "./programs.mjs";
import { takeSharedDeployment } from "./shared.mjs";

export { IDS } from "./chat.mjs";
export { BUILD } from "./programs.mjs";

/** What most tests move: main is live, 25 users are stored. */
const CHAT = { name: "chat", copy: (world) => copyChat(world.dir) };

const TRANSCRIPT_KEPT = 12;
const COPY = { recursive: true, preserveTimestamps: true, verbatimSymlinks: true };

export class World extends Folder {
  #sandbox = null;
  #shared = null;
  #transcript = [];

  /**
   * `deployment: false` makes a world without one; `begun: true` one that has been through begin();
   * `programs` is another folder of git-cvx; `app` another app than the chat; `adminKey` the key of
   * the sandbox; `officialCli: true` makes each push with the official CLI, also of a tree that was
   * pushed before (recorded-pushes/main.mjs).
   */
  static async open(options = {}) {
    const { deployment = true, begun = false, officialCli = false } = options;
    const { programs, app = CHAT, adminKey } = options;
    const copied = begun && !process.env.CVX_TEST_URL;
    const template = copied ? await World.#begunOnce(app) : null;
    const world = new World(app, programs);
    try {
      if (template) cpSync(join(template, "world"), world.root, COPY);
      else await app.copy(world);
      if (officialCli) world.use(OFFICIAL);
      await world.git("update-index", "-q", "--refresh"); // the copies are younger than the index
      if (deployment)
        await world.#openDeployment(
          adminKey ?? (template && readFileSync(join(template, "key"), "utf8")),
        );
      if (begun && !copied) await world.begin();
    } catch (error) {
      await world.close();
      throw error;
    }
    return world;
  }

  /** Made once and copied, which is quicker than a push; its hooks name the programs. */
  static #begunOnce(app) {
    const built = String(statSync(join(BUILD, "git-cvx")).mtimeMs);
    const programs = createHash("sha256").update(BUILD).update(built).digest("hex").slice(0, 8);
    return madeOnce(`begun-${app.name}-${objectFormat()}-${programs}`, async (folder) => {
      const world = await World.open({ app });
      try {
        await world.begin();
        await world.#sandbox.stop();
        world.remove(".git/cvx/stage");
        cpSync(world.root, join(folder, "world"), COPY);
        writeFileSync(join(folder, "key"), world.deployment.adminKey);
      } finally {
        await world.close();
      }
    });
  }

  constructor(app, programs) {
    const root = mkdtempSync(join(tmpdir(), "cvx-world-"));
    super(join(root, app.name)); // the work tree
    this.app = app;
    this.root = root;
    this.home = join(this.root, "home");
    mkdirSync(this.home, { recursive: true });
    /** The environment of all that is run; add to it what a test needs. */
    this.env = environment({ home: this.home, world: this.root, programs });
    /** deployment.mjs, for the documents and functions behind git-cvx's back. */
    this.deployment = null;
    /** controls.mjs: trace, faults, scheduler; null on a shared deployment. */
    this.controls = null;
  }

  async #openDeployment(adminKey) {
    this.#shared = await takeSharedDeployment();
    if (this.#shared) {
      this.deployment = this.#shared.deployment;
    } else {
      this.#sandbox = await startSandbox({ dir: join(this.root, "deployment"), adminKey });
      this.deployment = new Deployment(this.#sandbox);
      this.controls = new SandboxControls(this.deployment);
    }
    this.link();
  }

  /** Links the app's packages: a folder node_modules. */
  use(modules) {
    this.remove("node_modules");
    symlinkSync(modules, this.path("node_modules"), "dir");
  }

  /** Links the work tree as `convex dev` does: to the world's deployment, but for what is named. */
  link(deployment = {}, file = ".env.local") {
    const { url = this.deployment.url, adminKey = this.deployment.adminKey } = deployment;
    const lines = [`CONVEX_SELF_HOSTED_URL='${url}'`, `CONVEX_SELF_HOSTED_ADMIN_KEY='${adminKey}'`];
    this.write(file, lines.join("\n") + "\n");
  }
  /** Another deployment, by an env file that git ignores; `branch`: whose it is, for this clone. */
  addEnvironment(name, deployment, { branch } = {}) {
    this.write(".git/info/exclude", ".env*\n");
    this.link(deployment, `.env.${name}`);
    this.set(`env "${name}"`, "env-file", `.env.${name}`);
    if (branch) this.set(`env "${name}"`, "branch", branch);
  }

  // ---- programs

  /** Runs a program in the work tree; its failure is an answer. */
  async run(program, args, { env = {}, cwd = this.dir, limit } = {}) {
    const answer = await run(program, args, { cwd, env: { ...this.env, ...env }, limit });
    const said = [`$ ${program} ${args.join(" ")}  [exit ${answer.code ?? answer.signal}]`];
    this.#transcript.push([...said, answer.stdout, answer.stderr].join("\n"));
    return answer;
  }
  /** git-cvx, as git starts it; its failure is an answer. */
  async cvx(...args) {
    const answer = await this.run("git", ["cvx", ...args]);
    // A busy machine takes long; the tests that are about the limit set their own.
    if (answer.code === 0 && args.join(" ") === "hooks install") this.set("hook", "timeout", 600);
    return answer;
  }
  /** A private setting of this clone; the last one counts. */
  set(section, key, value) {
    appendFileSync(this.path(".git/cvx/config.ini"), `[${section}]\n\t${key} = ${value}\n`);
  }
  /** git-cvx, which must end with 0. */
  async mustCvx(...args) {
    return succeeded(await this.cvx(...args), `git cvx ${args.join(" ")}`);
  }
  /** git; its failure is an answer. */
  tryGit(...args) {
    return this.run("git", args);
  }
  /** git, which must end with 0. */
  async git(...args) {
    return succeeded(await this.tryGit(...args), `git ${args.join(" ")}`);
  }
  checkout(...args) {
    return this.git("checkout", ...args);
  }
  /** What git prints, without the last line's end. */
  async gitText(...args) {
    return (await this.git(...args)).stdout.trimEnd();
  }

  // ---- the deployment

  /** A push of the work tree by the official CLI; `ok` says whether it was accepted. */
  tryPlainPush() {
    return deploy({ app: this.dir, deployment: this.deployment });
  }
  async plainPush() {
    const { ok, output } = await this.tryPlainPush();
    assert.ok(ok, output);
  }
  seed() {
    return this.deployment.fn("seed:run");
  }
  /** What most tests begin with: main is live, documents are stored, hooks are installed. */
  async begin() {
    await this.plainPush();
    await this.seed();
    await this.mustCvx("adopt");
    await this.mustCvx("hooks", "install");
    await this.app.begun?.(this);
  }
  /** All documents of a table of the app. */
  docs(table) {
    return this.deployment.testQuery(
      `return await ctx.db.query(${JSON.stringify(table)}).collect();`,
    );
  }
  /** All rows of the ledger, by id. */
  async ledger() {
    const rows = {};
    for (let cursor = null; ;) {
      const request = cursor === null ? {} : { cursor };
      const page = await this.deployment.fn("ledger:read", { version: 1, request }, inCvx);
      for (const row of page.rows) rows[row.migrationId] = row;
      if ((cursor = page.cursor) === null) return rows;
    }
  }
  /** id → status, which is all that most tests ask of it. */
  async statuses() {
    const rows = Object.entries(await this.ledger());
    return Object.fromEntries(rows.map(([id, row]) => [id, row.status]));
  }
  hello() {
    return this.deployment.fn("ledger:hello", { version: 1, request: {} }, inCvx);
  }
  /** Whether the schema that the deployment enforces is one that is checked. */
  async schemaValidates() {
    return (await this.deployment.activeSchema())?.schemaValidation === true;
  }
  /** Ends the sandbox as by kill -9; startDeployment() brings it back where it was. */
  async stopDeployment() {
    await this.#sandbox.kill9();
  }
  async startDeployment() {
    await this.#sandbox.restart();
  }

  // ---- the end

  /** What was run last and what it said, for the message of a test that fails. */
  transcript() {
    return this.#transcript.slice(-TRANSCRIPT_KEPT).join("\n");
  }

  /** Removes everything; answers the commands of the processes that were left behind. */
  async close() {
    try {
      const left = await endLeftovers(this.root);
      await this.#sandbox?.dispose();
      await this.#shared?.release();
      return left;
    } finally {
      rmSync(this.root, { recursive: true, force: true });
    }
  }
}

const inCvx = { component: "cvx" };

function succeeded(answer, what) {
  assert.equal(
    answer.code,
    0,
    `${what} ended with ${answer.code}:\n${answer.stdout}${answer.stderr}`,
  );
  return answer;
}

/** The same where main is live, 25 users are stored and adopted, and hooks are installed. */
export function inBegunWorld(work, options) {
  return inWorld(work, { ...options, begun: true });
}

/** The body of a test with a world of its own: test("…", inWorld(async (world) => { … })). */
export function inWorld(work, options) {
  return async (t) => {
    const world = await World.open(options);
    let left = [];
    try {
      await work(world, t);
    } catch (error) {
      t.diagnostic(world.transcript());
      throw error;
    } finally {
      left = await world.close();
    }
    assert.deepEqual(left, [], "processes were left behind");
  };
}

/** Options of a test that needs what only the sandbox has, and the reason for the report. */
export function onlyOnSandbox(reason) {
  return process.env.CVX_TEST_URL ? { skip: `only on the sandbox: ${reason}` } : {};
}
