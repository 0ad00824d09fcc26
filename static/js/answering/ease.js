// Everything that makes answering easier, in a part of a page that may have arrived later than the page.
import { offerKeys } from "./keys.js";
import { listenWith } from "./listen.js";
import { orderBy } from "./ordering.js";

export function ease(part) {
  part.querySelectorAll("[data-listen]").forEach(listenWith);
  part.querySelectorAll(".parts").forEach(orderBy);
  part.querySelectorAll("[data-keys]").forEach(offerKeys);
}
