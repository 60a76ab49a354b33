import { migrations } from "../migrate";

export const description = "Call what a message says its body, as the e-mail gateway does";

export const up = migrations.define({
  table: "messages",
  migrateOne: (_ctx, message) => {
    if (message.text === undefined) return undefined;
    return { body: message.body ?? message.text, text: undefined };
  },
});

export const down = migrations.define({
  table: "messages",
  migrateOne: (_ctx, message) => {
    if (message.body === undefined) return undefined;
    return { text: message.text ?? message.body, body: undefined };
  },
});
