// Answering an item more easily: a large button to listen, parts to press in order, Cyrillic keys on the screen.
// Without JavaScript the same fields are there as a plain form.
import { ease } from "./answering/ease.js";

ease(document);
