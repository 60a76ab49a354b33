import { defineApp, defineComponent } from "convex/server";
var a = defineComponent("rate\u004cimiter"), b = defineComponent('tally');
var app = defineApp(); app.use(a); app.use(b, { name: "other" }); for (const x of y) app.use(x);
export { app as default };
