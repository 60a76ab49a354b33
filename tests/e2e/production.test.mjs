// What counts as production, for whatever reason, is touched by no hook and no command.
// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { appendFileSync } from "node:fs";
import { networkInterfaces } from "node:os";
import { after, before, describe, it } from "node:test";
import { startAnsweringProxy } from "./lib/answering-proxy.mjs";
import { assertLeavesAlone, assertOneLineError, ownLines } from "./lib/expect.mjs";
import { IDS, World, onlyOnSandbox } from "./lib/world.mjs";

const KIND = "/api/v1/deployment_info";
const ENVIRONMENT = "the environment";
const LOCAL = "'.env.local'";
const OWN = `'[env "live"]' of '.git/cvx/config.ini'`;
const BY_LINK = /links it as production \('prod:', 'custom:', or a key without a type\)/;
const BY_ENVIRONMENT = /'\.cvx\.ini' calls the environment 'live' so/;
const BY_SETTINGS = /'\.git\/cvx\/config\.ini' calls it so/;
const TAKE_OUT = /take it out of .* npx convex dev/;
const LOGGED_IN = { CONVEX_OVERRIDE_ACCESS_TOKEN: "a-token" };

/** An address of this machine by which it could be another one. */
const ADDRESS = Object.values(networkInterfaces())
  .flat()
  .find(({ family, internal }) => family === "IPv4" && !internal)?.address;
const elsewhere = () => (ADDRESS ? {} : { skip: "this machine has no address but its own" });

/** Beside a good pair in .env.local, which must not be taken instead. */
const KEYS = [
  ["prod:brave-lion-12|k3y", "a deploy key of production"],
  ["custom:brave-lion-12|k3y", "one of a custom deployment"],
  ["brave-lion-12|k3y", "one from when there was only production"],
];

const CASES = [
  ...KEYS.map(([key, name]) => ({
    name: `${name} in the environment`,
    env: { CONVEX_DEPLOY_KEY: key },
    source: ENVIRONMENT,
  })),
  ...KEYS.map(([key, name]) => ({
    name: `${name} in the environment, by its other name`,
    env: { CONVEX_DEPLOYMENT_TOKEN: key },
    source: ENVIRONMENT,
  })),
  ...KEYS.map(([key, name]) => ({
    name: `${name} in .env.local`,
    local: `CONVEX_DEPLOY_KEY='${key}'\n`,
    source: LOCAL,
  })),
  ...KEYS.map(([key, name]) => ({
    name: `${name} in .env`,
    files: { ".env": `CONVEX_DEPLOY_KEY='${key}'\n` },
    source: "'.env'",
  })),
  ...KEYS.map(([key, name]) => ({
    name: `${name} in a private environment's variable`,
    env: { LIVE_KEY: key },
    own: "key-variable = LIVE_KEY\nbranch = *\n",
    source: OWN,
  })),
  ...KEYS.map(([key, name]) => ({
    name: `${name} in a private environment's file`,
    files: { ".env.live": `CONVEX_DEPLOY_KEY='${key}'\n` },
    own: "env-file = .env.live\nbranch = *\n",
    source: "'.env.live'",
  })),
  {
    name: "CONVEX_DEPLOYMENT in the environment",
    env: { ...LOGGED_IN, CONVEX_DEPLOYMENT: "prod:brave-lion-12" },
    only: "",
    source: ENVIRONMENT,
  },
  {
    name: "CONVEX_DEPLOYMENT in .env.local",
    env: LOGGED_IN,
    only: "CONVEX_DEPLOYMENT=prod:brave-lion-12 # team: acme, project: shop\n",
    source: LOCAL,
  },
  {
    name: "the name of a private environment",
    env: LOGGED_IN,
    own: "deployment = prod:brave-lion-12\nbranch = *\n",
    source: OWN,
  },
  {
    name: "the admin key of a pair",
    only: "CONVEX_SELF_HOSTED_URL=http://127.0.0.1:9\nCONVEX_SELF_HOSTED_ADMIN_KEY='prod:x|k3y'\n",
    source: LOCAL,
  },
  {
    name: "the committed settings, for the branch",
    committed: "kind = prod\nbranch = *\n",
    source: LOCAL,
    why: BY_ENVIRONMENT,
    instead: /git cvx --env <name>/,
  },
  {
    name: "the committed settings, for CVX_ENV, whatever the private ones say",
    committed: "kind = prod\n",
    own: "kind = dev\n",
    env: { CVX_ENV: "live" },
    source: LOCAL,
    why: BY_ENVIRONMENT,
    instead: /git cvx --env <name>/,
  },
  {
    name: "the private settings",
    own: "kind = prod\nbranch = *\n",
    source: LOCAL,
    why: BY_SETTINGS,
    instead: /change its kind in '.*cvx\/config\.ini'/,
  },
  ...[
    ["prod", /its server says so/],
    ["custom", /its server calls it 'custom'/],
    ["a word of tomorrow", /its server calls it 'a word of tomorrow'/],
  ].map(([type, why]) => ({
    name: `its server: ${type}`,
    answers: { [KIND]: { kind: "cloud", deploymentType: type } },
    own: "kind = dev\nbranch = *\n",
    source: LOCAL,
    why,
    instead: /npx convex dev/,
  })),
  {
    name: "its server, of a kind of tomorrow",
    answers: { [KIND]: { kind: "elsewhere", deploymentType: "dev" } },
    source: LOCAL,
    why: /its server calls it 'elsewhere'/,
    instead: /npx convex dev/,
  },
];

const COMMANDS = [
  ["migrate", "--yes"],
  ["migrate", "--yes", "--wait"],
  ["migrate", "--yes", "feature/split-name"],
  ["up"],
  ["down", "--yes", IDS.role],
  ["redo", "--yes", IDS.role],
  ["mark", "--undone", IDS.role],
  ["adopt"],
  ["continue"],
  ["skip"],
  ["cancel"],
];

const HOOKS = [
  ["checkout", "-q", "feature/split-name"],
  ["merge", "-q", "--no-edit", "feature/split-name"],
  ["pull", "-q", "--no-rebase", "--no-edit", ".", "feature/split-name"],
];

describe("production is left alone, where it is so by", onlyOnSandbox("replaces its answers"), () => {
  let world = null;
  let proxy = null;
  let settings = "";
  const answers = {};

  before(async () => {
    world = await World.open({ begun: true });
    proxy = await startAnsweringProxy({ target: world.deployment.url, answers });
    settings = world.read(".git/cvx/config.ini");
    world.write(".git/info/exclude", ".env*\n");
    // Whoever were asked for a key's URL would be heard.
    world.env.CONVEX_PROVISION_HOST = proxy.url;
  });
  after(async () => {
    await proxy.close();
    assert.deepEqual(await world.close(), []);
  });

  const asleep = (...args) => world.run("git", args, { env: { CVX_SKIP: "1" } });

  /** Back to main, linked through the proxy as `one` says. */
  async function begin(one) {
    await asleep("checkout", "-q", "-f", "-B", "work", "main");
    for (const name of [".cvx.ini", ".env", ".env.live"]) world.remove(name);
    for (const [name, text] of Object.entries(one.files ?? {})) world.write(name, text);
    world.link({ url: proxy.url });
    if (one.only !== undefined) world.write(".env.local", one.only);
    if (one.local) appendFileSync(world.path(".env.local"), one.local);
    if (one.committed) appendFileSync(world.path(".cvx.ini"), `\n[env "live"]\n${one.committed}`);
    world.write(".git/cvx/config.ini", settings + (one.own ? `[env "live"]\n${one.own}` : ""));
    for (const path of Object.keys(answers)) delete answers[path];
    Object.assign(answers, one.answers);
    proxy.requests.length = 0;
  }

  /** Nobody was asked anything; where the server's word decides, it was only read. */
  function assertAsked(one) {
    const reads = /^(GET |POST \/api\/query$)/;
    const wrote = proxy.requests.filter((line) => !reads.test(line));
    assert.deepEqual(one.answers ? wrote : proxy.requests, []);
  }

  /** Says why, from where and what instead. */
  function assertSaid(text, one) {
    assert.match(text, one.why ?? BY_LINK);
    assert.match(text, one.instead ?? TAKE_OUT);
    assert.ok(text.includes(`the deployment of ${one.source}`), text);
  }

  for (const one of CASES)
    it(one.name, async () => {
      for (const args of HOOKS) {
        await begin(one);
        const answer = await assertLeavesAlone(world, () =>
          world.run("git", args, { env: one.env ?? {} }),
        );
        assert.equal(answer.code, 0, `git ${args.join(" ")}: ${answer.stderr}`);
        assert.equal(ownLines(answer).length, 1, `git ${args.join(" ")}: ${answer.stderr}`);
        assertSaid(ownLines(answer)[0], one);
        assertAsked(one);
      }
      await begin(one);
      await assertLeavesAlone(world, async () => {
        for (const args of COMMANDS) {
          const answer = await world.run("git", ["cvx", ...args], { env: one.env ?? {} });
          assertOneLineError(answer, { exit: 4, error: new RegExp(`'${args[0]}( --\\w+)?' doesn't touch`) });
          assertSaid(answer.stderr, one);
        }
      });
      assertAsked(one);
    });

  it("... and status says so, where it can be looked at", async () => {
    const one = CASES.find(({ name }) => name === "its server: prod");
    await begin(one);
    const { code, stdout } = await world.cvx("status");
    assert.equal(code, 0, stdout);
    assert.match(stdout, /counts as production, as its server says so: nothing but looking/);
    await begin({ committed: "kind = prod\nbranch = *\n" });
    assert.match((await world.mustCvx("status")).stdout, /environment 'live' for the branch 'work'/);
  });

  it("its place, until the private settings vouch for it", elsewhere(), async () => {
    const options = { target: world.deployment.url, answers: {}, host: ADDRESS };
    const other = await startAnsweringProxy(options);
    const box = (kind) => `${settings}[env "box"]\n${kind}url = ${other.url}\n`;
    try {
      await begin({});
      world.link({ url: other.url });
      const openly = await assertLeavesAlone(world, () => world.cvx("migrate", "--yes"));
      assertOneLineError(openly, { exit: 128, error: /'http:\/\/' is only for this machine/ });
      assert.deepEqual(other.requests, []);

      world.write(".git/cvx/config.ini", box(""));
      const named = await assertLeavesAlone(world, () => world.git(...HOOKS[0]));
      assert.match(ownLines(named)[0], /self-hosted on another machine, and '\.git\/cvx\/config\.ini'/);
      assert.ok(ownLines(named)[0].includes(`[env "dev"] kind = dev, url = ${other.url}`));

      world.write(".git/cvx/config.ini", box("kind = dev\n"));
      const { stderr } = await world.git(...HOOKS[0]);
      assert.match(stderr, /the deployment is in line with feature\/split-name/);
      await world.git("checkout", "-q", "main");
    } finally {
      await other.close();
    }
  });

  it("... while the same deployment without any of this moves", async () => {
    await begin({});
    const { stderr } = await world.git("checkout", "-q", "feature/split-name");
    assert.match(stderr, /the deployment is in line with feature\/split-name/);
  });
});
