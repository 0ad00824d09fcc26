// What is written in an interview is kept in this tab until it is saved, so that a lost connection loses nothing.
// It never leaves the tab, ends with it, and holds no field marked data-private.
const form = document.querySelector("form[data-draft]");
const done = document.querySelector("[data-draft-done]");
const PREFIX = "azbuka-draft-";

const kept = () =>
  [...form.elements].filter((one) => one.name && one.type !== "hidden" && !("private" in one.dataset) && one.type !== "submit");

function keep() {
  const written = kept().map((one) => (["radio", "checkbox"].includes(one.type) ? one.checked : one.value));
  sessionStorage.setItem(PREFIX + form.dataset.draft, JSON.stringify(written));
}

function restore(text) {
  const written = JSON.parse(text);
  const fields = kept();
  if (written.length !== fields.length) {
    return false;
  }
  const before = JSON.stringify(fields.map((one) => (["radio", "checkbox"].includes(one.type) ? one.checked : one.value)));
  fields.forEach((one, index) => {
    const what = ["radio", "checkbox"].includes(one.type) ? "checked" : "value";
    // What comes back must be seen.
    if (one[what] !== written[index]) {
      one.closest("details")?.setAttribute("open", "");
    }
    one[what] = written[index];
  });
  return before !== text;
}

if (done) {
  sessionStorage.removeItem(PREFIX + done.dataset.draftDone);
}

if (form) {
  // Whoever used this tab before may be somebody else.
  for (const key of Object.keys(sessionStorage)) {
    if (key.startsWith(PREFIX) && key !== PREFIX + form.dataset.draft) {
      sessionStorage.removeItem(key);
    }
  }
  const text = sessionStorage.getItem(PREFIX + form.dataset.draft);
  // A page that came back with a message holds what was sent.
  if (text && !("returned" in form.dataset) && restore(text)) {
    document.querySelector("[data-restored]").hidden = false;
  }
  form.addEventListener("input", keep);
  form.addEventListener("change", keep);
  document.querySelector("[data-forget]").addEventListener("click", () => {
    sessionStorage.removeItem(PREFIX + form.dataset.draft);
    window.location.reload();
  });
}
