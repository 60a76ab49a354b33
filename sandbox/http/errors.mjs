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

/** A 409: another client was faster, and the same may be tried again. */
export const conflict = (code, message) => new ApiError(409, code, message);

/** A 500: what the real backend answers wherever it meets what it didn't expect. It tells nothing. */
export const internalError = () =>
  new ApiError(500, "InternalServerError", "Your request couldn't be completed. Try again later.");
