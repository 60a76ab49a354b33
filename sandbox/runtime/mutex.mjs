// mutex.mjs - runs asynchronous work one piece at a time, in order of arrival.
// SPDX-License-Identifier: MIT

export class Mutex {
  constructor() {
    this.tail = Promise.resolve();
  }

  /** Runs `work` when everything before it has ended; its outcome does not affect what follows. */
  run(work) {
    const result = this.tail.then(work);
    this.tail = result.catch(() => {}); // the caller of this `run` gets the error
    return result;
  }
}
