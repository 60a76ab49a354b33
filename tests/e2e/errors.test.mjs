// What goes wrong is told in one line that names the thing, with a hint, and an exit code of its
// own.
// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, describe, it } from "node:test";
import { assertOneLineError, ownLines } from "./lib/expect.mjs";
import { listen } from "./lib/server.mjs";
import { IDS, World, inBegunWorld, inWorld, onlyOnSandbox } from "./lib/world.mjs";

/** Answers every request with this body. */
async function startServer(t, body) {
  const server = createServer((request, response) => {
    response.setHeader("content-type", "application/json");
    response.end(body);
  });
  return listen(t, server);
}

describe("without a deployment", () => {
  let world = null;
  before(async () => (world = await World.open({ deployment: false })));
  after(async () => assert.deepEqual(await world.close(), []));

  async function fails(args, expected) {
    const answer = await world.cvx(...args);
    assertOneLineError(answer, expected);
    assert.equal(answer.stdout, "");
  }

  it("outside a repository", async () => {
    for (const command of ["status", "list", "migrate", "hooks"]) {
      const answer = await world.run("git", ["cvx", command], { cwd: world.home });
      assertOneLineError(answer, { exit: 128, error: /not a git repository/, hint: /./ });
    }
  });

  it("on a branch without a Convex app", async () => {
    await world.git("checkout", "-q", "docs");
    world.link({ url: "http://127.0.0.1:9", adminKey: "some|key" });
    for (const command of ["status", "list", "plan", "migrate", "up", "adopt"])
      await fails([command], {
        exit: 128,
        error: /no git-cvx app \('package\.json' is missing\)/,
        hint: /./,
      });
    await world.git("checkout", "-q", "main");
  });

  it("a wrong command line names the word and exits with 129", async () => {
    await fails(["statsu"], { exit: 129, error: /'statsu'/, hint: /git cvx status/ });
    await fails(["frobnicate"], { exit: 129, error: /'frobnicate'/, hint: /git cvx -h/ });
    await fails(["--jsn", "plan"], { exit: 129, error: /'--jsn'/, hint: /git cvx -h/ });
    await fails(["plan", "--jsn"], { exit: 129, error: /'--jsn'/, hint: /did you mean '--json'/ });
    await fails(["status", "main"], { exit: 129, error: /'main'/, hint: /git cvx status -h/ });
    await fails(["down"], { exit: 129, error: /which migration/, hint: /git cvx list/ });
    await fails(["hooks", "instal"], { exit: 129, error: /'instal'/, hint: /git cvx hooks -h/ });
    const bare = await world.cvx();
    assert.equal(bare.code, 129);
    assert.match(bare.stderr, /^usage: git cvx /);
  });

  it("a commit that is none", async () => {
    for (const args of [
      ["list", "nope"],
      ["diff", "nope"],
      ["plan", "nope..main"],
      ["plan", "a..b"],
    ])
      await fails(args, { exit: 128, error: /there is no commit '(nope|a)'/, hint: /git branch/ });
  });

  it("a broken line in the settings is named with file and number", async () => {
    const broken = (line) => ({ exit: 128, error: new RegExp(`'\\.cvx\\.ini' line ${line}: `) });
    for (const [text, line] of [
      ["[policy\nedited = warn\n", 1],
      ["# all is well\n[policy]\nedited\n", 3],
      ["[policy]\nedited = maybe\n", 2],
    ]) {
      world.write(".cvx.ini", text);
      await fails(["list"], broken(line));
    }
    world.write(".cvx.ini", "[push]\ncommand = rm -rf /\n");
    const ignored = await world.mustCvx("list");
    assert.match(
      ignored.stderr,
      /^warning: '\.cvx\.ini' line 2: 'command' of \[push\] is ignored: .*\n$/,
    );
    world.remove(".cvx.ini");
  });

  it("indented lines and lines of any length in the settings are read", async () => {
    const long = "x".repeat(4000);
    world.write(
      ".cvx.ini",
      `[app]\n\tpath = ${long}\n\tpath = . # ${long}\n\t# ${long}\n[policy]\n\tedited = maybe\n`,
    );
    await fails(["list"], { exit: 128, error: /'\.cvx\.ini' line 6: 'policy\.edited' is 'maybe'/ });
    world.write(".cvx.ini", `[app]\n\tpath = ${long}\n`);
    await fails(["list"], { exit: 128, error: /x{100}/ });
    world.write(
      ".cvx.ini",
      `[app]\n\tpath = ${long}\n\tpath = . # ${long}\n\tfunctions = convex\n`,
    );
    assert.equal((await world.mustCvx("list")).stderr, "");
    world.remove(".cvx.ini");
  });

  it("a migration file with a name or a text that cannot be one is named", async () => {
    const migrations = "convex/migrations";
    const text = world.read(`${migrations}/${IDS.role}.ts`);
    world.write(`${migrations}/20251201-dash.ts`, text);
    await fails(["list"], {
      exit: 128,
      error: /'convex\/migrations\/20251201-dash\.ts'.* dash/,
      hint: /rename it/,
    });
    world.remove(`${migrations}/20251201-dash.ts`);
    world.write(`${migrations}/20251201_empty.ts`, "export const description = 'nothing';\n");
    await fails(["list"], {
      exit: 128,
      error: /'convex\/migrations\/20251201_empty\.ts' exports no 'up'/,
      hint: /./,
    });
    world.remove(`${migrations}/20251201_empty.ts`);
  });

  it("a server that talks no JSON, or is no deployment", async (t) => {
    for (const body of ['{"status":"succ', "<html>It works!</html>", ""]) {
      world.link({ url: await startServer(t, body), adminKey: "some|key" });
      await fails(["status"], {
        exit: 128,
        error: /^error: .*(can't be read|no Convex deployment|doesn't answer)/,
      });
      await world.mustCvx("hooks", "install");
      const checkout = await world.checkout("feature/split-name");
      assert.ok(ownLines(checkout).length <= 2, checkout.stderr);
      assert.match(checkout.stderr, /git cvx: error: /);
      await world.run("git", ["checkout", "-q", "main"], { env: { CVX_SKIP: "1" } });
    }
  });

  it("never says the key", async (t) => {
    const secret = "local|0123456789abcdef0123456789abcdef";
    world.link({ url: await startServer(t, `"the key ${secret} is wrong"`), adminKey: secret });
    const { stdout, stderr } = await world.cvx("-v", "status");
    assert.ok(!(stdout + stderr).includes("0123456789abcdef"), stderr);
  });
});

describe("with a deployment", () => {
  it(
    "a wrong key points to where it is set",
    inWorld(async (world) => {
      world.link({ adminKey: "sandbox|0123456789" });
      for (const command of ["status", "migrate", "adopt", "plan"]) {
        const answer = await world.cvx(command);
        assertOneLineError(answer, { exit: 128, error: /refuses the key/, hint: /'\.env\.local'/ });
        assert.doesNotMatch(answer.stderr, /0123456789/);
      }
    }),
  );

  it(
    "an id that nobody has is named",
    inBegunWorld(async (world) => {
      for (const args of [["down"], ["up"], ["migrate", "--to"]]) {
        const answer = await world.cvx(...args, "20250101_nope");
        assertOneLineError(answer, {
          exit: 128,
          error: /there is no migration '20250101_nope'/,
          hint: /git cvx list/,
        });
      }
      const notApplied = await world.cvx("down", IDS.splitName);
      assertOneLineError(notApplied, {
        exit: 128,
        error: new RegExp(`'${IDS.splitName}'`),
        hint: /./,
      });
    }),
  );

  it(
    "an answer that breaks off, or is an error, is told with the request",
    onlyOnSandbox("sets faults"),
    inBegunWorld(async (world) => {
      const route = "POST /api/function";
      const path = "ledger:read";
      await world.controls.addFault({
        route,
        path,
        nth: "every",
        action: { type: "truncate", bytes: 10 },
      });
      const cut = await world.cvx("status");
      assertOneLineError(cut, {
        exit: 128,
        error: /broke off its answer to 'ledger:read'/,
        hint: /./,
      });
      await world.controls.clearFaults();
      const failure = {
        type: "fail",
        status: 500,
        code: "InternalServerError",
        message: "Your request couldn't be completed",
      };
      await world.controls.addFault({ route, path, nth: "every", action: failure });
      const failed = await world.cvx("status");
      assertOneLineError(failed, {
        exit: 128,
        error: /'ledger:read' \(HTTP 500\): Your request couldn't/,
      });
      await world.controls.clearFaults();
      await world.controls.addFault({ route, path, nth: 1, action: failure });
      await world.mustCvx("status"); // once is not worth telling: reading is repeated
    }),
  );
});
