// The item as the learner sees it, made by the server while the writer types.
import { ease } from "../answering/ease.js";
import { fieldsOf } from "./swap.js";

const PAUSE = 500; // Milliseconds without a touch after which it is asked for.

export function previewOf(form) {
  const box = document.getElementById("preview");
  const failed = document.querySelector("[data-preview-failed]");
  let shown = "";
  let waiting = 0;
  let asking = new AbortController();

  async function renew() {
    asking.abort();
    asking = new AbortController();
    try {
      const answer = await fetch(form.dataset.preview, { method: "POST", body: fieldsOf(form), signal: asking.signal });
      if (!answer.ok || answer.redirected) {
        throw new Error(answer.status);
      }
      const text = await answer.text();
      failed.hidden = true;
      // What has not changed stays: a recording may be playing in it.
      if (text !== shown) {
        shown = text;
        box.innerHTML = text;
        ease(box);
      }
    } catch (error) {
      failed.hidden = error.name === "AbortError";
    }
  }

  const soon = () => {
    clearTimeout(waiting);
    waiting = setTimeout(renew, PAUSE);
  };
  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
  form.addEventListener("click", (event) => {
    if (event.target.closest(".show-preview")) {
      event.preventDefault();
      box.parentElement.scrollIntoView({ behavior: "smooth" });
      renew();
    }
  });
  return { renew };
}
