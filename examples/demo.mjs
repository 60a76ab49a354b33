// The main job, played on the embedded deployment: a real repository, real `git checkout`, the
// app's own migrations, pushes by the official CLI.
// SPDX-License-Identifier: MIT
//
//   node examples/demo.mjs [--build DIR] [--keep]
//
// DIR holds git-cvx and git-cvx-hook (default .build/release). Shows documents before and after
// each checkout, checks them, and leaves nothing behind; with --keep the repository and the
// deployment stay, and it says how to go on.
import { execFileSync, spawn } from "node:child_process";
import { appendFileSync, mkdtempSync, openSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { Deployment } from "../tests/lib/deployment.mjs";

const TOP = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const FEATURE = "feature/split-name";
const MIGRATION = "20251015_090000_split_user_name";

function readOptions() {
  try {
    return parseArgs({
      options: { build: { type: "string", default: join(TOP, ".build/release") }, keep: { type: "boolean" } },
    }).values;
  } catch (error) {
    console.error(`demo: ${error.message}\nusage: ./bootstrap demo [--keep]`);
    process.exit(2);
  }
}

const options = readOptions();
const build = resolve(options.build);
const folder = mkdtempSync(join(tmpdir(), "git-cvx-demo-"));
const repo = join(folder, "chat");

// Nobody's settings take part: neither git's nor a deployment that the shell is linked to.
const env = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^(GIT_|CONVEX_|CVX_)/.test(name)),
);
Object.assign(env, {
  PATH: `${build}:${dirname(process.execPath)}:${process.env.PATH}`,
  HOME: folder,
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_AUTHOR_NAME: "Ada Example",
  GIT_AUTHOR_EMAIL: "ada@example.com",
  GIT_COMMITTER_NAME: "Ada Example",
  GIT_COMMITTER_EMAIL: "ada@example.com",
  CONVEX_PROVISION_HOST: "http://127.0.0.1:9",
  CI: "1",
});

/** Shows a command as a person types it, and runs it. */
function run(program, ...args) {
  console.log(`\n$ ${[program, ...args].join(" ")}`);
  execFileSync(program, args, { cwd: repo, env, stdio: ["ignore", "inherit", "inherit"] });
}

function quietly(program, args, cwd = repo) {
  return execFileSync(program, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] }).toString();
}

/** Starts the deployment; with --keep it outlives us. */
async function startDeployment() {
  const addressFile = join(folder, "deployment.env");
  const output = openSync(addressFile, "w");
  const args = [join(TOP, "sandbox/main.mjs"), "--port", "0", "--dir", join(folder, "data")];
  const child = spawn(process.execPath, args, {
    env,
    detached: true,
    stdio: ["ignore", output, openSync(join(folder, "deployment.log"), "w")],
  });
  child.unref();
  for (let waited = 0; waited < 10_000; waited += 50) {
    const text = readFileSync(addressFile, "utf8");
    const url = /^CONVEX_SELF_HOSTED_URL=(.*)$/m.exec(text)?.[1];
    const key = /^CONVEX_SELF_HOSTED_ADMIN_KEY=["'`]?([^"'`\n]*)/m.exec(text)?.[1];
    if (url && key) return { child, text, deployment: new Deployment({ url, adminKey: key }) };
    await sleep(50);
  }
  throw new Error("the deployment didn't start");
}

/** The state that matters: two users, the migration's row, whether the schema is enforced. */
async function look(deployment) {
  const users = await deployment.query("users:list", {});
  const { rows } = await deployment.fn(
    "ledger:read",
    { version: 1, request: {} },
    { component: "cvx" },
  );
  const { active } = await deployment.system("frontend/getSchemas", {});
  return {
    users,
    status: rows.find((row) => row.migrationId === MIGRATION)?.status ?? "not there",
    validates: JSON.parse(active).schemaValidation,
  };
}

const brief = ({ name, first, last }) => JSON.stringify({ name, first, last });

async function show(deployment, { shape, status }) {
  const seen = await look(deployment);
  console.log(`  users                     ${seen.users.slice(0, 2).map(brief).join("  ")}  ...`);
  console.log(`  ${MIGRATION}  ${seen.status}`);
  console.log(`  schema validation         ${seen.validates ? "on: every document fits" : "OFF"}`);
  const isNew = (user) => user.first !== undefined && user.name === undefined;
  const right = seen.users.every((user) => isNew(user) === (shape === "new"));
  if (!right || seen.status !== status || !seen.validates || seen.users.length !== 25)
    throw new Error(`expected 25 users in the ${shape} shape, and '${status}'`);
}

async function play(deployment, address) {
  console.log(`A chat app in ${repo}, its data in a deployment at ${deployment.url}.`);
  quietly("sh", [join(TOP, "examples/chat/history.sh"), repo], folder);
  quietly("git", ["config", "user.name", env.GIT_AUTHOR_NAME]);
  quietly("git", ["config", "user.email", env.GIT_AUTHOR_EMAIL]);
  symlinkSync(join(TOP, "examples/chat/node_modules"), join(repo, "node_modules"), "dir");
  writeFileSync(join(repo, ".env.local"), address, { mode: 0o600 });
  console.log("\n$ npx convex deploy && npx convex run seed:run");
  quietly("node_modules/.bin/convex", ["deploy", "--typecheck", "disable", "--env-file", ".env.local"]);
  console.log(quietly("node_modules/.bin/convex", ["run", "seed:run", "--env-file", ".env.local"]).trim());
  run("git", "cvx", "hooks", "install");
  // Where everything takes long, a run would go on by itself, and the demo miss its end.
  appendFileSync(join(repo, ".git/cvx/config.ini"), "[hook]\n\ttimeout = 600\n");
  run("git", "cvx", "adopt");
  await show(deployment, { shape: "old", status: "not there" });
  run("git", "cvx", "plan", `main..${FEATURE}`);
  run("git", "checkout", FEATURE);
  await show(deployment, { shape: "new", status: "completed" });
  run("git", "checkout", "main");
  await show(deployment, { shape: "old", status: "rolled_back" });
  run("git", "merge", FEATURE);
  await show(deployment, { shape: "new", status: "completed" });
  run("git", "cvx", "status");
}

function end(started) {
  if (started && !options.keep) process.kill(started.child.pid, "SIGTERM");
  if (!options.keep) rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}

let started = null;
process.on("SIGINT", () => {
  options.keep = false;
  end(started);
  process.exit(130);
});
try {
  started = await startDeployment();
  await play(started.deployment, started.text);
  console.log("\nThe data followed every checkout.");
  if (options.keep) {
    console.log(`
Yours to play with, until you end it:
  cd ${repo}
  export PATH=${build}:${dirname(process.execPath)}:$PATH
  git checkout feature/rename-field     (or feature/two-steps, feature/throws, main)
  git cvx status
  npx convex data users
  npx convex run --component cvx ledger:read '{"version": 1, "request": {}}'
To end it:
  kill ${started.child.pid} && rm -rf ${folder}`);
  }
} catch (error) {
  console.error(`\nthe demo failed: ${error.message}`);
  process.exitCode = 1;
} finally {
  end(started);
}
