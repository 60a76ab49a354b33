import migrations from "@convex-dev/migrations/convex.config.js";
import { defineApp } from "convex/server";
import outer from "./outer/convex.config.js";

const app = defineApp();
app.use(migrations);
app.use(outer);
export default app;
