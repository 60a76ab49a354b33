// left-alone.test.mjs once more, in a repository that libgit2 can't open: it is read by git.
// SPDX-License-Identifier: MIT
process.env.CVX_TEST_OBJECT_FORMAT = "sha256";
await import("./left-alone.test.mjs");
