// What the trials have in common: a beginning, commits made on the spot, git-cvx left running.
// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { BUILD } from "./programs.mjs";

export const IN_CVX = { component: "cvx" };

/** main is live and adopted, 25 users, 5 rooms and 60 messages are stored. No hooks. */
export async function beginWithoutHooks(world) {
  await world.plainPush();
  await world.seed();
  await world.mustCvx("adopt");
}

/** Checks a branch out and brings the deployment in line with it. */
export async function moveTo(world, branch) {
  await world.checkout("-q", branch);
  return world.mustCvx("migrate", "--yes");
}

/** A new branch with one commit: `files` are texts by path, null for one that goes. */
export async function branchWith(world, name, from, files) {
  await world.checkout("-q", "-b", name, from);
  for (const [file, text] of Object.entries(files)) {
    if (text === null) world.remove(file);
    else world.write(file, text);
  }
  await world.git("add", "-A");
  await world.git("commit", "-q", "-m", `Make ${name}`);
}

/** git, with its hooks asleep. */
export async function gitAsleep(world, ...args) {
  const answer = await world.run("git", args, { env: { CVX_SKIP: "1" } });
  assert.equal(answer.code, 0, answer.stderr);
}

/**
 * Has a migration of the branch go by ten documents, and lets its first batch alone be made until
 * the scheduler is let go. Hooks sleep meanwhile, and HEAD stays.
 */
export async function holdMigration(world, branch, id) {
  const file = `convex/migrations/${id}.ts`;
  const from = await world.gitText("branch", "--show-current");
  await gitAsleep(world, "checkout", "-q", branch);
  const text = world.read(file);
  if (!text.includes("batchSize")) {
    world.write(file, text.replaceAll('table: "users",', 'table: "users",\n  batchSize: 10,'));
    assert.notEqual(world.read(file), text);
    await gitAsleep(world, "commit", "-qam", "Go by small batches");
  }
  await gitAsleep(world, "checkout", "-q", from);
  await world.controls.scheduler({ hold: true });
}

/** What git does after a checkout once hooks are installed. */
export function wakeUp(world, event = "post-checkout") {
  return world.cvx("hook", event);
}

/** Starts git-cvx and lets it run: itself, not git, which a signal would reach in its place. */
export const startCvx = (world, ...args) => start(world, join(BUILD, "git-cvx"), args);
/** git, in a process group of its own, as a shell starts it on a terminal. */
export const startGit = (world, ...args) => start(world, "git", args, { detached: true });

function start(world, program, args, options = {}) {
  const stdio = ["ignore", "ignore", "pipe"];
  const child = spawn(program, args, { cwd: world.dir, env: world.env, stdio, ...options });
  let said = "";
  child.stderr.on("data", (chunk) => (said += chunk));
  return {
    child,
    ended: once(child, "exit").then(([code, signal]) => code ?? signal),
    said: () => said,
  };
}

/** Documents without what only the server knows. */
export function contents(docs) {
  return docs.map(({ _id, _creationTime, ...fields }) => fields);
}

/** The text of a migration file of the app; `up` and `down` are bodies of migrateOne. */
export function migrationText({ table = "users", up, down, head = "", batchSize }) {
  const batches = batchSize === undefined ? "" : `\n  batchSize: ${batchSize},`;
  const define = (body) =>
    `migrations.define({\n  table: "${table}",${batches}\n  migrateOne: async (ctx: any, doc: any) => {\n    ${body}\n  },\n});\n`;
  return `import { migrations } from "../migrate";\n${head}\nexport const up = ${define(up)}\nexport const down = ${define(down)}`;
}
