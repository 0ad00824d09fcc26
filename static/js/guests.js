// Guests without leaving the page: what is marked on the roll but not saved yet stays as it is.
// While a name is typed, whoever waits is looked for; what the server answers as a page is taken over in part. A guest
// is kept on the device until the server has answered, and the form is free for the next one at once.
import { KEEPS, about, keepGuest, keptOf, showKept } from "./attendance/kept_guests.js";
import { ANSWERED, forgetLetter, refuseLetter, sendLetters } from "./attendance/letters.js";
import { NotSent } from "./offline/asking.js";

const PAUSE = 250;
const PATIENCE = 20_000; // Milliseconds.
let pause;
let asked = 0;

// An answer replaces the section: what comes later acts on the one that stands there by then.
const shown = () => document.querySelector("[data-guests]");
const formOf = (section) => section.querySelector("[data-guest-form]");

async function ask(form, fields) {
  const answer = await fetch(form.action, { method: "POST", body: fields, signal: AbortSignal.timeout(PATIENCE) });
  return { answer, page: new DOMParser().parseFromString(await answer.text(), "text/html") };
}

// The answer that took effect is the page of the roll; one that did not is the form with what is wrong.
async function send(form, submitter) {
  const fields = new FormData(form, submitter);
  const letter = form.matches("[data-guest-form]") ? await keepGuest(shown(), fields, submitter) : null;
  if (letter) {
    clear(form);
    await showKept(shown());
  }
  const said = await ask(form, fields).catch(() => null);
  const section = shown();
  const wrong = said?.page.getElementById("guest-form");
  if (said?.answer.ok && said.page.getElementById("guests")) {
    await (letter && forgetLetter(letter.order));
    await takeOver(section, said.page, letter !== null);
  } else if (wrong) {
    await explain(section, wrong, letter);
  } else {
    // There is no connection, or nobody is signed in any more: a guest who is kept goes out later.
    const line = section.querySelector("[data-guest-said]");
    line.textContent = letter ? line.dataset.kept.replace("{name}", letter.called) : line.dataset.failed;
  }
}

// What is wrong stands in the form; where the next guest is being typed there already, in the list.
async function explain(section, wrong, letter) {
  if (letter && formOf(section).elements.name.value) {
    await refuseLetter(letter, wrong.querySelector(".error-summary li").textContent.trim());
    await showKept(section);
    return;
  }
  if (letter) {
    await forgetLetter(letter.order);
    await showKept(section);
  }
  formOf(section).replaceWith(wrong);
  listen(section);
  section.querySelector(".error-summary")?.focus();
}

function clear(form) {
  clearTimeout(pause);
  asked += 1;
  form.reset();
  form.elements.guest.value = crypto.randomUUID();
  form.querySelector("#guest-found").replaceChildren();
}

async function takeOver(section, page, typing) {
  const fresh = page.getElementById("guests");
  if (typing && formOf(section)?.elements.name.value && formOf(fresh)) {
    carryOver(formOf(section), formOf(fresh));
  }
  const field = document.activeElement?.name;
  section.replaceWith(fresh);
  await begin(fresh);
  fresh.querySelector("[data-guest-said]").textContent = page.querySelector(".messages .flash")?.textContent ?? "";
  if (fresh.querySelector("[data-guest-door]")?.open) {
    formOf(fresh).elements[field]?.focus();
  }
}

// The next guest, who is being typed while the answer about the last one comes.
function carryOver(from, to) {
  for (const name of ["name", "minutes"]) {
    to.elements[name].value = from.elements[name].value;
  }
  to.querySelector("#guest-found").replaceWith(from.querySelector("#guest-found"));
  to.closest("[data-guest-door]").open = true;
}

// Letters were sent: guests who wait no longer, whoever sent them, stand on the page as it is now.
async function hear(section) {
  const listed = section.querySelectorAll("[data-guest-kept] > li").length;
  if ((await keptOf(section)).length < listed) {
    const page = new DOMParser().parseFromString(await (await fetch(window.location.pathname)).text(), "text/html");
    await takeOver(shown(), page, true);
  } else {
    await showKept(section);
  }
}

async function sendKept(section) {
  try {
    await sendLetters(about(section).account);
  } catch (error) {
    if (!(error instanceof NotSent || error instanceof TypeError)) {
      throw error;
    }
  }
}

function look(form) {
  clearTimeout(pause);
  pause = setTimeout(async () => {
    const mine = (asked += 1);
    const fields = new FormData(form);
    fields.set("look", "yes");
    try {
      const { answer, page } = await ask(form, fields);
      // An answer that was overtaken by a later one says nothing any more.
      if (answer.ok && mine === asked) {
        document.getElementById("guest-found").replaceWith(page.getElementById("guest-found"));
      }
    } catch {
      // Without a connection the name alone can be added.
    }
  }, PAUSE);
}

function listen(section) {
  const form = formOf(section);
  if (!form) {
    return;
  }
  form.querySelector("[data-guest-look]").hidden = true;
  form.elements.name.addEventListener("input", () => look(form));
}

async function begin(section) {
  section.addEventListener("submit", (event) => {
    event.preventDefault();
    if (event.submitter?.name === "look") {
      look(event.target);
    } else {
      send(event.target, event.submitter);
    }
  });
  section.querySelector("[data-guest-door]")?.addEventListener("toggle", (event) => {
    if (event.target.open) {
      formOf(section).elements.name.focus();
    }
  });
  listen(section);
  if (KEEPS) {
    await showKept(section);
  }
}

if (shown()) {
  await begin(shown());
  if (KEEPS) {
    const sendAgain = () => sendKept(shown());
    document.addEventListener(ANSWERED, () => hear(shown()));
    window.addEventListener("online", sendAgain);
    await sendAgain();
  }
}
