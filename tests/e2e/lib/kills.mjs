// What tests of killed runs share: a world whose requests pass a gate, a run that is killed, and
// what must be the same however often that happened.
// SPDX-License-Identifier: MIT
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { Gate } from "./gate.mjs";
import { startCvx } from "./trials.mjs";
import { IDS } from "./world.mjs";

export const FEATURE = "feature/split-name";
/** Of one deployment each; locks and half-written ones lie beside them. */
export const JOURNALS = ".git/cvx/run";
const UP_FILE = `convex/migrations/${IDS.splitName}.ts`;

/** Small batches, so that there is a worker that outlives the process. */
async function useSmallBatches(world) {
  await world.checkout(FEATURE);
  const text = world.read(UP_FILE);
  world.write(UP_FILE, text.replaceAll('table: "users",', 'table: "users",\n  batchSize: 10,'));
  await world.git("commit", "-qam", "Split names in small batches");
  await world.checkout("main");
}

/** main is live and adopted; git-cvx and the CLI go through a gate. */
export async function begin(world) {
  await useSmallBatches(world);
  await world.plainPush();
  await world.seed();
  await world.mustCvx("adopt");
  const gate = await Gate.open(world.deployment.url);
  world.link({ url: gate.url });
  return gate;
}

/** What must be the same however often the run was killed. */
export async function endState(world) {
  const { bridge, lease } = await world.hello();
  const sealed = (await world.deployment.functions()).filter((fn) => fn.startsWith("cvxSealed/"));
  return {
    users: await world.docs("users"),
    statuses: await world.statuses(),
    validates: await world.schemaValidates(),
    bridge,
    lease,
    sealed,
  };
}

export const isAside = (name) => /\.(lock|temp)$/.test(name);

export function journals(world) {
  const folder = join(world.dir, JOURNALS);
  if (!existsSync(folder)) return [];
  return readdirSync(folder).filter((name) => !isAside(name));
}

/** Runs until `reached`, then kills; the sender must not end by itself before. */
export async function killWhen(world, reached, ...options) {
  const { child, ended, said } = startCvx(world, "migrate", "--yes", ...options);
  const early = ended.then((code) => {
    throw new Error(`git-cvx ended with ${code} before it was killed:\n${said()}`);
  });
  early.catch(() => undefined);
  await Promise.race([reached, early]);
  child.kill("SIGKILL");
  await ended;
}
