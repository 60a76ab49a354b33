// Makes examples/demo.svg of the README's first console block: a terminal in which the lines come
// one after the other.
// SPDX-License-Identifier: MIT
//
//   node examples/picture.mjs > examples/demo.svg
//
// One file without scripts or fonts of its own, which is what web pages show of an image. It moves
// once and then stays; for readers who want nothing to move, all lines are there from the start.
import { readFileSync } from "node:fs";

const README = new URL("../README.md", import.meta.url);
const COLUMN = 7.83; // of a monospace font of 13 px
const LINE = 18;
const EDGE = 18;
const BAR = 30;
const TYPING_S = 0.9; // before what a command prints
const PAUSE_S = 0.35; // between its lines

/** How a line is shown; the first that matches. */
const STYLES = [
  [/^\$ /, "typed"],
  [/^git cvx: .*(undo|refused)/, "warm"],
  [/^git cvx: .*every document fits/, "good"],
  [/^git cvx/, "cvx"],
  [/^ {2}\S/, "data"],
  [/./, "plain"],
];

const escape = (text) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/** The lines of the first console block. */
export function session(readme) {
  const block = /^```console\n([^]*?)\n```$/m.exec(readme);
  if (!block) throw new Error("README.md has no console block");
  return block[1].split("\n");
}

function textLine(line, index, at) {
  const y = BAR + EDGE + index * LINE;
  const style = STYLES.find(([pattern]) => pattern.test(line))[1];
  const delay = `animation-delay:${at.toFixed(2)}s`;
  return `<text class="${style}" x="${EDGE}" y="${y}" style="${delay}">${escape(line)}</text>`;
}

export function picture(lines) {
  let at = 0;
  const texts = lines.flatMap((line, index) => {
    if (!line) return [];
    at += line.startsWith("$ ") ? TYPING_S : PAUSE_S;
    return [textLine(line, index, at)];
  });
  const width = Math.ceil(Math.max(...lines.map((line) => line.length)) * COLUMN) + 2 * EDGE;
  const height = BAR + lines.length * LINE + EDGE;
  const dots = ["#ff5f57", "#febc2e", "#28c840"].map(
    (colour, i) => `<circle cx="${EDGE + 6 + i * 20}" cy="17" r="6" fill="${colour}"/>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" xml:space="preserve" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">
<title>The data follows git checkout</title>
<style>
text { font: 13px ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; white-space: pre; fill: #d0d7de; animation: come .2s both }
.typed { fill: #fff; font-weight: 700 } .cvx { fill: #79c0ff } .warm { fill: #e3b341 } .good { fill: #56d364 } .data { fill: #9aa4af }
@keyframes come { from { opacity: 0 } }
@media (prefers-reduced-motion: reduce) { text { animation: none } }
</style>
<rect width="100%" height="100%" rx="9" fill="#0d1117"/>
${[...dots, ...texts].join("\n")}
</svg>
`;
}

if (process.argv[1] && import.meta.url === new URL(`file://${process.argv[1]}`).href)
  process.stdout.write(picture(session(readFileSync(README, "utf8"))));
