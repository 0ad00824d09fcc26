// What was kept of an item in this tab is saved now.
import { forgetKept } from "./authoring/keep.js";

forgetKept();
