// call.mjs - one running function: what it may touch and what it has used.
// SPDX-License-Identifier: MIT
import { sizeOf } from "../values/limits.mjs";

const MAX_READ_DOCUMENTS = 32000;
const MAX_READ_BYTES = 16 << 20;
const MAX_READ_RANGES = 4096;
const ADVICE =
  "Consider using smaller limits in your queries, paginating your queries, or using indexed queries " +
  "with a selective index range expressions.";

export class Call {
  /** request: what runTop was asked. tx is null in actions. stale hides the transaction's own writes. */
  constructor({ target, data, schema, tx, request, depth = 0, stale = false }) {
    this.target = target;
    this.kind = target.fn.udfType.toLowerCase();
    this.data = data;
    this.schema = schema;
    this.tx = tx;
    this.request = request;
    this.depth = depth;
    this.stale = stale;
    this.streams = new Map(); // query id -> iterator
    this.nextStream = 1;
    this.paginated = false;
    this.ended = false;
    this.pending = 0; // system calls under way, and how many there were: for the watchdog
    this.started = 0;
    this.chain = Promise.resolve();
  }

  mustBeMutation(what) {
    if (this.kind !== "mutation") throw new Error(`\`${what}\` can only be called from mutations`);
  }

  countRange() {
    if (++this.tx.reads.ranges > MAX_READ_RANGES) {
      throw new Error(
        `Too many reads in a single function execution (limit: ${MAX_READ_RANGES}). ${ADVICE}`,
      );
    }
  }

  countRead(document) {
    const { reads } = this.tx;
    reads.documents++;
    reads.bytes += sizeOf(document);
    if (reads.documents > MAX_READ_DOCUMENTS) {
      throw new Error(
        "Too many documents read in a single function execution " +
          `(limit: ${MAX_READ_DOCUMENTS}). ${ADVICE}`,
      );
    }
    if (reads.bytes > MAX_READ_BYTES) {
      throw new Error(
        `Too many bytes read in a single function execution (limit: ${MAX_READ_BYTES} bytes). ${ADVICE}`,
      );
    }
  }
}
