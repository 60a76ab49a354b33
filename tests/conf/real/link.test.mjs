// The official CLI, link_find() and git-cvx are given the same variables and files: all must pick the
// same deployment, or all refuse. link_find() and the CLI ask for one in the cloud with the same words.
// SPDX-License-Identifier: MIT
//
// Needs git-cvx and tests/conf/link_tool (CVX_BUILD names the build folder, .build otherwise) and the
// packages of examples/chat (npm ci), whose CLI it is. Nothing leaves this machine.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { Scripted } from "./scripted.mjs";

const top = fileURLToPath(new URL("../../../", import.meta.url));
const build = resolve(top, process.env.CVX_BUILD ?? ".build");
const tool = join(build, "tests/conf/link_tool");
const packages = join(top, "examples/chat/node_modules");
const AT_ONCE = 4;
const NOBODY = { asked: [], called: [] };

const KEY = "CONVEX_DEPLOY_KEY";
const ALIAS = "CONVEX_DEPLOYMENT_TOKEN";
const NAME = "CONVEX_DEPLOYMENT";
const URL_ = "CONVEX_SELF_HOSTED_URL";
const ADMIN = "CONVEX_SELF_HOSTED_ADMIN_KEY";
const HERE = ".convex/local/default/config.json";
const HOME_LOCAL = "~/convex-backend-state/local-acme-shop/config.json";
const HOME_ANONYMOUS = "~/anonymous-convex-backend-state/anonymous-shop/config.json";
const LOGGED_IN = { "~/config.json": '{"accessToken":"user-token"}' };

const APP = {
  "package.json": '{"name":"app","dependencies":{"convex":"1.48.0"}}',
  "convex/convex.config.ts": `import { defineApp } from "convex/server";
import migrations from "@convex-dev/migrations/convex.config.js";
import cvx from "./cvx/convex.config";
const app = defineApp();
app.use(migrations);
app.use(cvx);
export default app;
`,
};

const state = (port, adminKey, deploymentName) =>
  JSON.stringify({ ports: { cloud: port, site: 1 }, backendVersion: "v", adminKey, deploymentName });

// `env` and `files` are functions of the scripted server `s`, as its ports are in them; "~/" is the CLI's
// own home. `way` is what link_tool says of it; else both refuse, the CLI with `cli`, ours with `ours`.
const cases = [
  { name: "a deploy key before a pair and a name", way: "key",
    env: (s) => ({ [KEY]: "dev:x|k", [NAME]: "dev:y", [URL_]: s.urls.other, [ADMIN]: "n|k" }) },
  { name: "a production key, logged in or not", way: "key", env: () => ({ [KEY]: "prod:x|k" }), files: () => LOGGED_IN },
  { name: "the alias of a file before a pair of the environment", way: "key",
    env: (s) => ({ [URL_]: s.urls.other, [ADMIN]: "n|k" }), files: () => ({ ".env": `${ALIAS}=prod:x|k\n` }) },
  { name: "a key of a custom deployment, asked for as the user", way: "key", env: () => ({ [KEY]: "custom:x|k" }),
    files: () => LOGGED_IN },
  { name: "a preview deployment's own key, by nobody", way: "key", env: () => ({ [KEY]: "preview:x|k" }) },
  { name: "a key without a type", way: "key", env: () => ({ [KEY]: "x|k" }) },
  { name: "a key to be ignored, and with it the alias", way: "self-hosted",
    env: (s) => ({ [KEY]: "<ignore_deploy_key>", [ALIAS]: "dev:y|k", [URL_]: s.urls.other, [ADMIN]: "n|k" }) },
  { name: "a missing key", env: () => ({ [KEY]: "<missing_deploy_key:ask Ann>" }), cli: /ask Ann/, ours: /^ask Ann$/ },
  { name: "a key without a bar", env: () => ({ [KEY]: "dev:x" }), cli: /set CONVEX_DEPLOY_KEY to a new key/,
    ours: /isn't a deploy key/ },
  { name: "a preview key", way: "preview-key", args: ["--preview-name", "topic"],
    env: () => ({ [KEY]: "preview:acme:shop|k" }) },
  { name: "a preview key of somebody who is logged in", way: "preview-key", args: ["--preview-name", "topic"],
    env: () => ({ [KEY]: "preview:acme:shop|k" }), files: () => LOGGED_IN },
  { name: "a project key", way: "project-key", env: () => ({ [KEY]: "project:acme:shop|k" }), files: () => LOGGED_IN },
  { name: "a pair of two files", way: "self-hosted",
    files: (s) => ({ ".env.local": `${URL_}=${s.urls.other}#x\n`, ".env": `${URL_}=http://x\nexport ${ADMIN}: "n|k" # c\r\n` }) },
  { name: "a pair and a name", env: (s) => ({ [URL_]: s.urls.other, [ADMIN]: "n|k", [NAME]: "dev:x" }),
    cli: /must not be set when/, ours: /contradict/ },
  { name: "half a pair and a name", env: (s) => ({ [URL_]: s.urls.other, [NAME]: "dev:x" }), files: () => LOGGED_IN,
    cli: /must not be set when/, ours: /contradict/ },
  { name: "half a pair", env: (s) => ({ [URL_]: s.urls.other, [ADMIN]: "" }), files: () => ({ ".env": `${ADMIN}=n|k\n` }),
    cli: /No CONVEX_DEPLOYMENT set/, ours: /CONVEX_SELF_HOSTED_ADMIN_KEY isn't/ },
  { name: "a name as the CLI writes it", way: "named", files: () => ({ ...LOGGED_IN,
    ".env.local": `# Deployment used by \`npx convex dev\`\n${NAME}=dev:bold-hyena-681 # team: acme, project: shop\n` }) },
  { name: "a bare name, and a token of a file", way: "named",
    files: () => ({ ...LOGGED_IN, ".env": `${NAME}=x\nCONVEX_OVERRIDE_ACCESS_TOKEN=other-token\n` }) },
  { name: "a name with two colons", way: "named", env: () => ({ [NAME]: "preview:dev:x" }), files: () => LOGGED_IN },
  { name: "local, in the project", way: "local", runs: "local-acme-shop", env: () => ({ [NAME]: "local:local-acme-shop" }),
    files: (s) => ({ ...LOGGED_IN, [HERE]: state(s.ports.local, "a|k", "local-acme-shop"), [HOME_LOCAL]: state(1, "b|k") }) },
  { name: "local, of another name in the project", way: "local", runs: "local-acme-shop",
    env: () => ({ [NAME]: "local:local-acme-shop" }),
    files: (s) => ({ ...LOGGED_IN, [HERE]: state(1, "a|k", "local-acme-blog"), [HOME_LOCAL]: state(s.ports.local, "b|k") }) },
  { name: "local, with a state that isn't JSON", way: "local", runs: "local-acme-shop",
    env: () => ({ [NAME]: "local:local-acme-shop" }),
    files: (s) => ({ ...LOGGED_IN, [HERE]: "{", [HOME_LOCAL]: state(s.ports.local, "b|k") }) },
  { name: "anonymous, in the project, of a state without a name", way: "local", runs: "anonymous-shop",
    env: () => ({ [NAME]: "anonymous:anonymous-shop" }), files: (s) => ({ [HERE]: state(s.ports.local, "a|k") }) },
  { name: "anonymous, in the home, called local", way: "local", runs: "anonymous-shop",
    env: () => ({ [NAME]: "local:anonymous-shop" }), files: (s) => ({ [HOME_ANONYMOUS]: state(s.ports.local, "b|k") }) },
  { name: "anonymous, without a state", env: () => ({ [NAME]: "anonymous:anonymous-shop" }),
    cli: /Could not find deployment with name anonymous-shop/, ours: /'anonymous-shop' has no state/ },
  { name: "anonymous, which a file forbids", env: () => ({ [NAME]: "anonymous:anonymous-shop" }),
    files: (s) => ({ [HERE]: state(s.ports.local, "a|k"), ".env": "CONVEX_ALLOW_ANONYMOUS=false\n" }),
    cli: /No CONVEX_DEPLOYMENT set/, ours: /CONVEX_ALLOW_ANONYMOUS forbids/ },
  { name: "a build at Netlify", env: () => ({ NETLIFY: "true" }), cli: /Netlify build environment detected/,
    ours: /this is a build at Netlify/ },
  { name: "nothing", env: () => ({}), files: (s) => ({ [HERE]: state(s.ports.local, "a|k", "anonymous-shop") }),
    cli: /No CONVEX_DEPLOYMENT set/, ours: /no deployment is linked/ },
  { name: "an env file, whatever else is set", way: "named", envFile: "staging",
    env: (s) => ({ [KEY]: "prod:y|k", [URL_]: s.urls.other }), files: () => ({ ...LOGGED_IN, staging: `${NAME}=prod:x\n` }) },
  { name: "an env file with half a pair", envFile: "staging", env: () => ({ [ADMIN]: "n|k" }),
    files: (s) => ({ staging: `${URL_}=${s.urls.other}\n` }), cli: /did not contain environment variables/,
    ours: /names no deployment/ },
  { name: "no env file", envFile: "staging", env: (s) => ({ [URL_]: s.urls.other, [ADMIN]: "n|k" }),
    cli: /env file does not exist/, ours: /does not exist/ },
];

function run(program, args, { cwd, env }) {
  return new Promise((done, reject) => {
    const child = spawn(program, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"], timeout: 60_000 });
    let text = "";
    child.stdout.on("data", (chunk) => (text += chunk));
    child.stderr.on("data", (chunk) => (text += chunk));
    child.once("error", reject);
    child.once("close", (code) => done({ code, text }));
  });
}

/** A folder with the app, its files, and a home folder. */
function lay(one, s) {
  const dir = mkdtempSync(join(tmpdir(), "cvx-link-"));
  const files = { ...APP, ...one.files?.(s) };
  for (const [name, text] of Object.entries(files)) {
    const path = join(dir, name.replace(/^~\//, `home/.convex-test-${s.port}/`));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  symlinkSync(packages, join(dir, "node_modules"), "dir");
  return dir;
}

function linkOf({ code, text }) {
  const link = Object.fromEntries(text.split("\n").filter(Boolean).map((line) => {
    const blank = line.indexOf(" ");
    return [line.slice(0, blank), line.slice(blank + 1)];
  }));
  assert.equal(code === 0, link.error === undefined, text);
  return link;
}

/** What the CLI must have asked and called if it found the same link. */
function expected(link, s) {
  const ask = (path, what) => [{ path: `deployment/${path}`, who: link.credential ?? null, what }];
  switch (link.way) {
    case "self-hosted":
    case "local":
      return { asked: [], called: [{ url: link.url, key: link.key }] };
    case "key":
      return { asked: ask("url_for_key", link.key), called: [{ url: s.urls.cloud, key: link.key }] };
    case "named":
      return { asked: ask("authorize_within_current_project", link.name),
        called: [{ url: s.urls.cloud, key: `dev:${link.name}|issued` }] };
    case "preview-key":
      return { asked: ask("authorize_preview", `${link.team}:${link.project}:${link.preview}`),
        called: [{ url: s.urls.cloud, key: `dev:preview-${link.preview}|issued` }] };
    case "project-key":
      return { asked: ask("provision_and_authorize", "dev"), called: [{ url: s.urls.cloud, key: "dev:own-dev|issued" }] };
    default:
      throw new Error(`no such way: ${link.way}`);
  }
}

function subject({ path, input }) {
  const project = input.projectSelection;
  if (path.endsWith("url_for_key")) return input.deployKey;
  if (path.endsWith("authorize_preview")) return `${project.teamSlug}:${project.projectSlug}:${input.previewName}`;
  return input.selectedDeploymentName ?? input.deploymentType;
}

/** What git-cvx says, in a repository made of the folder. */
async function status(one, dir, env) {
  const identity = ["-c", "user.name=A", "-c", "user.email=a@example.com"];
  const git = (...args) => run("git", args, { cwd: dir, env });
  for (const args of [["init", "-q", "-b", "topic"], ["add", "convex", "package.json"],
    [...identity, "commit", "-q", "-m", "app"]]) {
    const { code, text } = await git(...args);
    assert.equal(code, 0, text);
  }
  if (!one.envFile) return git("cvx", "status");
  mkdirSync(join(dir, ".git/cvx"));
  writeFileSync(join(dir, ".git/cvx/config.ini"), `[env "other"]\n\tenv-file = ${one.envFile}\n`);
  return git("cvx", "--env", "other", "status");
}

async function compare(one) {
  const s = await Scripted.start();
  s.instanceName = one.runs ?? "";
  const dir = lay(one, s);
  const env = { PATH: `${build}:${process.env.PATH}`, HOME: join(dir, "home"), NO_COLOR: "1",
    GIT_CONFIG_NOSYSTEM: "1", CONVEX_PROVISION_HOST: s.host,
    ...(process.env.LSAN_OPTIONS && { LSAN_OPTIONS: process.env.LSAN_OPTIONS }), ...one.env?.(s) };
  try {
    const more = [...(one.args ?? []), ...(one.envFile ? ["--env-file", one.envFile] : [])];
    // Before "--", Node would take --env-file for its own.
    const args = ["--", join(dir, "node_modules/convex/bin/main.js"), "run", "users:list", "{}", ...more];
    const cli = await run(process.execPath, args, { cwd: dir, env });
    const by = s.take();
    const link = linkOf(await run(tool, [dir, "topic"],
      { cwd: dir, env: { ...env, ...(one.envFile && { LINK_TOOL_ENV_FILE: one.envFile }) } }));
    const cvx = await status(one, dir, env);
    const byCvx = s.take();
    assert.ok(!byCvx.asked.some(({ path }) => /provision|claim/.test(path)), "nothing may be created");
    if (one.way) {
      assert.equal(link.way, one.way, link.error);
      assert.equal(cli.code, 0, cli.text);
      const asked = by.asked.map((a) => ({ path: a.path, who: a.who, what: subject(a) }));
      assert.deepEqual({ ...by, asked }, expected(link, s));
      assert.deepEqual(byCvx.called[0], by.called[0], cvx.text);
    } else {
      assert.notEqual(cli.code, 0, cli.text);
      assert.match(cli.text, one.cli);
      assert.match(link.error ?? `found: ${link.way}`, one.ours);
      assert.equal(cvx.code, 128, cvx.text);
      assert.match(cvx.text, new RegExp(one.ours.source.replace("^", "error: "), "m"));
      assert.deepEqual([by, byCvx], [NOBODY, NOBODY]);
    }
  } finally {
    s.close();
    rmSync(dir, { recursive: true, force: true });
  }
}

test("the CLI and git-cvx pick the same deployment", { concurrency: AT_ONCE, timeout: 300_000 }, async (t) => {
  await Promise.all(cases.map((one) => t.test(one.name, () => compare(one))));
});
