// A key is told to the deployment and to nobody else: every command, and everything that can go
// wrong, with all that git-cvx can tell.
// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { createServer as createSecureServer } from "node:https";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { waitFor } from "../lib/deployment.mjs";
import { logIn, moveToCloud } from "./lib/control-plane.mjs";
import { Gate } from "./lib/gate.mjs";
import { Leaks, repeated, spellings } from "./lib/leaks.mjs";
import { running } from "./lib/programs.mjs";
import { listen } from "./lib/server.mjs";
import { startCvx } from "./lib/trials.mjs";
import { IDS, World, inWorld, onlyOnSandbox } from "./lib/world.mjs";

/** Every character that some encoding writes in another way. */
const SECRET = "pL4n+t3d/K3y=:0f|th3+w0rLd/==";
const KEY = `planted-key-1|${SECRET}`;
const FEATURE = "feature/split-name";
const PUSH = "/api/deploy2/start_push";
const ONLY = onlyOnSandbox("plants a key");

/** How each command is called; the ones that a version doesn't have are passed over. */
const COMMANDS = {
  init: [["init"]],
  new: [["new", "planted"]],
  status: [["status"], ["status", "--json"]],
  list: [["list"], ["list", "--json"]],
  diff: [["diff", "main", FEATURE]],
  plan: [["plan"], ["plan", "--json"], ["plan", `main..${FEATURE}`]],
  migrate: [["migrate", "--yes"], ["migrate", "--yes", "--strict"]],
  up: [["up"]],
  down: [["down", IDS.splitName, "--yes"]],
  redo: [["redo", IDS.splitName, "--yes"]],
  continue: [["continue"]],
  abort: [["abort"]],
  skip: [["skip"]],
  cancel: [["cancel"]],
  wait: [["wait"]],
  mark: [["mark", "--applied", IDS.splitName]],
  adopt: [["adopt"]],
  hooks: [["hooks"], ["hooks", "install"]],
  doctor: [["doctor"], ["doctor", "--json"]],
  log: [["log"], ["log", "-v"], ["log", "--json"]],
  matrix: [["matrix"], ["matrix", "--json"]],
  logout: [["logout"]],
  help: [["help"]],
  version: [["version"]],
};

async function commandsOf(world) {
  const { stdout } = await world.mustCvx("help");
  const names = [...stdout.matchAll(/^ {3}([a-z]+) /gm)].map(([, name]) => name);
  assert.ok(names.length >= 19, stdout);
  return names;
}

async function tellAll(world, leaks) {
  for (const name of await commandsOf(world)) {
    assert.ok(COMMANDS[name], `a command that nobody looks at: '${name}'`);
    for (const args of COMMANDS[name]) await leaks.tell(...args);
    for (const file of (await world.gitText("ls-files", "-o", "convex/migrations")).split("\n"))
      if (file) world.remove(file); // of 'new'
  }
}

// ---- servers that repeat what they were sent

const SAYS_OK = {
  "/version": "1.45.0",
  "/instance_name": "planted-key-1",
  "/api/check_admin_key": '{"success":true}',
  "/api/v1/deployment_info": '{"kind":"selfHosted"}',
};

const gives = (status, text) => ({ status, body: JSON.stringify({ code: "Oops", message: text }) });
const unless = (paths, other) => (path, text) =>
  paths.includes(path) ? { status: 200, body: SAYS_OK[path] } : other(text);

const BEFORE_KEY = ["/version", "/instance_name"];
const FAILURES = {
  "a 401 that repeats the key": unless(BEFORE_KEY, (text) => gives(401, text)),
  "a 403 that repeats the key": unless(BEFORE_KEY, (text) => gives(403, text)),
  "a 500 that repeats the request, as JSON or not": unless(Object.keys(SAYS_OK), (text) =>
    text.includes("/api/query") ? gives(500, text) : { status: 500, body: text },
  ),
  "an error of a function that repeats the request": unless(Object.keys(SAYS_OK), (text) => ({
    status: 200,
    body: JSON.stringify({ status: "error", errorMessage: text, logLines: [text] }),
  })),
  "a name that is the key": (path, text) => ({
    status: 200,
    body: path === "/instance_name" ? text : (SAYS_OK[path] ?? "{}"),
  }),
};

/** Answers by `failure`, with everything in the text that was sent, and the key in every spelling. */
async function startParrot(t, failure) {
  const server = createServer(async (request, response) => {
    let sent = `${request.method} ${request.url} ${JSON.stringify(request.headers)}`;
    for await (const chunk of request) sent += chunk;
    // Later than where any text of ours is cut, too.
    const text = `${repeated(SECRET)} ${repeated(KEY)} ${"x".repeat(150)}${sent}`;
    const { status, body } = failure(request.url, text);
    response.writeHead(status, { "content-type": "application/json", "x-request-id": KEY });
    response.end(body);
  });
  return listen(t, server);
}

describe("a planted key", ONLY, () => {
  let world = null;
  before(async () => {
    world = await World.open({ begun: true, deployment: false });
  });
  after(async () => assert.deepEqual(await world.close(), []));

  it("is spelled in ways that don't agree", () => {
    assert.ok(spellings(SECRET).length >= 9, spellings(SECRET).join(" "));
  });

  let leaks = null;
  const watched = (work) => async (t) => {
    leaks ??= new Leaks(world, SECRET);
    await work(t);
    await leaks.end();
  };

  for (const [name, failure] of Object.entries(FAILURES))
    it(
      `meets ${name}`,
      watched(async (t) => {
        world.link({ url: await startParrot(t, failure), adminKey: KEY });
        await tellAll(world, leaks);
        const there = await leaks.git("checkout", FEATURE);
        assert.equal(there.code, 0);
        assert.equal((await leaks.git("checkout", "main")).code, 0);
        assert.match((await leaks.tell("status")).stderr, /error: /);
      }),
    );

  it(
    "meets a control plane that repeats it",
    watched(async (t) => {
      const before = { ...world.env };
      t.after(() => (world.env = before));
      for (const status of [200, 401, 403, 404, 500]) {
        const url = await startParrot(t, (_path, text) => gives(status, text));
        world.env = { ...before, CONVEX_PROVISION_HOST: url };
        const commands = [["status"], ["plan"], ["migrate", "--yes"], ...(COMMANDS.doctor)];
        for (const type of ["dev:", "preview:team:", "project:", "prod:", ""]) {
          world.write(".env.local", `CONVEX_DEPLOY_KEY='${type}planted-key-1|${SECRET}'\n`);
          for (const args of commands) await leaks.tell(...args);
        }
        world.env.CONVEX_OVERRIDE_ACCESS_TOKEN = SECRET;
        world.write(".env.local", "CONVEX_DEPLOYMENT=dev:planted-key-1\n");
        for (const args of commands) await leaks.tell(...args);
      }
    }),
  );

  it(
    "meets nobody",
    watched(async () => {
      world.link({ url: "http://127.0.0.1:9", adminKey: KEY });
      await tellAll(world, leaks);
    }),
  );

  it(
    "is not sent to where a redirect leads",
    watched(async (t) => {
      let reached = 0;
      const target = await listen(
        t,
        createServer((_request, response) => {
          reached++;
          response.end("1.45.0");
        }),
      );
      const redirect = createServer((request, response) => {
        const status = BEFORE_KEY.includes(request.url) ? 200 : 307;
        const location = `${target}${request.url}?${encodeURIComponent(KEY)}`;
        response.writeHead(status, status === 307 ? { location } : {});
        response.end(SAYS_OK[request.url] ?? repeated(KEY));
      });
      world.link({ url: await listen(t, redirect), adminKey: KEY });
      await tellAll(world, leaks);
      assert.equal(reached, 0);
    }),
  );

  it(
    "is not sent where the certificate isn't good, whatever the environment says",
    watched(async (t) => {
      const pem = join(world.root, "certificate.pem");
      const subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"];
      const args = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", ...subject];
      const made = spawnSync("openssl", [...args, "-keyout", pem, "-out", `${pem}.crt`]);
      if (made.error) return t.skip("needs openssl, to make a certificate");
      assert.equal(made.status, 0, String(made.stderr));
      let requests = 0;
      const options = { key: readFileSync(pem), cert: readFileSync(`${pem}.crt`) };
      const server = createSecureServer(options, (_request, response) => {
        requests++;
        response.end("1.45.0");
      });
      const url = (await listen(t, server)).replace("http://127.0.0.1", "https://localhost");
      const before = { ...world.env };
      t.after(() => (world.env = before));
      Object.assign(world.env, { NODE_TLS_REJECT_UNAUTHORIZED: "0", npm_config_strict_ssl: "false" });
      writeFileSync(join(world.home, ".curlrc"), "insecure\n");
      world.link({ url, adminKey: KEY });
      const { code, stderr } = await leaks.tell("status");
      assert.equal(code, 128);
      assert.match(stderr, /certificate/i);
      await tellAll(world, leaks);
      assert.equal(requests, 0);
    }),
  );

  it(
    "is in the environment, or in a place that is read by mistake",
    watched(async () => {
      for (const name of ["CONVEX_DEPLOY_KEY", "CONVEX_DEPLOYMENT", "CONVEX_SELF_HOSTED_URL"])
        for (const value of [KEY, `prod:planted-key-1|${SECRET}`, `dev:planted-key-1|${SECRET}`]) {
          world.write(".env.local", `${name}='${value}'\n`);
          for (const command of ["status", "plan", "migrate"]) await leaks.tell(command);
        }
    }),
  );
});

it(
  "a planted key stays where it is while data is moved",
  ONLY,
  inWorld(
    async (world) => {
      const leaks = new Leaks(world, SECRET);
      leaks.start();
      await tellAll(world, leaks);
      await leaks.git("checkout", FEATURE);
      assert.equal((await world.statuses())[IDS.splitName], "completed");
      await leaks.git("checkout", "main");
      assert.equal((await world.statuses())[IDS.splitName], "rolled_back");
      assert.ok(leaks.nodesThatRan("deploy") >= 3, "pushes were looked at");
      await leaks.end();
    },
    { begun: true, adminKey: KEY },
  ),
);

it(
  "a planted login and the key that it gets stay where they are kept",
  ONLY,
  inWorld(
    async (world, t) => {
      const plane = await moveToCloud(world, SECRET);
      t.after(() => plane.close());
      const kept = join(".cache", "git-cvx", "credentials");
      const planted = [logIn(world, SECRET), kept].map((name) => join("..", "home", name));
      const leaks = new Leaks(world, SECRET, { planted });
      leaks.start();
      await leaks.git("checkout", FEATURE);
      assert.equal((await world.statuses())[IDS.splitName], "completed");
      assert.equal(readdirSync(join(world.home, kept)).length, 1);
      await tellAll(world, leaks);
      await leaks.tell("logout");
      await leaks.tell("status");
      assert.ok(plane.requests.length >= 2, "it was asked for again after 'logout'");
      await leaks.end();
    },
    { begun: true, adminKey: KEY },
  ),
);

/** The convex CLI that this world runs. */
const pushing = (world) => running(world.root).filter(({ command }) => / deploy /.test(command));

it(
  "a planted key stays where it is when a push is refused, killed, or dies with git-cvx",
  ONLY,
  inWorld(
    async (world, t) => {
      const leaks = new Leaks(world, SECRET);
      const gate = await Gate.open(world.deployment.url);
      t.after(() => gate.close());
      world.link({ url: gate.url, adminKey: KEY });
      leaks.start();

      const message = `no: ${repeated(KEY)} ${KEY}`;
      const action = { type: "fail", status: 400, code: "InvalidModules", message };
      await world.controls.addFault({ route: `POST ${PUSH}`, nth: "every", action });
      await world.git("checkout", "-q", "-b", "refused", FEATURE);
      const refused = await leaks.tell("migrate", "--yes");
      assert.notEqual(refused.code, 0);
      assert.match(refused.stderr, /\(hidden\)/, "the server's words are told");
      await leaks.tell("status");
      await leaks.tell("abort");
      await world.controls.clearFaults();

      // The child, of a run that has outlived its hook.
      world.set("hook", "timeout", 1);
      const held = gate.hold({ by: "cli", label: PUSH, when: "before" });
      await leaks.git("checkout", "main");
      const checkout = leaks.git("checkout", FEATURE);
      await held;
      leaks.sweep();
      assert.notEqual(pushing(world).length, 0);
      await checkout;
      await leaks.tell("status");
      for (const { pid } of pushing(world)) process.kill(pid, "SIGKILL");
      gate.letGo();
      await leaks.tell("wait");
      await leaks.tell("abort");

      // git-cvx itself.
      for (const signal of ["SIGKILL", "SIGABRT", "SIGSEGV"]) {
        const again = gate.hold({ by: "cli", label: PUSH, when: "before" });
        const { child, ended, said } = startCvx(world, "-v", "migrate", "--yes");
        await again;
        child.kill(signal);
        await ended;
        leaks.look(said(), `git-cvx, ended by ${signal}`);
        gate.letGo();
        await waitFor("the push to end", () => pushing(world).length === 0);
        await leaks.tell("status");
      }
      await leaks.tell("continue");
      assert.equal((await world.statuses())[IDS.splitName], "completed");
      await leaks.end();
    },
    { begun: true, adminKey: KEY },
  ),
);

it(
  "a planted key that isn't ignored gets into no tree of git's, nor into the scratch tree",
  ONLY,
  inWorld(
    async (world) => {
      const leaks = new Leaks(world, SECRET);
      world.write(".gitignore", "/node_modules\n_generated/\n");
      leaks.start();
      await leaks.git("checkout", FEATURE);
      assert.equal((await world.statuses())[IDS.splitName], "completed");
      for (const command of ["status", "plan", "list"]) await leaks.tell(command);
      await leaks.end();
    },
    { begun: true, adminKey: KEY },
  ),
);
