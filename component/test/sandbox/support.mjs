// A tiny app with the ledger in a temporary folder, an embedded deployment for
// it, and the official CLI to push the one to the other.
// SPDX-License-Identifier: MIT
import { cpSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { deploy } from "../../../tests/lib/cli.mjs";
import { Deployment, waitFor } from "../../../tests/lib/deployment.mjs";
import { startSandbox } from "../../../tests/lib/sandbox.mjs";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

export const COMPONENT = here("../../cvx");
export const ID = "20251008_153000_full_name";
export const TOKEN = "tok-6f1d0c52a9b34c7e8d21";
export const HOLDER = {
  cloneId: "c1f0a7d29be84e53",
  cloneName: "ada@fern:~/src/shop",
  runId: "r-1",
  command: "git cvx migrate",
};

/** Where the command-line tools of the app's dependencies are. */
export const tool = (name) => here(`../../node_modules/.bin/${name}`);

export class LedgerApp {
  static async start() {
    const app = new LedgerApp();
    app.sandbox = await startSandbox();
    app.deployment = new Deployment(app.sandbox);
    app.dir = mkdtempSync(join(tmpdir(), "cvx-ledger-"));
    cpSync(here("./app"), app.dir, { recursive: true });
    symlinkSync(here("../../node_modules"), app.path("node_modules"));
    for (const name of ["migrate.ts", "cvxStart.ts"]) {
      cpSync(here(`../../app/${name}`), app.path("convex", name));
    }
    app.useComponent(COMPONENT);
    return app;
  }

  path(...parts) {
    return join(this.dir, ...parts);
  }

  useComponent(folder) {
    rmSync(this.path("convex/cvx"), { recursive: true, force: true });
    cpSync(folder, this.path("convex/cvx"), { recursive: true });
  }

  async push() {
    const result = await deploy({ app: this.dir, deployment: this.deployment });
    if (!result.ok) throw new Error(`the push failed (exit ${result.code}):\n${result.output}`);
  }

  /** A function of the contract; with component "" one of the app itself. */
  async call(path, request = {}, component = "cvx") {
    return await this.deployment.fn(path, { version: 1, request }, { component });
  }

  async start(direction, more = {}, path = "cvxStart:start") {
    const row = { migrationId: ID, direction };
    const fn = `migrations/${ID}:${direction}`;
    return await this.call(path, { token: TOKEN, row, fn, args: {}, ...more }, "");
  }

  async finish(direction, status) {
    return await this.call("ledger:finish", { token: TOKEN, migrationId: ID, direction, status });
  }

  /** Waits until the component says that the migration has stopped. */
  async ended(direction) {
    const name = `migrations/${ID}:${direction}`;
    return await waitFor(name, async () => {
      const [status] = await this.deployment.fn(
        "lib:getStatus",
        { names: [name] },
        { component: "migrations" },
      );
      return status.state === "inProgress" ? null : status;
    });
  }

  async stop() {
    await this.sandbox.dispose();
    rmSync(this.dir, { recursive: true, force: true });
  }
}
