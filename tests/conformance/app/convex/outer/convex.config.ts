import { defineComponent } from "convex/server";
import inner from "../inner/convex.config.js";

const component = defineComponent("outer");
component.use(inner);
export default component;
