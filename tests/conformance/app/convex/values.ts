import { mutationGeneric as mutation, queryGeneric as query } from "convex/server";
import { v } from "convex/values";

/** One value of each kind that JSON cannot say. */
export const samples = query({
  args: {},
  handler: async () => ({
    integer: 9007199254740993n,
    bytes: new Uint8Array([0, 1, 254, 255]).buffer,
    notANumber: NaN,
    infinite: Infinity,
    minusZero: -0,
    float: 1.5,
    nothing: null,
    list: ["a", true],
  }),
});

/** What the server made of an argument. */
export const kindOf = query({
  args: { value: v.any() },
  handler: async (_ctx, { value }) =>
    value instanceof ArrayBuffer ? `bytes ${value.byteLength}` : typeof value,
});

/** Writes a document of about `bytes` bytes. */
export const addBig = mutation({
  args: { bytes: v.number() },
  handler: async (ctx, { bytes }) => {
    await ctx.db.insert("fired", { tag: "x".repeat(bytes) });
  },
});

export const longList = query({
  args: { length: v.number() },
  handler: async (_ctx, { length }) => new Array(length).fill(0),
});
