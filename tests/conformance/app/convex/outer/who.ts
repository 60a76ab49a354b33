import { queryGeneric as query } from "convex/server";

/** The same path exists in every component, with another answer. */
export const ami = query({ args: {}, handler: async () => "outer" });
