// The chat example's repository: built once by its own script, then copied.
// SPDX-License-Identifier: MIT
import { execFileSync } from "node:child_process";
import { cpSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { madeOnce } from "../../lib/once.mjs";
import { recordedModules } from "../../lib/recorded-pushes/modules.mjs";
import { SOURCE } from "./programs.mjs";

/** Of its objects' names. */
export const objectFormat = () => process.env.CVX_TEST_OBJECT_FORMAT ?? "sha1";
const EXAMPLE = join(SOURCE, "examples/chat");
/** The example's packages as npm installs them. */
export const OFFICIAL = join(EXAMPLE, "node_modules");
const { CVX_TEST_URL, CVX_TEST_OFFICIAL_CLI } = process.env;
/** The same, with pushes that are recorded and played: what all worlds begin with. */
export const MODULES = CVX_TEST_URL || CVX_TEST_OFFICIAL_CLI ? OFFICIAL : recordedModules(OFFICIAL);

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

function build(folder) {
  const env = { ...process.env, OBJECT_FORMAT: objectFormat() };
  const options = { stdio: "pipe", encoding: "utf8", env };
  execFileSync("sh", [join(EXAMPLE, "history.sh"), join(folder, "chat")], options);
}

/** A clone of the repository in `dir`, main checked out, packages in place. */
export async function copyChat(dir) {
  const built = await madeOnce(`chat-${objectFormat()}`, build);
  cpSync(join(built, "chat"), dir, {
    recursive: true,
    preserveTimestamps: true,
    verbatimSymlinks: true,
  });
  symlinkSync(MODULES, join(dir, "node_modules"), "dir");
}
