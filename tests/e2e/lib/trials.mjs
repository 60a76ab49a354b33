// What the trials have in common: a beginning, commits made on the spot, git-cvx left running.
// SPDX-License-Identifier: MIT
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

/** What git does after a checkout once hooks are installed. */
export function wakeUp(world, event = "post-checkout") {
  return world.cvx("hook", event);
}

/** Starts git-cvx and lets it run: itself, not git, which a signal would reach in its place. */
export function startCvx(world, ...args) {
  const child = spawn(join(BUILD, "git-cvx"), args, {
    cwd: world.dir,
    env: world.env,
    stdio: ["ignore", "ignore", "pipe"],
  });
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
