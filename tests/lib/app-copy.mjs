// A working copy of a fixture app in a temporary folder, with the packages of another folder linked
// in.
// SPDX-License-Identifier: MIT
//
// Owns that folder. Real files only inside the functions folder: the CLI leaves out symbolic links
// without a word.
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { deploy, runCli } from "./cli.mjs";

const MARKER = fileURLToPath(new URL("marker/cvxTestMarker.ts", import.meta.url));

export class AppCopy {
  constructor({ from, modules, deployment }) {
    this.deployment = deployment;
    this.from = from;
    this.dir = mkdtempSync(join(tmpdir(), "cvx-app-"));
    symlinkSync(modules, join(this.dir, "node_modules"), "dir");
    this.reset();
  }

  path(...parts) {
    return join(this.dir, ...parts);
  }
  /** Back to the fixture as it is in the repository, plus the marker's functions (guard.mjs). */
  reset() {
    rmSync(this.path("convex"), { recursive: true, force: true });
    cpSync(this.from, this.dir, { recursive: true });
    cpSync(MARKER, this.path("convex", "cvxTestMarker.ts"));
  }
  /** An app without functions, schema and components. */
  keepNothing() {
    this.remove("convex");
    mkdirSync(this.path("convex"));
  }
  /** An app that can claim a deployment, and nothing else. */
  keepOnlyMarker() {
    this.keepNothing();
    cpSync(MARKER, this.path("convex", "cvxTestMarker.ts"));
  }
  /**
   * Puts one of the fixture's own files in the place of another: `take("variants/strict.ts",
   * "convex/schema.ts")`.
   */
  take(source, target) {
    cpSync(join(this.from, source), this.path(target));
  }
  write(file, text) {
    mkdirSync(dirname(this.path(file)), { recursive: true });
    writeFileSync(this.path(file), text);
  }
  remove(file) {
    rmSync(this.path(file), { recursive: true, force: true });
  }

  cli(...args) {
    return runCli({ app: this.dir, deployment: this.deployment, args });
  }
  /**
   * A push, whatever comes of it. `to` is another way to the same deployment, `program` as in
   * runCli().
   */
  tryPush({ to = this.deployment, program } = {}) {
    return deploy({ app: this.dir, deployment: to, program });
  }
  /** A push that must succeed. */
  async push(options) {
    const result = await this.tryPush(options);
    if (!result.ok) throw new Error(`the push failed (exit ${result.code}):\n${result.output}`);
    return result;
  }

  dispose() {
    rmSync(this.dir, { recursive: true, force: true });
  }
}
