// sandbox.mjs - one deployment: puts store, schemas, runtime, scheduler and pusher together.
// SPDX-License-Identifier: MIT
//
// Owns what spans them: environment variables, pausing, starting over. Knows nothing of HTTP but
// the objects that the HTTP layer reads from it (faults, trace).
import { randomBytes } from "node:crypto";
import { Faults } from "./http/faults.mjs";
import { Trace } from "./http/trace.mjs";
import { Pusher } from "./push/pusher.mjs";
import { SchemaStates } from "./push/schema-states.mjs";
import { Deployed } from "./runtime/deployed.mjs";
import { FunctionLogs } from "./runtime/logs.mjs";
import { Runtime } from "./runtime/runtime.mjs";
import { Scheduler } from "./runtime/scheduler.mjs";
import { USER_TIME_MS } from "./runtime/user-time.mjs";
import { Store } from "./store/store.mjs";

export class Sandbox {
  constructor({ dir = null, adminKey, instanceName = "sandbox", traceFile = null }) {
    this.instanceName = instanceName;
    this.adminKey = adminKey ?? `${instanceName}|${randomBytes(24).toString("hex")}`;
    this.url = null; // set once it listens
    this.store = new Store(dir);
    this.deployed = new Deployed();
    this.deployed.env = this.store.meta.env ?? {};
    this.schemas = new SchemaStates(this.store);
    this.logs = new FunctionLogs();
    this.runtime = new Runtime(this);
    this.scheduler = new Scheduler(this.runtime);
    this.pusher = new Pusher(this);
    this.faults = new Faults();
    this.trace = new Trace(traceFile);
  }

  /** Brings back what the directory holds and lets its jobs go on. */
  async restore() {
    await this.pusher.restore();
    this.scheduler.paused = Boolean(this.store.meta.paused);
    await this.scheduler.resume();
  }

  setEnvironment(env) {
    this.store.setMeta("env", env);
    this.deployed.env = env;
    this.store.changed();
  }

  setPaused(paused) {
    this.store.setMeta("paused", paused);
    this.scheduler.setPaused(paused);
    this.store.changed();
  }

  /** As new: no data, no code, no variables, no faults, nothing held. Name and key stay. */
  async reset() {
    await this.runtime.mutex.run(async () => {
      this.scheduler.disarmAll();
      this.scheduler.held = false;
      this.scheduler.paused = false;
      this.scheduler.extraDelay = 0;
      this.schemas.clear();
      this.schemas.delay = 0;
      this.runtime.userTimeMs = USER_TIME_MS;
      this.pusher.clear();
      this.deployed.env = {};
      this.faults.clear();
      this.trace.clear();
      this.logs.clear();
      this.store.clear();
    });
  }
}
