// Packages of an app in which `convex` plays recorded pushes (main.mjs), beside the real ones.
// SPDX-License-Identifier: MIT
import { createHash } from "node:crypto";
import {
  copyFileSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const MAIN = new URL("main.mjs", import.meta.url);
const SCRATCH = fileURLToPath(new URL("../../../.build/recorded-pushes", import.meta.url));

/** Elsewhere than on one file system, or of another user, it has to be a copy. */
function linkOrCopy(source, target) {
  try {
    linkSync(source, target);
  } catch (error) {
    if (!["EXDEV", "EPERM", "EMLINK"].includes(error.code)) throw error;
    copyFileSync(source, target);
  }
}

/** A second tree of the same files, which takes no room. */
function copyByLinks(from, to) {
  mkdirSync(to);
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) copyByLinks(source, target);
    else if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), target);
    else linkOrCopy(source, target);
  }
}

/** Answers the folder; made once, whichever process comes first. */
export function recordedModules(modules) {
  if (!existsSync(join(modules, "convex")))
    throw new Error(`no packages in ${modules}; run 'npm ci' in the folder above`);
  const stamp = lstatSync(join(modules, "convex/package.json"));
  const name = createHash("sha256")
    .update(`${modules} ${stamp.mtimeMs} ${stamp.ino}`)
    .digest("hex")
    .slice(0, 16);
  const home = join(SCRATCH, name);
  const made = join(home, "node_modules");
  if (existsSync(made)) return made;
  const temporary = join(SCRATCH, `${name}.${process.pid}`);
  mkdirSync(temporary, { recursive: true });
  copyByLinks(modules, join(temporary, "node_modules"));
  const program = join(temporary, "node_modules/convex/bin/main.js");
  const where = { convex: join(made, "convex"), folder: join(home, "pushes") };
  rmSync(program); // a link to the real one, which must stay as it is
  writeFileSync(
    program,
    [
      "#!/usr/bin/env node",
      `import(${JSON.stringify(MAIN.href)}).then(({ main }) => main(${JSON.stringify(where)}));`,
      "",
    ].join("\n"),
    { mode: 0o755 },
  );
  try {
    renameSync(temporary, home);
  } catch (error) {
    if (!["ENOTEMPTY", "EEXIST"].includes(error.code)) throw error;
    rmSync(temporary, { recursive: true, force: true }); // another process was quicker
  }
  return made;
}
