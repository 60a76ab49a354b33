// The chat example's repository: built once per process by its own script, then copied.
// SPDX-License-Identifier: MIT
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SOURCE } from "./programs.mjs";

const EXAMPLE = join(SOURCE, "examples/chat");
const MODULES = join(EXAMPLE, "node_modules");

/** Its migrations, as ids. */
export const IDS = {
  role: "20251008_153000_add_user_role",
  splitName: "20251015_090000_split_user_name",
  renameField: "20251016_101500_rename_message_text_to_body",
  markHandles: "20251020_080000_mark_handles",
  searchText: "20251020_090000_add_user_search_text",
  emailDomain: "20251022_100000_add_email_domain",
  roomsByHandle: "20251024_110000_own_rooms_by_handle",
};

/** Every module, table and component that it may leave on a deployment. */
export const OWN = {
  modules: [
    ...["cvxSealed/", "migrations/", "cvxStart", "messages", "migrate", "people", "rooms"],
    ...["schema", "seed", "users"],
  ],
  tables: ["users", "rooms", "messages"],
  components: ["migrations", "cvx"],
};

let built = null;

function build() {
  if (!existsSync(join(MODULES, "convex")))
    throw new Error(`no packages in ${MODULES}; run 'npm ci' in examples/chat`);
  const folder = mkdtempSync(join(tmpdir(), "cvx-chat-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  const env = { ...process.env, OBJECT_FORMAT: process.env.CVX_TEST_OBJECT_FORMAT ?? "sha1" };
  const options = { stdio: "pipe", encoding: "utf8", env };
  execFileSync("sh", [join(EXAMPLE, "history.sh"), join(folder, "chat")], options);
  return join(folder, "chat");
}

/** A clone of the repository in `dir`, main checked out, packages in place. */
export function copyChat(dir) {
  built ??= build();
  cpSync(built, dir, { recursive: true, preserveTimestamps: true, verbatimSymlinks: true });
  symlinkSync(MODULES, join(dir, "node_modules"), "dir");
}

/** Packages for the app that empties a deployment. */
export { MODULES };
