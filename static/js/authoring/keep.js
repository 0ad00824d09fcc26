// What is written is kept in this tab until it is saved, so that a lost connection or session loses nothing.
// It ends with the tab.
import { fieldsOf } from "./swap.js";

const PREFIX = "azbuka-";
const NOT_KEPT = new Set(["csrf_token", "do"]);

const written = (form) => JSON.stringify([...fieldsOf(form)].filter(([name]) => !NOT_KEPT.has(name)));

export function keepIn(form, swap) {
  const key = PREFIX + form.dataset.keep;
  const bar = document.querySelector("[data-restore]");
  const kept = sessionStorage.getItem(key);
  const forget = () => {
    sessionStorage.removeItem(key);
    bar.hidden = true;
  };
  const keep = () => sessionStorage.setItem(key, written(form));

  // A page that came back with a message holds what was sent.
  if (kept && !("returned" in form.dataset) && kept !== written(form)) {
    bar.hidden = false;
  }
  bar.querySelector("[data-restore-yes]").addEventListener("click", async () => {
    const fields = new FormData();
    JSON.parse(kept).forEach(([name, value]) => fields.append(name, value));
    fields.set("csrf_token", form.elements.csrf_token.value);
    if (await swap("show", fields)) {
      bar.hidden = true;
    }
  });
  bar.querySelector("[data-restore-no]").addEventListener("click", forget);
  form.addEventListener("input", keep);
  form.addEventListener("change", keep);
}

// The page after saving: nothing is to be brought back any more.
export function forgetKept() {
  const done = document.querySelector("[data-kept-done]");
  done?.dataset.keptDone.split(" ").forEach((key) => sessionStorage.removeItem(PREFIX + key));
}
