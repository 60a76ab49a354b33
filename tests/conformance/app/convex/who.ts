import { internalQueryGeneric as internalQuery, queryGeneric as query } from "convex/server";

export const ami = query({ args: {}, handler: async () => "root" });

export const internally = internalQuery({ args: {}, handler: async () => "internal root" });

export default query({ args: {}, handler: async () => "default of root" });
