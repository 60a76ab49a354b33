// pusher.mjs - the steps of a push: evaluate, start, wait for the schema, finish.
// SPDX-License-Identifier: MIT
//
// Nothing a client sends back is trusted to hold the code: finish_push gets start_push's answer,
// which carries a token, and the evaluation waits here. There is no lock between pushes. Two whose
// schemas differ are told apart by the schema that was overwritten; of two with the same schema,
// the last to finish wins.
import { randomBytes } from "node:crypto";
import { ApiError, badRequest } from "../http/errors.mjs";
import {
  evaluateSchemaAnswer,
  NOTHING_CHANGED,
  schemaChange,
  startPushAnswer,
} from "./answers.mjs";
import { Compiler } from "./compile.mjs";
import { evaluatePush } from "./evaluate.mjs";
import { install, reinstall } from "./install.mjs";

const KEPT_EVALUATIONS = 8;
const LONGEST_WAIT_MS = 500;
const WAIT_STEP_MS = 20;

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

// As the real backend does for everything that goes wrong in one of the steps.
function explained(error) {
  const isClients = error instanceof ApiError && error.status < 500;
  if (!isClients || error.code === "InvalidConfig") return error;
  return new ApiError(error.status, error.code, `Hit an error while pushing:\n${error.message}`);
}

export class Pusher {
  constructor({ store, runtime, deployed, schemas }) {
    this.store = store;
    this.runtime = runtime;
    this.deployed = deployed;
    this.schemas = schemas;
    this.compiler = new Compiler(store.dir);
    this.evaluations = new Map(); // token -> {evaluation, schemaIds}
    this.finishing = false;
  }

  appDefinition() {
    return this.deployed.mounts.get("")?.definition ?? null;
  }

  async evaluate(request) {
    const modules = this.appDefinition()?.modules ?? new Map();
    try {
      return await evaluatePush(this.compiler, request, { modules, env: this.deployed.env });
    } catch (error) {
      throw explained(error);
    }
  }

  configHashes() {
    const definition = this.appDefinition();
    const modules = [...(definition?.modules.values() ?? [])];
    return {
      config: { functions: "convex/" },
      moduleHashes: modules.map(({ path, sha, environment }) => ({ path, hash: sha, environment })),
      udfServerVersion: definition?.serverVersion ?? null,
      nodeVersion: null,
      nodeDependencies: [],
    };
  }

  async evaluatePush(request) {
    return { schemaChange: schemaChange(await this.evaluate(request), this.schemas, null) };
  }

  async evaluateSchema(request) {
    const evaluation = await this.evaluate(request);
    const mounts = [...this.deployed.mounts.values()];
    const knownDefinitions = new Set(mounts.map(({ definition }) => definition.path));
    return evaluateSchemaAnswer(evaluation, {
      store: this.store,
      schemas: this.schemas,
      knownDefinitions,
    });
  }

  /** Submits the schemas (a dry run too, as the real backend does); changes nothing that is live. */
  async start(request) {
    const evaluation = await this.evaluate(request);
    const schemaIds = await this.runtime.mutex.run(async () => this.submit(evaluation));
    const token = randomBytes(8).toString("hex");
    this.evaluations.set(token, { evaluation, schemaIds });
    if (this.evaluations.size > KEPT_EVALUATIONS)
      this.evaluations.delete(this.evaluations.keys().next().value);
    return startPushAnswer(evaluation, { token, schemas: this.schemas, schemaIds });
  }

  submit(evaluation) {
    const ids = [...evaluation.mounts].map(([path, { definitionPath }]) => {
      const { schema } = evaluation.definitions.get(definitionPath);
      return [path, schema ? this.schemas.submit(path, schema) : null];
    });
    return Object.fromEntries(ids);
  }

  /** Answers at once when it is decided, else after a while with how far it is. */
  async waitForSchema({ schemaChange: change, timeoutMs = LONGEST_WAIT_MS }) {
    const deadline = Date.now() + Math.min(timeoutMs, LONGEST_WAIT_MS);
    for (;;) {
      const status = this.schemaStatus(change?.schemaIds ?? {});
      if (status.type !== "inProgress" || Date.now() >= deadline) return status;
      await sleep(WAIT_STEP_MS);
    }
  }

  schemaStatus(schemaIds) {
    const submitted = Object.values(schemaIds).filter((id) => id !== null);
    const records = submitted.map((id) => this.schemas.stateOf(id));
    if (records.some((record) => !record || record.state === "overwritten"))
      return { type: "raceDetected" };
    const failed = records.find(({ state }) => state === "failed");
    if (failed)
      return {
        type: "failed",
        error: failed.error,
        componentPath: failed.path,
        tableName: failed.tableName,
      };
    if (records.every(({ state }) => state !== "pending")) return { type: "complete" };
    const progress = records.map(({ path, state }) => [
      path,
      { schemaValidationComplete: state !== "pending", indexesComplete: 0, indexesTotal: 0 },
    ]);
    return { type: "inProgress", components: Object.fromEntries(progress) };
  }

  async finish(request) {
    if (request.dryRun) return NOTHING_CHANGED;
    try {
      return await this.finishAlone(request.startPush);
    } catch (error) {
      throw explained(error);
    }
  }

  async finishAlone(startPush) {
    if (this.finishing) {
      throw badRequest(
        "ConcurrentPush",
        "Are you running multiple `npx convex dev` processes in the same directory?",
      );
    }
    this.finishing = true;
    try {
      return await this.runtime.mutex.run(async () => this.finishNow(startPush));
    } finally {
      this.finishing = false;
    }
  }

  finishNow(startPush) {
    const [firstPackage] = Object.values(startPush?.componentDefinitionPackages ?? {});
    const push = this.evaluations.get(firstPackage?.storageKey);
    // Invented: the real backend keeps nothing between the steps, and forgets nothing.
    if (!push) throw badRequest("RaceDetected", "This push is not known any more: push again.");
    const { evaluation, schemaIds } = push;
    if (JSON.stringify(evaluation.env) !== JSON.stringify(this.deployed.env)) {
      throw badRequest("RaceDetected", "Environment variables have changed during push");
    }
    for (const id of Object.values(schemaIds)) if (id !== null) this.schemas.mustBeReady(id);
    const answer = install(evaluation, this, schemaIds);
    this.store.setMeta("push", evaluation.request);
    this.store.changed();
    return answer;
  }

  /** Brings back the code that the store has kept. */
  async restore() {
    if (!this.store.meta.push) return;
    const evaluation = await this.evaluate(this.store.meta.push);
    reinstall(evaluation, this.deployed);
    this.compiler.dropUnused();
  }

  clear() {
    this.evaluations.clear();
    this.deployed.mounts = new Map();
  }
}
