// user-time.mjs - how long the JavaScript of a query or mutation may run, with all that it calls.
// SPDX-License-Identifier: MIT
//
// The real backend stops the clock while it works for the function (isolate/src/timeout.rs) and
// ends it from outside when the second is over (common/src/knobs.rs, DATABASE_UDF_USER_TIMEOUT);
// neither the function nor its caller can catch that. Here it is noticed when the code asks for
// something, or ends: the outcome is the same, only later. Counted is processor time, so that a
// busy machine refuses nothing that an idle one takes.
import { FunctionError } from "./errors.mjs";

export const USER_TIME_MS = 1000;

function processorMs() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

export class UserTime {
  constructor(limitMs) {
    this.limitMs = limitMs;
    this.usedMs = 0;
    this.since = 0;
  }

  /** The code begins to run, or goes on with an answer. */
  enter() {
    this.since = processorMs();
  }

  /** It waits for an answer, or has ended. Once the time is over, every call of this throws. */
  leave() {
    const now = processorMs();
    this.usedMs += now - this.since;
    this.since = now;
    if (this.usedMs <= this.limitMs) return;
    const limit = `${this.limitMs / 1000}s`;
    throw new FunctionError(`Function execution timed out (maximum duration: ${limit})`);
  }
}
