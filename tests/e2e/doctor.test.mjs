// `git cvx doctor`: each thing that can be wrong has a line of its own, with the next step; what can't
// be looked at because of it says so; and nothing at all is changed.
// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { once } from "node:events";
import { chmodSync, chownSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import { describe, it } from "node:test";
import { MODULES } from "./lib/chat.mjs";
import { ControlPlane } from "./lib/control-plane.mjs";
import { assertFinding, doctor } from "./lib/doctor.mjs";
import { BUILD } from "./lib/programs.mjs";
import { beginWithoutHooks, holdMigration, startCvx } from "./lib/trials.mjs";
import { waitFor } from "../lib/deployment.mjs";
import { IDS, inBegunWorld, inWorld, onlyOnSandbox } from "./lib/world.mjs";

const AFTER_LINK = ["credentials", "server", "access", "ledger", "migrating", "schema", "lease"];
const LEFT_HERE = ["journal", "detached run", "wanted"];
const skipped = (...checks) => checks.map((check) => `skip ${check}`);

const program = (file, text) => {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  chmodSync(file, 0o755);
};

describe("a clone in order", () => {
  it(
    "is told so, by reading requests only",
    onlyOnSandbox("looks at the requests"),
    inBegunWorld(async (world) => {
      await world.controls.forgetTrace();
      const answer = await doctor(world);
      assert.deepEqual(answer.troubles, []);
      assert.match(answer.text, /^git-cvx version \d[^]*\nnothing is wrong\n$/);
      assert.match(answer.of("link")[0].text, /^'http:.*self-hosted, from '\.env\.local'$/);
      assert.match(answer.of("ledger")[0].text, /^id [0-9a-f]{8}, revision \d+: 1 applied$/);
      const asked = new Set(
        (await world.controls.trace()).map(
          ({ method, path, route }) => path ?? `${method} ${route}`,
        ),
      );
      for (const request of asked)
        assert.match(request, /^_system\/|^GET |^ledger:(hello|read)$/, "a reading request");
    }),
  );

  it(
    "is told with ~ for the home folder",
    inBegunWorld(async (world) => {
      const answer = await doctor(world, { env: { HOME: world.root } });
      assert.match(answer.of("hooks")[0].text, /'~\/chat\/\.git\/hooks'|hook\.cvx/);
      assert.ok(!answer.text.includes(world.root), answer.text);
    }),
  );
});

describe("what is wrong in the clone", () => {
  it(
    "outside of a repository, and in one without an app",
    inWorld(
      async (world) => {
        const outside = await doctor(world, { cwd: world.home });
        assertFinding(outside, "repository", "fail", /not a git repository/, /go into/);
        assertFinding(outside, "server", "skip", /^not looked at: 'repository' comes first$/);
        await world.run("git", ["init", "-q", "empty"], { cwd: world.home });
        const empty = await doctor(world, { cwd: join(world.home, "empty") });
        assertFinding(empty, "app", "fail", /'package.json' is missing/, /app\.path/);
        assertFinding(empty, "component", "skip", /'app' comes first/);
        assertFinding(empty, "link", "fail", /no deployment is linked/, /\.env\.local/);
      },
      { deployment: false },
    ),
  );

  it(
    "an owner whom git doesn't trust",
    process.getuid() === 0 ? {} : { skip: "only root can give files away" },
    inWorld(
      async (world) => {
        for (const folder of [".", ".git"]) chownSync(world.path(folder), 1, 1);
        const answer = await doctor(world, { env: { HOME: world.root } });
        assertFinding(answer, "repository", "fail", /dubious ownership/, /safe\.directory ~\/chat/);
        assert.deepEqual(answer.troubles.slice(1, 3), skipped("settings", "hooks"));
      },
      { deployment: false },
    ),
  );

  it(
    "hooks: none, some that have vanished, a program that is gone",
    inWorld(
      async (world) => {
        assertFinding(await doctor(world), "hooks", "warn", /not installed/, /hooks install/);
        await world.mustCvx("hooks", "install");
        assert.equal((await doctor(world)).of("hooks")[0].state, "ok");
        const skip = await doctor(world, { env: { CVX_SKIP: "1" } });
        assertFinding(skip, "hooks", "warn", /do nothing: CVX_SKIP/, /unset CVX_SKIP/);
        world.set("hook", "mode", "off");
        assertFinding(await doctor(world), "hooks", "warn", /hook\.mode is 'off'/, /= auto/);
        world.remove(".git/hooks");
        await world.tryGit("config", "--local", "--remove-section", "hook.cvx");
        assertFinding(
          await doctor(world),
          "hooks",
          "fail",
          /gone: post-checkout, post-merge/,
          /hooks install/,
        );
      },
      { deployment: false },
    ),
  );

  it(
    "settings that can't be read, that don't belong there, that others can read",
    inWorld(
      async (world) => {
        world.write(".cvx.ini", "[push]\ncommand = rm\n");
        assertFinding(
          await doctor(world),
          "settings",
          "warn",
          /'command' of \[push\] is ignored/,
          /take it out/,
        );
        world.write(".cvx.ini", "[hook]\nmode = sometimes\n");
        const bad = await doctor(world);
        assertFinding(bad, "settings", "fail", /'sometimes', expected/, /git cvx help config/);
        assertFinding(bad, "hooks", "skip", /'settings' comes first/);
        world.remove(".cvx.ini");
        world.write(".git/cvx/config.ini", "[hook]\ngrace = 1\n");
        chmodSync(world.path(".git/cvx/config.ini"), 0o644);
        const open = await doctor(world, { env: { HOME: world.root } });
        assertFinding(
          open,
          "settings",
          "warn",
          /open to others \(mode 0644\)/,
          /^chmod 600 ~\/chat\/\.git\//,
        );
        world.remove(".git/cvx/config.ini");
        mkdirSync(world.path(".git/cvx/config.ini"));
        assertFinding(
          await doctor(world),
          "settings",
          "fail",
          /is a folder, where/,
          /move it out of/,
        );
      },
      { deployment: false },
    ),
  );

  it(
    "the component: missing, edited, newer, not mounted",
    inWorld(
      async (world) => {
        const file = "convex/cvx/ledger.ts",
          text = world.read(file);
        world.write(file, text + "// mine\n");
        assertFinding(
          await doctor(world),
          "component",
          "warn",
          /ledger\.ts': it was edited/,
          /git cvx init/,
        );
        world.write(file, text.replace("version 1", "version 9"));
        assertFinding(await doctor(world), "component", "warn", /newer git-cvx/, /update git-cvx/);
        world.remove(file);
        assertFinding(
          await doctor(world),
          "component",
          "fail",
          /ledger\.ts' is missing/,
          /git cvx init/,
        );
        world.write(file, text);
        const config = world.read("convex/convex.config.ts");
        world.write("convex/convex.config.ts", config.replace(/^.*cvx.*\n/gm, ""));
        assertFinding(await doctor(world), "component", "fail", /doesn't mount/, /git cvx init/);
        world.write("convex/convex.config.ts", config);
        world.remove("convex/cvx");
        assertFinding(
          await doctor(world),
          "component",
          "fail",
          /isn't in this app/,
          /git cvx init/,
        );
      },
      { deployment: false },
    ),
  );

  it(
    "packages: none, older ones, others than the lock file says; no Node",
    inWorld(
      async (world) => {
        const modules = world.path("node_modules");
        rmSync(modules);
        const none = await doctor(world);
        assertFinding(none, "convex", "fail", /'convex' isn't installed/, /npm install/);
        assertFinding(
          none,
          "migrations",
          "fail",
          /'@convex-dev\/migrations' isn't installed/,
          /npm install/,
        );
        world.write("node_modules/convex/package.json", '{"version": "1.30.0"}');
        world.write("node_modules/@convex-dev/migrations/package.json", '{"version": "0.3.5"}');
        program(join(modules, ".bin/convex"), "");
        const old = await doctor(world);
        assertFinding(old, "convex", "fail", /1\.30\.0 .*1\.35\.0 or newer/, /npm install convex/);
        assertFinding(old, "migrations", "fail", /0\.3\.5 .*0\.3\.6 or newer/, /npm install/);
        assertFinding(old, "lock file", "warn", /names convex 1\.48\.0, and 1\.30\.0/, /npm ci/);
        rmSync(modules, { recursive: true });
        symlinkSync(MODULES, modules, "dir");
        const named = await doctor(world, { env: { CVX_NODE: "/no\u001b[31m/where/node" } });
        assertFinding(named, "node", "fail", /where\/node/, /CVX_NODE|Node/);
      },
      { deployment: false },
    ),
  );

  it(
    "no git in PATH, and a git that hangs",
    inWorld(
      async (world) => {
        const run = (env) => world.run(join(BUILD, "git-cvx"), ["doctor"], { env });
        const without = await run({ PATH: world.home });
        assert.match(without.stdout, /^fail {2}git .*git/m);
        assert.match(without.stdout, /^ok {4}repository /m);
        assert.match(without.stdout, /^skip .*'git' comes first\n {21}hooks\b/m);
        assert.match(without.stdout, /^fail {2}node .*no Node in PATH$/m);
        program(join(world.root, "bin/git"), "#!/bin/sh\nexec sleep 60\n");
        const hanging = await run({ PATH: `${world.root}/bin:${world.env.PATH}` });
        assert.ok(hanging.ms < 10_000, `took ${hanging.ms} ms`);
        assert.equal(hanging.code, 1);
        assert.equal(hanging.stderr, "error: looking at 'git' takes too long\n");
      },
      { deployment: false },
    ),
  );
});

describe("what is wrong with the deployment", () => {
  it(
    "not linked, a wrong key, a URL where nobody is, or somebody who says nothing",
    inBegunWorld(async (world, t) => {
      const env = world.read(".env.local");
      world.remove(".env.local");
      const unlinked = await doctor(world);
      assertFinding(unlinked, "link", "fail", /no deployment is linked/, /\.env\.local/);
      assert.deepEqual(unlinked.troubles.slice(1), skipped(...AFTER_LINK, ...LEFT_HERE));

      world.link({ adminKey: "somebody|0123456789abcdef" });
      const wrong = await doctor(world);
      assertFinding(wrong, "server", "ok", /^answers in \d+ ms/);
      assertFinding(wrong, "access", "fail", /refuses the key/, /'\.env\.local'.*belong together/);
      assert.ok(!wrong.text.includes("0123456789abcdef"));
      assert.deepEqual(wrong.troubles.slice(1), skipped(...AFTER_LINK.slice(3)));

      world.link({ url: "http://127.0.0.1:9" });
      const down = await doctor(world);
      assertFinding(down, "server", "fail", /doesn't answer/, /start it \(npx convex dev/);
      assert.deepEqual(down.troubles.slice(1), skipped(...AFTER_LINK.slice(2)));

      const silent = createServer(() => undefined);
      silent.listen(0, "127.0.0.1");
      await once(silent, "listening");
      t.after(() => silent.close());
      world.link({ url: `http://127.0.0.1:${silent.address().port}` });
      assertFinding(await doctor(world), "server", "fail", /doesn't answer/, /start it/);
      world.write(".env.local", env);
      assert.deepEqual((await doctor(world)).troubles, []);
    }),
  );

  it(
    "on this machine: itself, and another process where it was",
    onlyOnSandbox("knows its name"),
    inBegunWorld(async (world) => {
      const link = (name) => {
        const ports = { cloud: Number(new URL(world.deployment.url).port) };
        const config = { deploymentName: name, ports, adminKey: world.deployment.adminKey };
        world.write(".convex/local/default/config.json", JSON.stringify(config));
        world.write(".env.local", `CONVEX_DEPLOYMENT=local:${name}\n`);
      };
      link("sandbox");
      const itself = await doctor(world);
      assertFinding(itself, "link", "ok", /^'sandbox' at 'http:.*', on this machine, from '\.env/);
      assertFinding(itself, "server", "ok", /name 'sandbox'/);
      link("local-shop");
      const another = await doctor(world);
      assertFinding(another, "server", "fail", /isn't .*'local-shop' but 'sandbox'/, /start it/);
      assert.deepEqual(another.troubles.slice(1), skipped(...AFTER_LINK.slice(2)));
      world.remove(".convex");
      const gone = await doctor(world);
      assertFinding(gone, "link", "fail", /'local-shop' has no state/, /npx convex dev/);
    }),
  );

  it(
    "in the cloud: nobody logged in, what is told is not kept, and what is kept stays",
    onlyOnSandbox("a control plane has to know it"),
    inBegunWorld(async (world, t) => {
      const plane = await ControlPlane.open();
      t.after(() => plane.close());
      const { url, adminKey } = world.deployment;
      plane.deployments.push({ name: "bold-hyena-681", type: "dev", url, adminKey });
      world.env.CONVEX_PROVISION_HOST = plane.url;
      world.write(".env.local", "CONVEX_DEPLOYMENT=dev:bold-hyena-681\n");
      const nobody = await doctor(world);
      assertFinding(nobody, "link", "fail", /logged in/, /npx convex login/);
      assert.deepEqual(plane.requests, []);

      const port = new URL(plane.url).port;
      const token = "eyJ0b2tlbiI6ImFkYSJ9.doctor";
      plane.credentials.add(token);
      world.write(
        `../home/.convex-test-${port}/config.json`,
        JSON.stringify({ accessToken: token }),
      );
      const told = await doctor(world);
      assert.deepEqual(told.troubles, []);
      assertFinding(told, "link", "ok", /'bold-hyena-681', by its name, from '\.env\.local'/);
      assert.ok(!told.text.includes(token));
      assert.equal(plane.requests.length, 2, "once for each form");

      await world.mustCvx("status");
      assertFinding(await doctor(world), "credentials", "ok", /kept until \d{4}-.* UTC$/);
      assert.equal(plane.requests.length, 3, "by status");

      await world.stopDeployment();
      const down = await doctor(world, { alive: false });
      assertFinding(down, "server", "fail", /doesn't answer/);
      await world.startDeployment();
    }),
  );

  it(
    "called production: said of the link, and looked at all the same",
    inBegunWorld(async (world) => {
      world.write(".cvx.ini", '[env "live"]\nkind = prod\nbranch = main\n');
      const answer = await doctor(world);
      const leftAlone = /environment 'live'.*counts as production.*leave it alone/;
      assertFinding(answer, "link", "warn", leftAlone, /link a development deployment/);
      assertFinding(answer, "access", "warn", /counts as production/, /link a development/);
      assert.equal(answer.of("ledger")[0].state, "ok");
    }),
  );

  it(
    "slow ones are given up in time",
    onlyOnSandbox("delays answers"),
    inBegunWorld(async (world) => {
      await world.controls.addFault({
        route: "POST /api/function",
        path: "ledger:hello",
        nth: "every",
        action: { type: "delay", ms: 20_000 },
      });
      const answer = await doctor(world);
      assertFinding(answer, "ledger", "fail", /^no answer within \d seconds$/, /try again/);
      assertFinding(answer, "schema", "skip", /'ledger' comes first/);
    }),
  );

  it(
    "paused",
    onlyOnSandbox("pauses the deployment"),
    inBegunWorld(async (world) => {
      await world.deployment.raw("POST", "/api/v1/pause_deployment", { body: {} });
      const answer = await doctor(world);
      assertFinding(answer, "access", "fail", /paused/, /unpause it/);
      assertFinding(answer, "ledger", "skip", /'access' comes first/);
    }),
  );

  it(
    "nothing pushed yet, no baseline, and a push without git-cvx",
    inWorld(async (world) => {
      assertFinding(await doctor(world), "ledger", "warn", /not on the deployment yet/, /migrate/);
      await world.plainPush();
      assertFinding(await doctor(world), "ledger", "warn", /no baseline/, /git cvx adopt/);
      await world.mustCvx("adopt");
      await world.checkout("-q", "before-init");
      await world.plainPush();
      assertFinding(await doctor(world), "ledger", "warn", /not mounted now/, /git cvx migrate/);
    }),
  );

  it(
    "a migration that failed, with the journal and the schema as the run left them",
    inWorld(async (world) => {
      await beginWithoutHooks(world);
      await world.checkout("-q", "feature/throws");
      assert.equal((await world.cvx("migrate")).code, 3);
      const answer = await doctor(world);
      assertFinding(
        answer,
        "migrating",
        "fail",
        new RegExp(`'${IDS.emailDomain}' failed: user 'grace'`),
        /git cvx continue/,
      );
      assertFinding(
        answer,
        "journal",
        "fail",
        /'git cvx migrate' was not finished/,
        /git cvx abort/,
      );
    }),
  );

  it(
    "a run in progress, then killed: the open bridge and whose it is, mark and journal",
    onlyOnSandbox("holds the scheduler"),
    inBegunWorld(async (world) => {
      await holdMigration(world, "feature/split-name", IDS.splitName);
      await world.git("cvx", "hooks", "uninstall");
      await world.checkout("-q", "feature/split-name");
      const running = startCvx(world, "migrate", "--yes");
      await waitFor("the migration to begin", async () => (await world.ledger())[IDS.splitName]);
      const answer = await doctorWhile(world);
      assertFinding(answer, "journal", "ok", /in progress: 'migrate', for \d+ s \(process \d+\)/);
      assertFinding(answer, "lease", "ok", /is at work \('migrate'\)/);
      assertFinding(
        answer,
        "schema",
        "ok",
        /validation is off for a move since .* UTC, by this clone/,
      );
      running.child.kill("SIGKILL");
      await running.ended;
      const killed = await doctorWhile(world);
      assertFinding(killed, "lease", "warn", /by a run of this clone that was killed/, /continue/);
      assertFinding(killed, "schema", "fail", /off for a move since .*, by this clone/, /continue/);
      assertFinding(killed, "migrating", "fail", /was started, and hasn't ended/, /continue/);
      assertFinding(
        killed,
        "journal",
        "fail",
        /'git cvx migrate' was not finished/,
        /git cvx continue/,
      );
      await world.controls.scheduler({ hold: false });
      await world.mustCvx("continue");
      assert.deepEqual((await doctor(world)).troubles, ["warn hooks"]);
    }),
  );

  it(
    "a mark that a checkout has left, as the deployment wasn't there",
    onlyOnSandbox("stops the deployment"),
    inBegunWorld(async (world) => {
      await world.stopDeployment();
      await world.checkout("feature/split-name");
      const answer = await doctor(world, { alive: false });
      assertFinding(answer, "wanted", "warn", /couldn't move the data/, /git cvx migrate --wait/);
      await world.startDeployment();
      await world.mustCvx("migrate");
      assert.deepEqual((await doctor(world)).troubles, []);
    }),
  );
});

/** Others change things meanwhile. */
const doctorWhile = (world) => doctor(world, { alone: false });
