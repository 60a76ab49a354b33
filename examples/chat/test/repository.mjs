// Builds the example's repository in a temporary folder and asks git about it.
//
// Owns that folder. Runs history.sh as a person would; nothing here repeats what the script knows.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const example = fileURLToPath(new URL("..", import.meta.url));
const script = join(example, "history.sh");

/** Every branch with the ids of its migrations, which are stems of file names. */
const first = "20251008_153000_add_user_role";
export const migrationsOf = {
  main: [first],
  "feature/split-name": [first, "20251015_090000_split_user_name"],
  "feature/rename-field": [first, "20251016_101500_rename_message_text_to_body"],
  "feature/two-steps": [first, "20251020_080000_mark_handles", "20251020_090000_add_user_search_text"],
  "feature/throws": [first, "20251022_100000_add_email_domain"],
  "feature/index": [first, "20251024_110000_own_rooms_by_handle"],
  "feature/named-export": [first],
  develop: [first, "20251015_090000_split_user_name", "20251016_101500_rename_message_text_to_body"],
  docs: [],
};

/** Runs history.sh; throws an error with its `status` and `stderr` if it fails. */
export function runHistory(dir, env = {}) {
  execFileSync("sh", [script, dir], { env: { ...process.env, ...env }, stdio: "pipe", encoding: "utf8" });
}

export class Repository {
  constructor(env = {}) {
    this.root = mkdtempSync(join(tmpdir(), "cvx-chat-"));
    this.dir = join(this.root, "chat");
    try {
      runHistory(this.dir, env);
    } catch (error) {
      this.dispose();
      throw error;
    }
  }

  /** What git prints, without the last line's end. */
  git(...args) {
    return execFileSync("git", ["-C", this.dir, ...args], { stdio: "pipe", encoding: "utf8" }).trimEnd();
  }
  lines(...args) {
    return this.git(...args).split("\n").filter(Boolean);
  }
  files(commit) {
    return this.lines("ls-tree", "-r", "--name-only", commit);
  }
  migrations(commit) {
    const folder = "convex/migrations/";
    const files = this.files(commit).filter((file) => file.startsWith(folder));
    return files.map((file) => file.slice(folder.length).replace(/\.ts$/, ""));
  }

  /** Lends it the packages installed beside the example's package.json. */
  linkPackages(modules = join(example, "node_modules")) {
    symlinkSync(modules, join(this.dir, "node_modules"), "dir");
  }

  dispose() {
    rmSync(this.root, { recursive: true, force: true });
  }
}
