// Wall and processor time of jobs: measured, kept, told.
// SPDX-License-Identifier: MIT
import { existsSync, readFileSync, writeFileSync } from "node:fs";

/** A minute and seconds as the shell's `times` prints them: "1m2.34s". */
const seconds = (text) => {
  const [, minutes, rest] = /^(\d+)m([\d.]+)s$/.exec(text);
  return Number(minutes) * 60 + Number(rest);
};

/** User and system time of the children, from what measure.sh wrote; 0 if it was killed before. */
export function processorTime(path) {
  if (!existsSync(path)) return 0;
  const children = readFileSync(path, "utf8").split("\n")[1] ?? "";
  return children.split(" ").reduce((sum, text) => sum + seconds(text), 0);
}

/** job -> expected wall seconds. */
export function readExpected(path) {
  const lines = existsSync(path) ? readFileSync(path, "utf8").trimEnd().split("\n").slice(1) : [];
  return new Map(
    lines.map((line) => {
      const [name, wall] = line.split("\t");
      return [name, Number(wall)];
    }),
  );
}

export function writeExpected(path, wall) {
  const rows = [...wall].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const text = rows.map(([job, seconds]) => `${job}\t${seconds.toFixed(1)}\n`);
  writeFileSync(path, `job\twall\n${text.join("")}`);
}

/** times: [{job, suite, wall, cpu}] in seconds. */
export function writeTimes(path, times) {
  const rows = times.toSorted((a, b) => (a.job < b.job ? -1 : 1));
  const text = rows.map(({ job, wall, cpu }) => `${job}\t${wall.toFixed(1)}\t${cpu.toFixed(1)}\n`);
  writeFileSync(path, `job\twall\tprocessor\n${text.join("")}`);
}

const line = (name, wall, cpu) =>
  `  ${name.padEnd(44)} ${wall.toFixed(0).padStart(6)} ${cpu.toFixed(0).padStart(9)}`;

/** The sum by suite and the ten slowest, as text. */
export function table(times) {
  const suites = new Map();
  for (const { suite, wall, cpu } of times) {
    const sum = suites.get(suite) ?? { wall: 0, cpu: 0 };
    suites.set(suite, { wall: sum.wall + wall, cpu: sum.cpu + cpu });
  }
  const bySuite = [...suites].toSorted(([, a], [, b]) => b.cpu - a.cpu);
  const slowest = times.toSorted((a, b) => b.wall - a.wall).slice(0, 10);
  const head = `  ${"".padEnd(44)}   wall processor, in seconds`;
  return [
    "by suite",
    head,
    ...bySuite.map(([name, { wall, cpu }]) => line(name, wall, cpu)),
    "the ten slowest",
    head,
    ...slowest.map(({ job, wall, cpu }) => line(job, wall, cpu)),
  ].join("\n");
}
