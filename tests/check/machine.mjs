// What this machine lets the check do.
// SPDX-License-Identifier: MIT
import { spawnSync } from "node:child_process";

/** As jobs are run: without a terminal, so that no password can be asked for. */
const succeeds = ([program, ...args]) =>
  spawnSync(program, args, { stdio: "ignore", detached: true }).status === 0;

/** Words before a command that needs root. */
const asRoot = () => (process.getuid() === 0 ? [] : ["sudo", "-n", "--preserve-env=srcdir"]);

/** {asRoot, canMountProc, olderNode}; what is left out is said. */
export function machine() {
  const mount = [...asRoot(), "unshare", "--mount", "mount", "-t", "proc", "proc", "/proc"];
  const canMountProc = succeeds(mount);
  if (!canMountProc)
    console.log("clean-root: left out, as it needs root, at once, and /proc mounted");
  const olderNode = process.env.CVX_OLDER_NODE || null;
  if (!olderNode) console.log("older-node: left out, as CVX_OLDER_NODE names none");
  return { asRoot: asRoot(), canMountProc, olderNode };
}
