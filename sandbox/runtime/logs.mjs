// logs.mjs - what functions logged, for `stream_function_logs`.
// SPDX-License-Identifier: MIT
//
// Keeps the last entries only. Standard output and error of the sandbox itself stay free of them.

const KEPT = 1000;
const POLL_MS = 50;

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

export class FunctionLogs {
  constructor() {
    this.entries = [];
    this.last = 0;
  }

  /** Called by the runtime after every top-level function, scheduled ones included. */
  completed({ target, requestId }, { started, error, lines }) {
    const timestamp = (this.last = Math.max(Date.now(), this.last + 0.001)); // unique: it is the cursor
    this.entries.push({
      kind: "Completion",
      udfType: target.fn.udfType,
      identifier: target.path,
      componentPath: target.componentPath || null,
      logLines: lines,
      timestamp: timestamp / 1000,
      at: timestamp,
      requestId,
      executionId: requestId,
      cachedResult: false,
      executionTime: (Date.now() - started) / 1000,
      success: error ? null : {},
      error: error?.message ?? null,
    });
    if (this.entries.length > KEPT) this.entries.shift();
  }

  /** Entries after `cursor`, waiting up to `waitMs` for the first. */
  async after(cursor, waitMs) {
    const deadline = Date.now() + waitMs;
    for (;;) {
      const found = this.entries.filter(({ at }) => at > cursor);
      if (found.length || Date.now() >= deadline) {
        const newCursor = found.at(-1)?.at ?? Math.max(cursor, this.last);
        return { entries: found.map(({ at, ...entry }) => entry), newCursor };
      }
      await sleep(POLL_MS);
    }
  }

  clear() {
    this.entries = [];
  }
}
