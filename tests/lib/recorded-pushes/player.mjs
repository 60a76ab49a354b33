// Plays a recorded push: the requests of `convex deploy`, in its order, with its bodies.
// SPDX-License-Identifier: MIT
import { createHash } from "node:crypto";
import { Agent, request as send } from "node:http";
import { brotliCompressSync, constants } from "node:zlib";
import { writeGenerated } from "./recording.mjs";

/** Tables so large make the CLI ask before it builds an index. */
const LARGE = 100_000;
const PATIENCE_MS = 10_000;

const hash = ({ source, sourceMap }) =>
  createHash("sha256")
    .update(source)
    .update(sourceMap ?? "")
    .digest("hex");

function pack(value) {
  const params = {
    [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
    [constants.BROTLI_PARAM_QUALITY]: 4,
  };
  return brotliCompressSync(JSON.stringify(value), { params });
}

/** The request without the modules that the deployment has, as the CLI sends it. */
function lean(request, moduleHashes) {
  const there = new Map(moduleHashes.map((each) => [each.path, each]));
  const isThere = (module, sha256) =>
    there.get(module.path)?.hash === sha256 &&
    there.get(module.path).environment === module.environment;
  const unchangedModuleHashes = [];
  const changedModules = [];
  for (const module of request.appDefinition.changedModules) {
    const sha256 = hash(module);
    const { path, environment } = module;
    if (isThere(module, sha256)) unchangedModuleHashes.push({ path, environment, sha256 });
    else changedModules.push(module);
  }
  return {
    ...request,
    appDefinition: { ...request.appDefinition, changedModules, unchangedModuleHashes },
  };
}

const isLarge = ({ componentSchemaEvaluations }) =>
  Object.values(componentSchemaEvaluations).some(({ indexes }) =>
    indexes.some(({ numDocs, documentsCount }) => (numDocs ?? documentsCount ?? 0) >= LARGE),
  );

export class Player {
  #recording;
  #wish;
  #agent = new Agent({ keepAlive: true });
  /** What has come back so far: [{path, status, statusText, text}]. */
  answers = [];

  constructor(recording, wish) {
    this.#recording = recording;
    this.#wish = wish;
  }

  /** The exit code; null where the CLI itself must go on. */
  async play() {
    try {
      return await this.#push();
    } catch (error) {
      if (error instanceof Unexpected || error.code) return null; // refused, or a connection that broke
      throw error;
    } finally {
      this.#agent.destroy();
    }
  }

  async #push() {
    const { adminKey, url } = this.#wish;
    const { version, request, generated } = this.#recording;
    const { moduleHashes } = await this.#post("/api/get_config_hashes", { version, adminKey });
    const packed = pack(lean({ ...request, adminKey }, moduleHashes));
    if (isLarge(await this.#post("/api/deploy2/evaluate_schema", packed))) return null;
    const started = await this.#post("/api/deploy2/start_push", packed);
    writeGenerated(process.cwd(), generated);
    const refusal = await this.#waitForSchema(started);
    if (refusal !== null) {
      process.stderr.write(refusal);
      return 1;
    }
    const finish = { adminKey, startPush: started, dryRun: false, message: null };
    await this.#post("/api/deploy2/finish_push", pack(finish));
    process.stderr.write(`✔ Deployed Convex functions to ${url}\n`);
    return 0;
  }

  /** What the CLI says of documents that don't fit; null if all do. */
  async #waitForSchema({ schemaChange }) {
    const { adminKey } = this.#wish;
    const question = { adminKey, schemaChange, timeoutMs: PATIENCE_MS, dryRun: false };
    for (;;) {
      const answer = await this.#post("/api/deploy2/wait_for_schema", question);
      if (answer.type === "complete") return null;
      if (answer.type === "failed") {
        const where = answer.componentPath ? ` in component "${answer.componentPath}"` : "";
        return `✖ Schema validation failed${where}.\n${answer.error}\n`;
      }
      if (answer.type !== "inProgress") throw new Unexpected();
      this.answers.pop(); // the CLI would ask again
    }
  }

  /** Parsed JSON; throws Unexpected unless the deployment says yes. */
  async #post(path, body) {
    const isPacked = Buffer.isBuffer(body);
    const answer = await this.#send(path, isPacked ? body : JSON.stringify(body), isPacked);
    this.answers.push({ path, ...answer });
    if (answer.status !== 200) throw new Unexpected();
    return JSON.parse(answer.text);
  }

  #send(path, body, isPacked) {
    const headers = {
      Authorization: `Convex ${this.#wish.adminKey}`,
      "Convex-Client": `npm-cli-${this.#recording.version}`,
      "Content-Type": "application/json",
      ...(isPacked ? { "Content-Encoding": "br" } : {}),
      "Content-Length": Buffer.byteLength(body),
    };
    return new Promise((resolve, reject) => {
      const options = { method: "POST", headers, agent: this.#agent };
      const outgoing = send(new URL(path, this.#wish.url), options, (incoming) => {
        let text = "";
        incoming.setEncoding("utf8");
        incoming.on("data", (chunk) => (text += chunk));
        incoming.once("error", reject);
        const { statusCode: status, statusMessage: statusText } = incoming;
        incoming.once("end", () => resolve({ status, statusText, text }));
      });
      outgoing.once("error", reject);
      outgoing.end(body);
    });
  }
}

/** An answer whose words are the CLI's. */
class Unexpected extends Error {}
