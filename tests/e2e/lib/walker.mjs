// Takes a walk (walk.mjs) on a sandbox of its own: real git, real hooks, real git-cvx in two clones.
// After every move it looks from outside whether the deployment is that of the branch.
// SPDX-License-Identifier: MIT
//
// What must hold comes from git alone: the migrations of the work tree, and those that the history
// of HEAD has held. A hook may refuse; then nothing may have changed, and the command that its hint
// names must go on.
import { appendFileSync, existsSync, readdirSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { waitFor } from "../../lib/deployment.mjs";
import { Clone } from "./clone.mjs";
import * as app from "./fields-app.mjs";
import { Gate } from "./gate.mjs";
import { MOVES } from "./moves.mjs";
import { endLeftovers, running } from "./programs.mjs";
import { isMuch } from "./walk.mjs";
import { World } from "./world.mjs";

const IN_CVX = { component: "cvx" };
const DECISION = 4;
const COMMANDS = 4;

/** What is wrong, in words that are the same for every walk that fails alike. */
class Wrong extends Error {}

/** The command that the last hint names, for `git cvx`. */
function commandOf(said) {
  const named = said.matchAll(/git cvx ((?:migrate|continue|down|up)(?: [-\w]+)*)/g);
  return [...named].at(-1)?.[1].split(" ") ?? ["migrate"];
}

class Walker {
  #world;
  #gate;
  #policy;
  #died = false;
  /** Who moved the deployment last: the others' records know nothing of it. */
  #last = null;
  #seen;
  used = new Set(["m0", "m1", "m2", "m3"]);

  constructor(world, gate, { policy }, seen) {
    this.#world = world;
    this.#policy = policy;
    this.#gate = gate;
    this.#seen = seen;
    this.clones = [new Clone(world, "a", "b"), new Clone(world, "b", "a")];
  }

  async prepare() {
    const { order, edited } = this.#policy;
    const section = `[policy]\norder = ${order}\nedited = ${edited}\n`;
    this.#world.link({ url: this.#gate.url });
    for (const clone of this.clones) {
      clone.write(".env.local", this.#world.read(".env.local"));
      appendFileSync(clone.path(".git/cvx/config.ini"), section);
      await clone.must("update-index", "-q", "--refresh");
    }
  }

  // ---- one move

  /** Whether the move made sense. */
  async move({ clone: name, kind, operand, dies }) {
    const clone = this.clones.find((each) => each.name === name);
    await clone.must("fetch", "-q", "--prune", clone.other);
    await this.#settle();
    const before = await this.#look();
    if (dies) this.#dieAt(dies);
    const done = await MOVES[kind](clone, operand, this);
    if (done) await this.#follow(clone, done, before);
    await this.#bury();
    return done !== null;
  }

  /** Nobody leaves a dead run behind for ever. */
  async end() {
    if (!this.#last?.died) return;
    await this.#byHand(this.#last.clone, ["continue"]);
  }

  /** After a move: the hook has done it, or has refused, or was never asked. */
  async #follow(clone, { woken, said }, before) {
    const known = this.#last?.clone === clone && !this.#last.died;
    this.#last = { clone, died: false };
    if (this.#died) return;
    if (woken) {
      const wrong = await this.#wrongFor(clone);
      if (!wrong) return;
      this.#seen.refused++;
      if (!isDeepStrictEqual(await this.#look(), before))
        throw new Wrong(`after a hook that changed something: ${wrong}`);
      if (known && !/^git cvx: /m.test(said)) throw new Wrong(`a silent hook: ${wrong}`);
    }
    await this.#byHand(clone, commandOf(said));
  }

  /** A command, and what its hints say, until the deployment is in line. */
  async #byHand(clone, command) {
    for (let i = 0; i < COMMANDS; i++) {
      await this.#letLeaseExpire();
      const { code, stderr } = await clone.git("cvx", ...command, ...agreed(command));
      if (this.#died) return;
      if (code !== 0 && code !== DECISION)
        throw new Wrong(`'git cvx ${command[0]}' ended with ${code}`);
      const wrong = await this.#wrongFor(clone);
      if (!wrong) return;
      if (code === 0 && command[0] !== "down") throw new Wrong(wrong);
      command = code === 0 ? ["migrate"] : commandOf(stderr);
    }
    throw new Wrong("the hints lead nowhere");
  }

  // ---- death

  #dieAt({ nth, when }) {
    this.#gate.hold({ by: null, nth, when }).then(() => {
      this.#died = true;
      for (const { pid, command } of running(this.#world.root))
        if (/^(\S*\/)?git-cvx( |$)/.test(command)) process.kill(pid, "SIGKILL");
    });
  }

  async #bury() {
    this.#gate.letGo();
    if (!this.#died) return;
    this.#died = false;
    this.#last.died = true;
    this.#seen.deaths++;
    const left = await endLeftovers(this.#world.root);
    if (left.length > 0) throw new Wrong("a child outlived git-cvx");
  }

  /** As if two minutes had passed since its holder died. */
  async #letLeaseExpire() {
    const { deployment } = this.#world;
    const { id: componentId } = await deployment.component("cvx");
    const body = 'return (await ctx.db.query("lease").first())?.token ?? null;';
    const token = await deployment.testQuery(body, { componentId });
    if (token !== null)
      await deployment.fn("lease:release", { version: 1, request: { token } }, IN_CVX);
  }

  /** A dead run's migrations go on by themselves. */
  async #settle() {
    const ask = () =>
      this.#world.deployment.fn("lib:getStatus", {}, { component: "migrations" });
    await waitFor("migrations to end", async () =>
      (await ask()).every(({ state }) => state !== "inProgress"),
    );
  }

  // ---- looking

  async #look() {
    const { deployment } = this.#world;
    return {
      documents: await Promise.all(app.TABLES.map((table) => this.#world.docs(table))),
      ledger: await this.#world.ledger(),
      schema: await deployment.activeSchema(),
      functions: (await deployment.functions()).sort(),
    };
  }

  /** What is wrong with the deployment and the work tree as far as a clone is concerned, or null. */
  async #wrongFor(clone) {
    this.#gate.letGo(); // only the first run dies
    const held = app.migrationsOf(clone);
    const history = await idsOfHistory(clone);
    const { documents, ledger, schema, functions } = await this.#look();
    const { lease, bridge } = await this.#world.hello();
    return (
      wrongDocuments(documents, held, history) ??
      (this.#policy.edited === "redo" ? wrongEditions(documents, held) : null) ??
      wrongLedger(ledger, held, history) ??
      wrongSchema(schema, held, history) ??
      (functions.some((name) => name.startsWith("cvxSealed/")) ? "a sealed function is left" : null) ??
      (lease || bridge ? `a ${lease ? "lease" : "bridge"} is left` : null) ??
      (await wrongClone(clone))
    );
  }
}

const agreed = ([command]) => (command === "migrate" || command === "down" ? ["--yes"] : []);

/** The ids that any commit of the history of HEAD has held. */
async function idsOfHistory(clone) {
  const paths = ["--", "convex/migrations"];
  const options = ["--full-history", "-m", "--no-renames", "--name-only", "--format="];
  const files = await clone.must("log", ...options, "HEAD", ...paths);
  return new Set([...files.matchAll(/(m\d+)\.ts/g)].map(([, id]) => id));
}

function wrongDocuments(documents, held, history) {
  for (const [i, table] of app.TABLES.entries())
    for (const id of app.IDS.filter((each) => app.tableOf(each) === table)) {
      const number = documents[i].filter((document) => id in document).length;
      if (held.has(id) && number !== documents[i].length)
        return "documents lack a field of the branch";
      if (!held.has(id) && !history.has(id) && number > 0)
        return "documents have a field of another branch";
    }
  return null;
}

/** What was edited is done anew. */
function wrongEditions(documents, held) {
  for (const [id, edition] of held)
    if (documents[app.TABLES.indexOf(app.tableOf(id))].some((document) => document[id] !== edition))
      return "an older edition is applied";
  return null;
}

function wrongLedger(ledger, held, history) {
  for (const id of held.keys())
    if (ledger[id]?.status !== "completed") return "the ledger lacks a migration of the branch";
  for (const [id, { status }] of Object.entries(ledger)) {
    if (status !== "completed" && status !== "rolled_back") return `the ledger says '${status}'`;
    if (status === "completed" && !held.has(id) && !history.has(id))
      return "the ledger has a migration of another branch";
  }
  return null;
}

/** Where no migration differed, nothing was pushed: the schema may be that of another branch. */
function wrongSchema(schema, held, history) {
  if (schema?.schemaValidation !== true) return "the schema is not enforced";
  const enforced = app.schemaOfDeployment(schema);
  for (const id of held.keys())
    if (!(id in enforced)) return "the schema lacks a field of the branch";
  for (const id of Object.keys(enforced))
    if (enforced[id] === "required" && !held.has(id) && !history.has(id))
      return "the schema wants a field of another branch";
  return null;
}

async function wrongClone(clone) {
  if (await clone.must("status", "--porcelain", "--untracked-files=all"))
    return "the work tree has changed";
  const runs = clone.path(".git/cvx/run");
  const journals = existsSync(runs) ? readdirSync(runs) : [];
  if (journals.some((file) => !file.endsWith(".lock"))) return "a journal is left";
  const { code, stdout } = await clone.git("cvx", "status", "--exit-code");
  return code === 0 && /^(In|The data is in) step with this branch/m.test(stdout) ? null : "status says otherwise";
}

/**
 * Takes the walk; answers null, or {wrong, transcript}. Adds to `seen` what happened: {moves, deaths,
 * refused}.
 */
export async function takeWalk(walk, seen) {
  const world = await World.open({ app: app.FIELDS_APP, begun: true });
  let gate = null;
  try {
    gate = await Gate.open(world.deployment.url);
    const walker = new Walker(world, gate, walk, seen);
    await walker.prepare();
    let done = 0;
    for (const move of walk.moves) {
      if (done === walk.most) break;
      if (await walker.move(move)) done += isMuch(move);
    }
    seen.moves += done;
    await walker.end();
    return null;
  } catch (error) {
    const wrong = error instanceof Wrong ? error.message : error.stack;
    return { wrong, transcript: world.transcript() };
  } finally {
    await gate?.close();
    await world.close();
  }
}
