// A folder, and the files in it.
// SPDX-License-Identifier: MIT
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

export class Folder {
  constructor(dir) {
    this.dir = dir;
  }

  path(...parts) {
    return join(this.dir, ...parts);
  }
  read(file) {
    return readFileSync(this.path(file), "utf8");
  }
  write(file, text) {
    mkdirSync(dirname(this.path(file)), { recursive: true });
    writeFileSync(this.path(file), text);
  }
  remove(file) {
    rmSync(this.path(file), { recursive: true, force: true });
  }
}
