// The sandbox's test controls, which no real deployment has (sandbox/README.md).
// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";

export class SandboxControls {
  #deployment;

  constructor(deployment) {
    this.#deployment = deployment;
  }

  async #control(method, path, body) {
    const answer = await this.#deployment.raw(method, `/sandbox/${path}`, { body });
    assert.equal(answer.status, 200, answer.text);
    return answer.json;
  }

  /** The requests since the last forgetTrace(): {route, path, component, status, outcome, …}. */
  trace() {
    return this.#control("GET", "trace");
  }
  forgetTrace() {
    return this.#control("DELETE", "trace");
  }
  addFault(rule) {
    return this.#control("POST", "faults", rule);
  }
  clearFaults() {
    return this.#control("DELETE", "faults");
  }
  /** `{hold: true | false}` or `{step: n}`. */
  scheduler(order) {
    return this.#control("POST", "scheduler", order);
  }
  jobDelay(ms) {
    return this.#control("POST", "job-delay", { ms });
  }
  /** How much JavaScript a function may run, with all that it calls. */
  userTime(ms) {
    return this.#control("POST", "user-time", { ms });
  }
  schemaDelay(ms) {
    return this.#control("POST", "schema-delay", { ms });
  }
}
