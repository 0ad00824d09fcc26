// The roll on a phone. The plain form works without it; here each touch gets its own identifier and
// moment, the count follows, minutes are guessed from the clock, and unsaved touches are not lost silently.
const form = document.querySelector("form[data-roll]");
const opened = performance.now();

const part = (row, name) => row.querySelector(`[data-part="${name}"]`);
const chosen = (row) => row.querySelector("input[type=radio]:checked")?.value ?? row.dataset.idle;

// An entry made here is a new one. If an earlier one of this page was already sent, the new one follows it.
function touch(row) {
  if (!window.crypto.randomUUID) {
    return; // Only over https: without it the identifiers that came with the page serve.
  }
  part(row, "follows").value = row.dataset.sent ?? "";
  part(row, "entry").value = crypto.randomUUID();
  part(row, "made_at").value = new Date().toISOString();
}

// Minutes since the lesson began, by the server's clock: the phone's own may be wrong.
function minutesPassed() {
  return Math.floor((Number(form.dataset.elapsed) + (performance.now() - opened) / 1000) / 60);
}

function guessMinutes(row, kind) {
  const field = row.querySelector("[data-minutes]");
  const length = Number(form.dataset.length);
  const minutes = kind === "late" ? minutesPassed() : length - minutesPassed();
  if (field.value === "" && minutes > 0 && minutes < length) {
    field.value = minutes;
  }
}

function showWhatIsNeeded(row) {
  const kind = chosen(row);
  for (const field of row.querySelectorAll("[data-for]")) {
    field.hidden = !field.dataset.for.split(" ").includes(kind);
  }
}

function count() {
  const found = {};
  for (const row of form.querySelectorAll("[data-row]")) {
    const kind = chosen(row);
    found[kind] = (found[kind] ?? 0) + 1;
  }
  for (const item of form.querySelectorAll("[data-tally]")) {
    const number = found[item.dataset.tally] ?? 0;
    item.querySelector("[data-number]").textContent = number;
    item.hidden = number === 0 && ["left_early", "excused", "unsettled", "uncalled"].includes(item.dataset.tally);
  }
}

function noteUnsaved() {
  const touched = form.querySelectorAll("[data-touched]").length;
  const note = form.querySelector("[data-unsaved-note]");
  note.hidden = touched === 0;
  note.textContent = `${form.dataset.unsaved}: ${touched}`;
}

function onTouch(event) {
  const row = event.target.closest("[data-row]");
  if (!row) {
    return;
  }
  if (event.target.type === "radio") {
    const kind = event.target.value;
    if (kind === "late" || kind === "left_early") {
      guessMinutes(row, kind);
    }
    row.querySelector("details").open = kind !== "present" && kind !== "absent";
    showWhatIsNeeded(row);
    count();
  }
  row.querySelector("[data-said]")?.remove();
  row.dataset.touched = "";
  touch(row);
  noteUnsaved();
}

function onSubmit(event) {
  if (form.dataset.sending) {
    event.preventDefault();
    return;
  }
  form.dataset.sending = "yes";
  for (const row of form.querySelectorAll("[data-row]")) {
    row.dataset.sent = part(row, "entry").value;
  }
}

// A page brought back by the browser may be sent again; what it sent before is known to the server.
function onReturn() {
  delete form.dataset.sending;
  count();
}

function onLeave(event) {
  if (!form.dataset.sending && form.querySelector("[data-touched]")) {
    event.preventDefault();
  }
}

if (form) {
  form.querySelectorAll("[data-row]").forEach(showWhatIsNeeded);
  noteUnsaved(); // What was refused came back with the page and is still not saved.
  form.addEventListener("change", onTouch);
  form.addEventListener("submit", onSubmit);
  window.addEventListener("pageshow", onReturn);
  window.addEventListener("beforeunload", onLeave);
}
