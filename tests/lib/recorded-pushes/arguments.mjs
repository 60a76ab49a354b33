// Which calls of the CLI are played: `convex deploy` as git-cvx and the suites call it.
// SPDX-License-Identifier: MIT
import { readFileSync } from "node:fs";

/** Options that change neither request nor words. */
const WITHOUT_EFFECT = { "--typecheck": "disable", "--codegen": "enable" };

/** What it is allowed in advance: it asks the same of the deployment, and nothing of the user. */
const LEAVES = ["--skip-large-indexes-check", "--allow-unstaging-schema"];

/** Variables that make the CLI look elsewhere than into its env file. */
const POINTING = /^CONVEX_(DEPLOY|SELF_HOSTED)/;

function pair(text, name) {
  const match = new RegExp(`^${name}=(['"]?)(.*)\\1$`, "m").exec(text);
  return match ? match[2] : null;
}

/** {url, adminKey} of the deployment; null for every other call than such a push. */
export function askedFor([command, ...options], env) {
  if (command !== "deploy" || Object.keys(env).some((name) => POINTING.test(name))) return null;
  const rest = options.filter((option) => !LEAVES.includes(option));
  let file = null;
  for (let i = 0; i < rest.length; i += 2) {
    const [name, value] = rest.slice(i);
    if (name === "--env-file") file = value;
    else if (WITHOUT_EFFECT[name] !== value || value === undefined) return null;
  }
  if (!file) return null;
  const text = readFileSync(file, "utf8");
  const url = pair(text, "CONVEX_SELF_HOSTED_URL");
  const adminKey = pair(text, "CONVEX_SELF_HOSTED_ADMIN_KEY");
  return url && adminKey ? { url, adminKey } : null;
}
