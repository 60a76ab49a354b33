// Recorded pushes are what the official CLI does: the same requests, files, words and exit codes.
// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { brotliDecompressSync } from "node:zlib";
import { AppCopy } from "../../lib/app-copy.mjs";
import { deploy } from "../../lib/cli.mjs";
import { Deployment } from "../../lib/deployment.mjs";
import { forward, startProxy } from "../../lib/proxy.mjs";
import { recordedModules } from "../../lib/recorded-pushes/modules.mjs";
import { generatedFiles } from "../../lib/recorded-pushes/recording.mjs";
import { startSandbox } from "../../lib/sandbox.mjs";

const FIXTURE = fileURLToPath(new URL("../../conformance/app", import.meta.url));
const PACKAGES = fileURLToPath(new URL("../../../examples/chat/node_modules", import.meta.url));
/** The CLI itself: what the folder's `convex/bin/main.js` starts as npm installs it. */
const OFFICIAL = "dist/cli.bundle.cjs";

/** Passes requests on to the sandbox and keeps [path, body] of each; `answer` may take its place. */
async function startWatching(target) {
  const seen = [];
  const watching = { seen, instead: null };
  const proxy = await startProxy((incoming, outgoing) => {
    const chunks = [];
    incoming.on("data", (chunk) => chunks.push(chunk));
    incoming.once("end", () => {
      const bytes = Buffer.concat(chunks);
      const packed = incoming.headers["content-encoding"] === "br";
      const { authorization, "convex-client": client } = incoming.headers;
      const body = JSON.parse(packed ? brotliDecompressSync(bytes) : bytes);
      seen.push({
        method: incoming.method,
        path: incoming.url,
        authorization,
        client,
        packed,
        body,
      });
    });
    const answer = watching.instead?.(incoming.url);
    if (!answer) return forward(target, incoming, outgoing);
    incoming.resume();
    outgoing.writeHead(answer.status, { "Content-Type": "application/json" });
    outgoing.end(JSON.stringify(answer.body));
  });
  return Object.assign(watching, proxy);
}

/** Told after all is done, and not waited for: it may or may not arrive. */
const REPORT = "/api/deploy2/report_push_completed";

/** What a deployment makes up for one push is another for the next. */
const impersonal = (seen) =>
  seen
    .filter(({ path }) => path !== REPORT)
    .map(({ body, ...rest }) => {
      const { startPush, schemaChange, ...own } = body;
      return { ...rest, body: { ...own, has: [Boolean(startPush), Boolean(schemaChange)] } };
    });

describe("a recorded push", () => {
  let sandbox, watching, app;
  before(async () => {
    sandbox = await startSandbox();
    watching = await startWatching(sandbox.url);
    app = new AppCopy({ from: FIXTURE, modules: recordedModules(PACKAGES), deployment: sandbox });
  });
  after(async () => {
    app?.dispose();
    await watching?.close();
    await sandbox?.dispose();
  });

  /** A push by way of the proxy: what was sent, said and written. */
  async function push(program, args) {
    watching.seen.length = 0;
    const deployment = { url: watching.url, adminKey: sandbox.adminKey };
    const { code, stdout, stderr } = await deploy({ app: app.dir, deployment, program, args });
    return {
      code,
      stdout,
      stderr,
      sent: impersonal(watching.seen),
      files: generatedFiles(app.dir),
    };
  }
  /** The same tree, pushed by the CLI and played, once it was recorded. */
  async function both(args) {
    await push();
    const official = await push(OFFICIAL, args);
    const played = await push(undefined, args);
    return { official, played };
  }

  it("sends what the CLI sends, writes what it writes, and says that it deployed", async () => {
    const { official, played } = await both();
    assert.deepEqual([official.code, played.code], [0, 0], played.stderr);
    assert.deepEqual(played.sent, official.sent);
    assert.equal(played.sent.length, 5);
    assert.deepEqual(played.files, official.files);
    assert.ok(Object.keys(played.files).length >= 5);
    assert.match(played.stderr, /^✔ Deployed Convex functions to http:\S+\n$/);
    assert.ok(official.stderr.endsWith(played.stderr), "its last line is the CLI's");
  });

  it("does the same where it may touch indexes of large tables, as git-cvx lets it", async () => {
    const { official, played } = await both([
      "--skip-large-indexes-check",
      "--allow-unstaging-schema",
    ]);
    assert.deepEqual([official.code, played.code], [0, 0], played.stderr);
    assert.deepEqual(played.sent, official.sent);
    assert.match(played.stderr, /^✔ Deployed Convex functions to http:\S+\n$/, "it was played");
    assert.ok(official.stderr.endsWith(played.stderr));
  });

  it("sends no module that the deployment has, and each that it hasn't", async () => {
    const one = (number) => app.write("convex/more.ts", `export const more = ${number};\n`);
    one(2);
    await push();
    one(1);
    await push(OFFICIAL);
    one(2);
    const { sent } = await push();
    const { changedModules, unchangedModuleHashes } = sent[2].body.appDefinition;
    assert.deepEqual(
      changedModules.map(({ path }) => path),
      ["more.js"],
    );
    assert.ok(unchangedModuleHashes.length > 5);
  });

  it("says in the CLI's words that a document doesn't fit", async () => {
    await push();
    await new Deployment(sandbox).post("/api/mutation", {
      path: "calls:addPerson",
      args: { name: "Edsger", age: 72 },
      format: "json",
    });
    app.take("variants/narrower.ts", "convex/schema.ts");
    const { official, played } = await both();
    assert.deepEqual([official.code, played.code], [1, 1]);
    assert.deepEqual(played.sent, official.sent);
    assert.match(played.stderr, /^✖ Schema validation failed\.\nDocument with ID /);
    assert.ok(official.stderr.endsWith(played.stderr), `${official.stderr}\n---\n${played.stderr}`);
    app.reset();
  });

  it("leaves every other answer to the CLI, without asking again", async () => {
    const refusal = { code: "SchemaAlreadyOverwritten", message: "Schema was overwritten" };
    for (const path of ["/api/deploy2/start_push", "/api/deploy2/finish_push"]) {
      await push();
      watching.instead = (url) => (url === path ? { status: 400, body: refusal } : null);
      const official = await push(OFFICIAL);
      const played = await push();
      watching.instead = null;
      assert.equal(official.code, 1);
      assert.deepEqual(played, official, path);
    }
  });

  it("isn't played where the tree takes in what lies outside of what was compared", async () => {
    app.write("shared/text.ts", 'export const text = "the first";\n');
    app.write("convex/more.ts", 'export { text } from "../shared/text";\n');
    await push();
    app.write("shared/text.ts", 'export const text = "the second";\n');
    const { sent } = await push();
    assert.match(JSON.stringify(sent), /the second/);
  });
});
