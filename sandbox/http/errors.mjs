// errors.mjs - the error that becomes an HTTP status with {code, message}.
// SPDX-License-Identifier: MIT
//
// For errors of the request itself. An error that a function throws is runtime/errors.mjs's
// FunctionError and is answered with status 200, as the real backend does.

export class ApiError extends Error {
  constructor(status, code, message) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** A 400 that the caller can mend. */
export const badRequest = (code, message) => new ApiError(400, code, message);
