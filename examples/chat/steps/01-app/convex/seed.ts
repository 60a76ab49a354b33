/**
 * Fills an empty deployment with the same 25 users, 5 rooms and 60 messages
 * each time: `npx convex run seed:run`. It writes whatever shape the branch has,
 * because it stores documents by the same functions as the app does.
 */
import type { Id } from "./_generated/dataModel";
import { internalMutation } from "./_generated/server";
import { messageDocument } from "./messages";
import { people } from "./people";
import { openRoom } from "./rooms";
import { userDocument } from "./users";

const rooms = [
  { slug: "general", title: "General" },
  { slug: "engines", title: "Engines, analytical and other" },
  { slug: "compilers", title: "Compilers" },
  { slug: "orbits", title: "Orbits and landings" },
  { slug: "tea", title: "Tea" },
];

const phrases = [
  "Good morning!",
  "Has anyone seen the punched cards?",
  "It ran the whole night without an error.",
  "There was a moth in relay 70.",
  "I would not call that a feature.",
  "Let us name things first, then build them.",
  "The figures agree with mine.",
  "Who moved the tape?",
  "Twice as fast since yesterday.",
  "We should write that down.",
  "Ship it.",
];

const messagesPerRoom = 12;
const firstSentAt = Date.UTC(2025, 8, 1, 9, 0, 0);
const minute = 60_000;

export const run = internalMutation({
  args: {},
  handler: async (ctx) => {
    if ((await ctx.db.query("users").first()) !== null) {
      return { users: 0, rooms: 0, messages: 0 };
    }
    const userIds: Id<"users">[] = [];
    for (const person of people) {
      userIds.push(await ctx.db.insert("users", userDocument(person)));
    }
    let sent = 0;
    for (const [i, room] of rooms.entries()) {
      const roomId = await openRoom(ctx, { ...room, owner: userIds[i] });
      for (let n = 0; n < messagesPerRoom; n++, sent++) {
        const draft = {
          room: roomId,
          // 7 and 25, 5 and 11 have no common factor: everyone speaks, everything is said.
          author: userIds[(sent * 7) % userIds.length],
          words: phrases[(sent * 5) % phrases.length],
          sentAt: firstSentAt + sent * minute,
        };
        await ctx.db.insert("messages", messageDocument(draft));
      }
    }
    return { users: userIds.length, rooms: rooms.length, messages: sent };
  },
});
