// Random walks of two clones over the branches of one app, as data: made from a seed up front, shown
// as text, shrunk by leaving out moves. What a move does is walker.mjs.
// SPDX-License-Identifier: MIT

export const BRANCHES = ["main", "one", "two", "three", "four"];
const DRAWN = 24;
/** A run is some thirty requests of git-cvx and the CLI; where it dies is drawn from them. */
const REQUESTS = 40;

/** Words of a move; those that take a branch say so. The oftener, the likelier. */
const KINDS = [
  ...["write", "write", "edit", "delete", "delete"],
  ...["fork", "switch", "switch", "switch", "switch"],
  ...["merge", "merge", "rebase", "rebase", "squash", "drop"],
];
const OF_BRANCHES = new Set(["fork", "switch", "merge", "rebase", "squash", "drop"]);
const FREE = new Set(["fork", "drop"]);

/** A sequence of whole numbers below n, the same for the same seed (mulberry32). */
function numbers(seed) {
  let state = seed | 0;
  return (n) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % n;
  };
}

function drawMove(draw, ids) {
  const kind = KINDS[draw(KINDS.length)];
  const operands = OF_BRANCHES.has(kind) ? BRANCHES : ids;
  const move = { clone: "aab"[draw(3)], kind, operand: operands[draw(operands.length)] };
  const dies = { nth: 1 + draw(REQUESTS), when: ["before", "after"][draw(2)] };
  return draw(5) === 0 ? { ...move, dies } : move;
}

/** Whether it counts: a walk is limited because it is slow, and these take no time. */
export const isMuch = ({ kind }) => !FREE.has(kind);

/** The walk of a seed: `most` of its moves are done, of those that make sense when they come. */
export function makeWalk(seed, { ids, most }) {
  const draw = numbers(seed);
  const policy = { order: ["apply", "replay"][draw(2)], edited: ["warn", "redo"][draw(2)] };
  const moves = Array.from({ length: DRAWN }, () => drawMove(draw, ids));
  return { seed, policy, most, moves };
}

export function describeMove({ clone, kind, operand, dies }) {
  const object = OF_BRANCHES.has(kind) ? `branch ${operand}` : operand;
  const end = dies ? `; its run dies ${dies.when} request ${dies.nth}` : "";
  return `${clone}: ${kind} ${object}${end}`;
}

/**
 * Leaves out every move without which it fails alike. `take` answers what is wrong with a walk, or
 * null.
 */
export async function shrink(walk, wrong, take) {
  let least = walk;
  for (let i = walk.moves.length - 1; i >= 0; i--) {
    const moves = least.moves.filter((_move, at) => at !== i);
    const shorter = { ...least, moves };
    if ((await take(shorter)) === wrong) least = shorter;
  }
  return least;
}
