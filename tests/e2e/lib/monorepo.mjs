// The chat example as a part of a larger repository: its app in a folder, packages hoisted to the
// top as npm, or linked as pnpm does, more than one app.
// SPDX-License-Identifier: MIT
import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { Deployment } from "../../lib/deployment.mjs";
import { startSandbox } from "../../lib/sandbox.mjs";
import { MODULES } from "./chat.mjs";
import { SOURCE } from "./programs.mjs";

const EXAMPLE = join(SOURCE, "examples/chat");
const TREE = { recursive: true, verbatimSymlinks: true };

export async function commit(world, message) {
  await world.git("add", "-A");
  await world.git("commit", "-q", "-m", message);
}

/** The files of a commit of the chat example, in a folder of the work tree. */
export async function put(world, revision, folder) {
  const tree = join(world.root, "export");
  await world.git("worktree", "add", "-q", "--detach", tree, revision);
  rmSync(world.path(folder, "convex"), { recursive: true, force: true });
  for (const name of ["convex", "package.json"])
    cpSync(join(tree, name), world.path(folder, name), TREE);
  await world.git("worktree", "remove", "--force", tree);
}

/** An empty work tree on a new branch `trunk`, no packages, settings that name no app. */
export async function startOver(world) {
  await world.git("checkout", "-q", "--orphan", "trunk");
  await world.git("rm", "-r", "-q", "-f", ".");
  rmSync(world.path("node_modules"), { force: true });
  rmSync(world.path(".env.local"), { force: true });
  world.write(".gitignore", "node_modules\n.env.local\n_generated\n");
}

/** Links an app's folder to a deployment. */
export function link(world, folder, deployment) {
  world.link(deployment, join(folder, ".env.local"));
}

/** A package of the repository that stamps texts with a mark. */
export function writeShared(world, mark) {
  const json = { name: "@acme/shared", version: "1.0.0", type: "module", main: "index.js" };
  world.write("packages/shared/package.json", JSON.stringify(json));
  world.write("packages/shared/index.js", `export const mark = "${mark}";\n`);
}

const dependencies = () =>
  JSON.parse(readFileSync(join(EXAMPLE, "package.json"), "utf8")).dependencies;

/** The app's package.json, which asks for the shared package. */
export function writeWebPackage(world, protocol) {
  const json = {
    name: "web",
    version: "1.0.0",
    type: "module",
    dependencies: { ...dependencies(), "@acme/shared": protocol },
  };
  world.write("apps/web/package.json", JSON.stringify(json, null, 2));
}

export const STAMP = "20251201_000000_stamp";

/** Puts a mark of the shared package behind every title of a room, and takes it away again. */
export function writeStamp(world) {
  const define = (body) => `migrations.define({
  table: "rooms",
  migrateOne: (_ctx: any, room: any) => { ${body} },
});
`;
  world.write(
    `apps/web/convex/migrations/${STAMP}.ts`,
    `import { mark } from "@acme/shared";
import { migrations } from "../migrate";

export const up = ${define("if (!/[!?]$/.test(room.title)) return { title: room.title + mark };")}
export const down = ${define('return { title: room.title.replace(/[!?]$/, "") };')}`,
  );
}

/** The layout of pnpm: each package in a folder of its own, which only links its dependencies. */
export function linkAsPnpm(world) {
  const store = (name) => world.path("node_modules/.pnpm", name.replace("/", "+"), "node_modules");
  const names = ["convex", "convex-helpers", "@convex-dev/migrations", "esbuild", "prettier", "ws"];
  for (const name of names) cpSync(join(MODULES, name), join(store(name), name), TREE);
  cpSync(join(MODULES, "@esbuild"), join(store("esbuild"), "@esbuild"), TREE);
  const to = (folder, name) => {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    symlinkSync(join(store(name), name), join(folder, name));
  };
  for (const name of ["esbuild", "prettier", "ws"]) to(store("convex"), name);
  for (const name of ["convex", "convex-helpers"]) to(store("@convex-dev/migrations"), name);
  to(store("convex-helpers"), "convex");
  const own = world.path("apps/web/node_modules");
  for (const name of ["convex", "convex-helpers", "@convex-dev/migrations"]) to(own, name);
  mkdirSync(join(own, ".bin"), { recursive: true });
  symlinkSync("../convex/bin/main.js", join(own, ".bin/convex"));
  mkdirSync(join(own, "@acme"), { recursive: true });
  symlinkSync("../../../../packages/shared", join(own, "@acme/shared"));
}

/** A second deployment, which ends with the work. */
export async function withSecondDeployment(world, work) {
  const sandbox = await startSandbox({ dir: join(world.root, "second-deployment") });
  try {
    await work(new Deployment(sandbox));
  } finally {
    await sandbox.dispose();
  }
}
