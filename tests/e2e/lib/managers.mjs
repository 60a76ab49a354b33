// Package managers and hook managers at the versions of ../managers, and installs by them with
// what this machine reaches its registry of packages by.
// SPDX-License-Identifier: MIT
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, realpathSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { SOURCE } from "./programs.mjs";

const FOLDER = join(SOURCE, "tests/e2e/managers");
const MODULES = join(FOLDER, "node_modules");
const { devDependencies: VERSIONS } = JSON.parse(readFileSync(join(FOLDER, "package.json"), "utf8"));

/** Between runs the packages stay here, where `npm ci` clears them away. */
const cache = (name) => join(MODULES, ".cache", name);

const UNREACHABLE =
  /ENOTCACHED|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|E(SOCKET)?TIMEDOUT|EHOSTUNREACH|ENETUNREACH/;
/** Settings that a machine may need to reach its registry at all. */
const NETWORK = /^(npm_config_.*|(https?|no|all)_proxy|NODE_EXTRA_CA_CERTS|SSL_CERT_(FILE|DIR))$/i;

/** name: version, as package.json has it. */
export const pinned = (name) => ({ [name]: VERSIONS[name] });

const besideNode = join(dirname(realpathSync(process.execPath)), "npm");
const npm = existsSync(besideNode) ? besideNode : "npm";
let registry = null;

/** What lets a package manager find the registry that npm uses on this machine. */
function network() {
  const options = { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] };
  registry ??= execFileSync(npm, ["config", "get", "registry"], options).trim();
  const passed = Object.entries(process.env).filter(([name]) => NETWORK.test(name));
  return {
    ...Object.fromEntries(passed),
    npm_config_registry: registry,
    npm_config_fetch_retries: "1",
    npm_config_fetch_retry_mintimeout: "1000",
  };
}

function script(name, file) {
  const path = join(MODULES, name, file);
  if (!existsSync(path)) throw new Error(`no '${path}'; run 'npm ci' in ${FOLDER}`);
  return path;
}

const QUIET = ["--prefer-offline", "--no-audit", "--no-fund"];
const node = (name, file, ...args) => [process.execPath, [script(name, file), ...args]];

/** How each is called, and what it needs in its environment. */
const INSTALL = {
  npm: () => ({
    command: [npm, ["install", ...QUIET]],
    env: { HOME: homedir() }, // its settings and cache are those of whoever tests
  }),
  pnpm: () => ({
    command: node("pnpm", "bin/pnpm.cjs", "install", "--prefer-offline", "--ignore-scripts"),
    env: { npm_config_store_dir: cache("pnpm"), npm_config_cache_dir: cache("pnpm-pages") },
  }),
  yarn: () => ({
    command: node("yarn", "bin/yarn.js", "install", "--prefer-offline", "--ignore-scripts", "--non-interactive"),
    env: { YARN_CACHE_FOLDER: cache("yarn") },
  }),
  berry: () => ({
    command: node("@yarnpkg/cli-dist", "bin/yarn.js", "install"),
    env: {
      YARN_GLOBAL_FOLDER: cache("berry"),
      YARN_NPM_REGISTRY_SERVER: registry,
      YARN_UNSAFE_HTTP_WHITELIST: new URL(registry).hostname, // a mirror may have no certificate
      YARN_ENABLE_TELEMETRY: "0",
      YARN_ENABLE_SCRIPTS: "0",
      YARN_ENABLE_IMMUTABLE_INSTALLS: "0", // otherwise CI=1 wants a lock file
    },
  }),
};

/**
 * Installs what the work tree's package.json asks for, by `npm`, `pnpm`, `yarn` (1) or `berry`.
 * Where the registry can't be reached and the packages aren't there, the test `t` is skipped, and
 * the answer is false: the test has to return.
 */
export async function install(world, t, manager, env = {}) {
  const reach = network();
  const { command, env: own } = INSTALL[manager]();
  const answer = await world.run(...command, { env: { ...reach, ...own, ...env } });
  if (answer.code === 0) return true;
  // Not every manager says that this was why; npm does.
  const { stdout, stderr } = await world.run(npm, ["ping"], { env: { ...reach, ...INSTALL.npm().env } });
  const reason = UNREACHABLE.exec(stdout + stderr);
  if (!reason)
    throw new Error(`${manager} install ended with ${answer.code}:\n${answer.stdout}${answer.stderr}`);
  t.skip(`${manager} can't reach the registry of packages (${reason[0]})`);
  return false;
}
