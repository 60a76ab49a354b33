// Figures of a benchmark: medians, and the goals that they are held to.
// SPDX-License-Identifier: MIT

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)];
}

/** Between which two values the median lies, for 19 of 20 such measurements. */
export function interval(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const off = 0.98 * Math.sqrt(sorted.length);
  const at = (rank) => sorted[Math.min(Math.max(Math.round(rank), 0), sorted.length - 1)];
  return [at(sorted.length / 2 - off - 0.5), at(sorted.length / 2 + off - 0.5)];
}

export const least = (values) => values.reduce((a, b) => Math.min(a, b));

/** Milliseconds, with a sign if they are added to something. */
export const ms = (value) => `${value.toFixed(2)} ms`;
export const added = (value) => `${value < 0 ? "-" : "+"}${ms(Math.abs(value))}`;

let missed = 0;

/** Says whether the goal is met; one that isn't makes the benchmark fail. */
export function goal(met, text) {
  console.log(`  ${met ? "met" : "MISSED"}: ${text}`);
  if (!met) missed++;
}

/** Runs a benchmark: exit 1 if a goal is missed, 2 if nothing was measured. */
export async function bench(work) {
  try {
    await work(process.argv.includes("--quick"));
    process.exitCode = missed ? 1 : 0;
  } catch (error) {
    console.error(error.stack);
    process.exitCode = 2;
  }
}
