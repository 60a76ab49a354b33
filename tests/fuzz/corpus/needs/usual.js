import { internal, components as c2, api } from "../_generated/api.js";
import { makeFunctionReference, componentsGeneric } from "convex/server";
var components2 = componentsGeneric();
f(internal.agg.bump, api["deep/er"].fn, c2.aggregate.btree.insert, internal.migrations.x.up);
new Migrations(components2.migrations); f(makeFunctionReference("users:list"));
