import { v } from "convex/values";
import type { Id } from "./_generated/dataModel";
import { mutation, query } from "./_generated/server";
import { displayName } from "./users";

export type Draft = { room: Id<"rooms">; author: Id<"users">; words: string; sentAt: number };

/** How a message is stored. Everything that adds one goes through here. */
export function messageDocument(draft: Draft) {
  return { room: draft.room, author: draft.author, text: draft.words, sentAt: draft.sentAt };
}

export const list = query({
  args: { room: v.id("rooms") },
  handler: async (ctx, { room }) => {
    const messages = await ctx.db
      .query("messages")
      .withIndex("by_room", (q) => q.eq("room", room))
      .collect();
    return await Promise.all(
      messages.map(async (message) => {
        const author = await ctx.db.get(message.author);
        return { ...message, authorName: author === null ? "(gone)" : displayName(author) };
      }),
    );
  },
});

export const send = mutation({
  args: { room: v.id("rooms"), author: v.id("users"), words: v.string() },
  handler: (ctx, { room, author, words }) =>
    ctx.db.insert("messages", messageDocument({ room, author, words, sentAt: Date.now() })),
});
