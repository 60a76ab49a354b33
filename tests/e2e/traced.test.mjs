// Checkouts of hostile branches under strace: every program that is started is known, none comes
// from a branch, and none of a branch's files has done anything.
// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, readdirSync, realpathSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import test from "node:test";
import { OFFICIAL } from "./lib/chat.mjs";
import { BUILD } from "./lib/programs.mjs";
import { gitAsleep } from "./lib/trials.mjs";
import { inBegunWorld } from "./lib/world.mjs";

/** A program, or code for Node, that leaves a mark. */
const program = (world, name) => `#!/bin/sh\n: >${world.root}/marker-${name}\n`;
const code = (world, name) => `{
  const { process } = globalThis as any;
  if (process?.versions?.node) {
    process.getBuiltinModule("fs").writeFileSync(${JSON.stringify(join(world.root, `marker-${name}`))}, "");
    process.kill(process.ppid);
    setTimeout(() => {}, 60_000);
  }
}\n`;
const plain = (world, name) => code(world, name).replace(" as any", "");

const id = (name) => `20260101_00000${BRANCHES.findIndex((one) => one.name === name)}_${name}`;
const migration = (world, name) => `import { migrations } from "../migrate";
${code(world, `migration-${name}`)}
export const up = migrations.define({ table: "rooms", migrateOne: () => undefined });\n`;

/** What each adds to the one before. */
const BRANCHES = [
  {
    name: "code",
    write(world) {
      for (const file of ["convex/schema.ts", "convex/convex.config.ts"])
        world.write(file, code(world, file.replaceAll("/", "-")) + world.read(file));
    },
  },
  {
    name: "settings",
    write(world) {
      const evil = `touch ${world.root}/marker-script`;
      const json = JSON.parse(world.read("package.json"));
      const scripts = { preinstall: evil, prepare: evil, predeploy: evil, convex: evil };
      world.write("package.json", JSON.stringify({ ...json, scripts, volta: { node: "./evil" } }));
      world.write("convex.json", JSON.stringify({
        functions: "convex/", plugins: ["./evil.cjs"], bundler: { plugins: ["./evil.cjs"] },
        typescriptCompiler: "tsgo", aiFiles: { enabled: true, skills: { agents: ["codex"] } },
        codegen: { plugins: ["./evil.cjs"] },
      }));
      const options = { plugins: [{ name: "./evil.cjs", transform: "./evil.cjs" }] };
      world.write("tsconfig.json", JSON.stringify({ compilerOptions: options }));
      world.write("convex/tsconfig.json", JSON.stringify({ extends: "../tsconfig.json", compilerOptions: options }));
      world.write("evil.cjs", plain(world, "settings"));
      for (const file of ["babel.config.cjs", "prettier.config.cjs", ".prettierrc.cjs", ".pnpmfile.cjs", "esbuild.config.cjs"])
        world.write(file, 'require("./evil.cjs");\n');
      world.write(".npmrc", "node-options=--require ./evil.cjs\nscript-shell=./evil\nonload-script=./evil.cjs\n");
      world.write(".yarnrc.yml", "yarnPath: ./evil.cjs\nplugins: [./evil.cjs]\n");
      world.write(".env", "NODE_OPTIONS=--require ./evil.cjs\nESBUILD_BINARY_PATH=./evil\n");
      world.write("node.config.json", '{"nodeOptions":{"require":["./evil.cjs"]}}');
      for (const file of [".node-version", ".nvmrc"]) world.write(file, "../../evil\n");
      world.write(".tool-versions", `nodejs path:${world.dir}\n`);
      world.write("mise.toml", `[hooks]\nenter = "${evil}"\n[env]\n_.source = "./evil"\n`);
      world.write("evil", program(world, "evil"));
    },
  },
  {
    name: "git",
    write(world) {
      const evil = program(world, "git");
      for (const file of ["git", "node", "git-cvx", "git-cvx-hook", "esbuild", ".githooks/post-checkout", "hooks/post-checkout"])
        world.write(file, evil);
      world.write(".gitattributes", "* filter=evil diff=evil merge=evil\n*.ts ident working-tree-encoding=UTF-8\n");
      world.write(".gitmodules", `[submodule "x"]\n\tpath = x\n\turl = ext::${world.dir}/evil\n\tupdate = !./evil\n`);
      world.write(".gitconfig", "[core]\n\thooksPath = .githooks\n\tfsmonitor = ./evil\n[include]\n\tpath = evil\n");
    },
  },
  {
    name: "links",
    write(world) {
      mkdirSync(join(world.root, "outside"));
      writeFileSync(join(world.root, "outside/kept.txt"), "kept");
      symlinkSync(".", world.path("up0"));
      for (let i = 1; i < 12; i++) symlinkSync(`up${i - 1}/..`, world.path(`up${i}`));
      world.write(
        "convex/team/convex.config.ts",
        'import { defineComponent } from "convex/server";\nexport default defineComponent("team");\n',
      );
      symlinkSync(`../../up11${world.root}/outside`, world.path("convex/team/_generated"));
      const config = world.read("convex/convex.config.ts");
      world.write(
        "convex/convex.config.ts",
        `import team from "./team/convex.config";\n${config}`.replace("app.use(cvx);", "app.use(cvx);\napp.use(team);"),
      );
    },
  },
  {
    name: "packages",
    write(world) {
      for (const file of [".bin/convex", ".bin/esbuild", "esbuild/bin/esbuild"])
        world.write(`vendor/${file}`, program(world, "vendor"));
      for (const file of ["convex/bin/main.js", "esbuild/lib/main.js"])
        world.write(`vendor/${file}`, plain(world, "vendor"));
      world.write("vendor/convex/package.json", '{"version":"1.48.0","bin":"bin/main.js"}');
      world.write("vendor/@convex-dev/migrations/package.json", '{"version":"0.3.6"}');
      world.remove("node_modules");
      symlinkSync("vendor", world.path("node_modules"));
    },
  },
];

async function makeBranches(world) {
  for (const { name, write } of BRANCHES) {
    await gitAsleep(world, "checkout", "-q", "-b", name);
    write(world);
    world.write(`convex/migrations/${id(name)}.ts`, migration(world, name));
    await world.run("chmod", ["-R", "+x", "--", ...["evil", "git", "node", "vendor"].filter((file) => existsSync(world.path(file)))]);
    await gitAsleep(world, "add", "-A", "-f", "--", ".", ":!.env.local", ...(name === "packages" ? [] : [":!node_modules"]));
    await gitAsleep(world, "commit", "-q", "-m", name);
  }
  await gitAsleep(world, "checkout", "-q", "main");
  symlinkSync(OFFICIAL, world.path("node_modules"), "dir");
}

// The sanitizer can't look for leaks in what is traced: ASAN_OPTIONS, below.

/** What strace saw started: path and arguments of each. */
function started(text) {
  const calls = text.split("\n").filter((line) => /execve/.test(line) && !/= -1 E|resumed>/.test(line));
  return calls.map((line) => {
    const found = /execve(?:at)?\((?:\w+, )?("(?:[^"\\]|\\.)*"), \[(.*?)\](?:, |\s)/.exec(line);
    assert.ok(found, `strace says: ${line}`);
    return { path: JSON.parse(found[1]), argv: found[2].match(/"(?:[^"\\]|\\.)*"/g).map((word) => word.slice(1, -1)) };
  });
}

/** One word for what it is; null for what it must not be. */
function kindOf(world, git, { path, argv }) {
  const full = resolve(world.dir, path);
  const real = realpathSync(full);
  const modules = realpathSync(OFFICIAL);
  if (full === world.path(".git/hooks/post-checkout")) return "hook";
  if (real === realpathSync(git.program) || real.startsWith(git.folder)) return "git";
  if ([join(BUILD, "git-cvx"), join(BUILD, "git-cvx-hook")].includes(real)) return "git-cvx";
  if (/^[^ ]*esbuild$/.test(real) && real.startsWith(modules)) return "esbuild";
  if (real !== realpathSync(process.execPath)) return null;
  if (argv[1] === "-p") return "version of Node";
  return argv[1] === join(modules, "convex/bin/main.js") && argv[2] === "deploy" ? "CLI" : null;
}

const canTrace = () => {
  if (process.platform !== "linux") return "strace is of Linux";
  const { error, status, stderr } = spawnSync("strace", ["-f", "-o", "/dev/null", "true"], { encoding: "utf8" });
  assert.equal(error, undefined, "strace isn't installed");
  if (status !== 0 && /ptrace|not permitted/i.test(stderr)) return "ptrace is impossible here";
  assert.equal(status, 0, stderr);
  return null;
};

test(
  "checkouts of five hostile branches start git, git-cvx, the user's Node with the app's CLI, and its esbuild",
  inBegunWorld(async (world, t) => {
    const not = canTrace();
    if (not) return t.skip(not);
    await makeBranches(world);
    const program = execFileSync("sh", ["-c", "command -v git"], { encoding: "utf8" }).trim();
    const folder = execFileSync(program, ["--exec-path"], { encoding: "utf8" }).trim();
    const trace = join(world.root, "trace");
    const seen = {};
    let said = "";
    for (const { name } of BRANCHES) {
      const args = ["-f", "-qq", "--seccomp-bpf", "-e", "trace=execve,execveat", "-e", "signal=none", "-s", "4096"];
      const answer = await world.run(
        "/usr/bin/env",
        ["strace", ...args, "-o", trace, program, "checkout", "-q", name],
        { env: { PATH: `${world.env.PATH}:${process.env.PATH}`, NODE_OPTIONS: "--no-warnings --require ./evil.cjs", NODE_PATH: ".", ASAN_OPTIONS: "detect_leaks=0" } },
      );
      assert.equal(answer.code, 0, answer.stderr);
      said = answer.stderr;
      for (const call of started(readFileSync(trace, "utf8"))) {
        const kind = kindOf(world, { program, folder }, call);
        assert.ok(kind, `${name}: started ${call.path} ${call.argv.join(" ")}`);
        (seen[kind] ??= new Set()).add(name);
      }
      assert.deepEqual(readdirSync(world.root).filter((file) => file.startsWith("marker")), [], name);
    }
    assert.match(said, /error: 'node_modules' is committed/);
    const pushed = BRANCHES.map(({ name }) => name).filter((name) => name !== "packages");
    for (const kind of ["CLI", "esbuild"]) assert.deepEqual([...seen[kind]], pushed, kind);
    const statuses = await world.statuses();
    for (const name of pushed) assert.equal(statuses[id(name)], "completed", name);
    assert.equal(statuses[id("packages")], undefined);
    assert.deepEqual(readdirSync(join(world.root, "outside")), ["kept.txt"]);
  }, { officialCli: true }),
);
