// journal.mjs - keeps the store's records on disk, so that a killed server comes back as it was.
// SPDX-License-Identifier: MIT
//
// One record per line: `snapshot.jsonl` (written at start, by rename) and after it `journal.jsonl`
// (appended). Replaying is idempotent, so a crash between the two steps of compacting does no harm.
// A line without its newline is a write that was cut off and is dropped; any other unreadable line
// is damage, and an error. Appends are not synced one by one: this survives the death of the
// process, not of the machine.
import fs from "node:fs";
import path from "node:path";

// A lock names its holder by process id and, where /proc tells it, start time: ids are used again.
function lockDirectory(dir) {
  const file = path.join(dir, "lock");
  const holder = fs.existsSync(file) ? fs.readFileSync(file, "utf8") : null;
  const pid = Number.parseInt(holder, 10);
  if (pid && pid !== process.pid && isAlive(pid) && describeProcess(pid) === holder) {
    throw new Error(
      `'${dir}' is in use by process ${pid} (if that is not a sandbox, remove '${file}')`,
    );
  }
  fs.writeFileSync(file, describeProcess(process.pid));
  return file;
}

function describeProcess(pid) {
  const file = `/proc/${pid}/stat`;
  if (!fs.existsSync(file)) return String(pid);
  const fields = fs.readFileSync(file, "utf8").split(") ").at(-1).split(" "); // the name before it may hold blanks
  return `${pid} ${fields[19]}`;
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

export class Journal {
  constructor(dir) {
    this.dir = dir;
    fs.mkdirSync(dir, { recursive: true });
    this.lockFile = lockDirectory(dir);
    this.file = null;
  }

  /** Every record on disk, oldest first. */
  *records() {
    for (const name of ["snapshot.jsonl", "journal.jsonl"]) {
      const file = path.join(this.dir, name);
      if (!fs.existsSync(file)) continue;
      const lines = fs.readFileSync(file, "utf8").split("\n");
      const torn = lines.pop();
      if (torn)
        process.stderr.write(`sandbox: '${file}' ends in a record that was cut off; dropped\n`);
      for (const [i, line] of lines.entries()) yield parseRecord(line, `${file}:${i + 1}`);
    }
  }

  /** Replaces everything on disk by `records` and opens an empty journal behind it. */
  startFrom(records) {
    const target = path.join(this.dir, "snapshot.jsonl");
    const file = fs.openSync(`${target}.tmp`, "w");
    for (const record of records) fs.writeSync(file, `${JSON.stringify(record)}\n`);
    fs.fsyncSync(file);
    fs.closeSync(file);
    fs.renameSync(`${target}.tmp`, target);
    if (this.file !== null) fs.closeSync(this.file);
    this.file = fs.openSync(path.join(this.dir, "journal.jsonl"), "w");
  }

  append(record) {
    fs.writeSync(this.file, `${JSON.stringify(record)}\n`);
  }

  close() {
    if (this.file !== null) fs.closeSync(this.file);
    this.file = null;
    fs.rmSync(this.lockFile, { force: true });
  }
}

function parseRecord(line, where) {
  try {
    return JSON.parse(line);
  } catch (error) {
    throw new Error(`damaged record at ${where}: ${error.message}`);
  }
}
