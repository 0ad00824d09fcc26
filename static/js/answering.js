// Answering an item more easily: a large button to listen, parts to press in order, Cyrillic keys on the screen.
// Without JavaScript the same fields are there as a plain form.
import { offerKeys } from "./answering/keys.js";
import { listenWith } from "./answering/listen.js";
import { orderBy } from "./answering/ordering.js";

document.querySelectorAll("[data-listen]").forEach(listenWith);
document.querySelectorAll(".parts").forEach(orderBy);
document.querySelectorAll("[data-keys]").forEach(offerKeys);
