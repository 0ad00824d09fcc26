// The interview: Enter goes on to the next question, a name appears in the other alphabet while it is typed,
// and a list goes on offering after a comma. Without JavaScript the server does all of it on saving.
const form = document.querySelector("form[data-interview]");
const WAIT = 250;

const asked = () =>
  [...form.querySelectorAll("input, select, textarea, button[type=submit]")].filter(
    (one) => one.type !== "hidden" && !one.disabled && one.offsetParent !== null && !one.closest("details:not([open])"),
  );

function goOn(event) {
  const here = event.target;
  if (event.key !== "Enter" || event.isComposing || !here.matches("input, select")) {
    return;
  }
  event.preventDefault();
  if (event.ctrlKey || event.metaKey) {
    form.requestSubmit();
    return;
  }
  const all = asked();
  // The choices of one question are one stop.
  const next = all.slice(all.indexOf(here) + 1).find((one) => one.type !== "radio" || one.name !== here.name);
  const choice = next?.type === "radio" ? all.find((one) => one.name === next.name && one.checked) : undefined;
  (choice ?? next)?.focus();
}

// What a person wrote or mended is theirs: only an empty field, or one that was suggested here, is filled.
const suggested = new WeakMap();
const free = (field) => field.value === "" || field.value === suggested.get(field);

async function suggest(from, to, script) {
  if (!free(to)) {
    return;
  }
  const asking = from.value;
  const address = `${form.dataset.names}?${new URLSearchParams({ [script]: asking })}`;
  const answer = await fetch(address, { headers: { Accept: "application/json" } }).catch(() => null);
  if (!answer?.ok || from.value !== asking || !free(to)) {
    return;
  }
  to.value = (await answer.json())[script === "latin" ? "cyrillic" : "latin"];
  suggested.set(to, to.value);
}

function pair(latin) {
  const cyrillic = form.querySelector(`[data-cyrillic="${latin.dataset.latin}"]`);
  for (const [from, to, script] of [
    [latin, cyrillic, "latin"],
    [cyrillic, latin, "cyrillic"],
  ]) {
    let waiting;
    from.addEventListener("input", () => {
      suggested.delete(from);
      clearTimeout(waiting);
      waiting = setTimeout(() => suggest(from, to, script), WAIT);
    });
  }
}

// A <datalist> answers to the whole text, so after a comma its values begin with what stands before it.
function several(field) {
  const names = [...field.list.options].map((option) => [option.value, option.label]);
  const own = document.createElement("datalist");
  own.id = `${field.id}-list`;
  field.after(own);
  const fill = () => {
    const before = field.value.includes(",") ? `${field.value.slice(0, field.value.lastIndexOf(","))}, ` : "";
    if (own.dataset.before === before) {
      return;
    }
    own.dataset.before = before;
    own.replaceChildren(
      ...names.map(([value, label]) => Object.assign(document.createElement("option"), { value: before + value, label })),
    );
  };
  fill();
  field.setAttribute("list", own.id);
  field.addEventListener("input", fill);
}

// As soon as the year says that somebody may be under 18, the questions about minors stand open.
function watchAge(born, minors) {
  born.addEventListener("input", () => {
    const year = born.value.match(/\d{4}/);
    if (year && new Date().getFullYear() - year[0] <= 18) {
      minors.open = true;
    }
  });
}

if (form) {
  form.addEventListener("keydown", goOn);
  form.querySelectorAll("[data-latin]").forEach(pair);
  form.querySelectorAll("[data-several]").forEach(several);
  const minors = form.querySelector("#under-age details");
  if (minors) {
    watchAge(form.elements.born, minors);
  }
  document.querySelector("[data-keys]")?.removeAttribute("hidden");
  (form.querySelector("[aria-invalid]") ?? form.querySelector(".doubts input") ?? asked()[0])?.focus();
}
