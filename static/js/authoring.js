// Writing an item: a preview while typing, rows that come and go without leaving the page, a recorder, and what was
// written kept in this tab until it is saved. Without JavaScript the buttons of the form do the same.
import { ease } from "./answering/ease.js";
import { offerGaps } from "./authoring/gaps.js";
import { keepIn } from "./authoring/keep.js";
import { previewOf } from "./authoring/preview.js";
import { recordFor } from "./authoring/recorder.js";
import { swapper } from "./authoring/swap.js";

const form = document.getElementById("item-form");
const preview = previewOf(form);
const swap = swapper(form, () => {
  prepare();
  preview.renew();
});
const recorder = recordFor(form, swap);

function prepare() {
  ease(form);
  offerGaps(form);
  recorder.prepare();
}

// Buttons that only change the form: the server says what it looks like then.
form.addEventListener("click", (event) => {
  const button = event.target.closest("[data-rows]");
  if (button) {
    event.preventDefault();
    swap(button.value);
  }
});
// A sentence has as many parts of the form as gaps.
form.addEventListener("change", (event) => {
  const parts = form.querySelectorAll(".gap-part").length;
  if (event.target.name === "stem" && parts && event.target.value.split(/_{2,}/).length - 1 !== parts) {
    swap("show");
  }
});

ease(document.getElementById("preview"));
prepare();
keepIn(form, swap);
