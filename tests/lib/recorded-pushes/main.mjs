// `convex deploy`, with what the official CLI made of the same tree before: a stand-in for the
// CLI in tests that are not about pushes.
// SPDX-License-Identifier: MIT
//
// The official CLI needs a second and a half of processor time for a push, nearly all of it for its
// own start and for bundling. The first push of a tree is its own, and is recorded: the request and
// the generated files. Later ones of the same tree send that request again, in the same order and
// with the same bodies as the CLI would (tests/push/real/recorded.test.mjs holds the two together). What comes back is
// decided by the deployment: wherever it isn't a plain yes, or a document that doesn't fit, the CLI
// itself takes over with the answers that have been received, so that its own words are printed.
import { createRequire } from "node:module";
import { join } from "node:path";
import { askedFor } from "./arguments.mjs";
import { Player } from "./player.mjs";
import { answerFirst, recordInto } from "./official.mjs";
import { fingerprint, load } from "./recording.mjs";

/** Runs as the CLI of `convex`, a package's folder; recordings lie in `folder`. */
export async function main({ convex, folder }) {
  const official = () => createRequire(import.meta.url)(join(convex, "dist/cli.bundle.cjs"));
  const wish = askedFor(process.argv.slice(2), process.env);
  if (!wish) return official();
  const key = fingerprint(process.cwd(), convex);
  const recording = load(folder, key);
  if (!recording) {
    recordInto(folder, key);
    return official();
  }
  const player = new Player(recording, wish);
  const exitCode = await player.play();
  if (exitCode === null) {
    answerFirst(player.answers);
    return official();
  }
  process.exitCode = exitCode;
}
