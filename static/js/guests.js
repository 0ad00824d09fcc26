// Guests without leaving the page: what is marked on the roll but not saved yet stays as it is.
// While a name is typed, whoever waits is looked for; what the server answers as a page is taken over in part. A guest
// is kept on the device until the server has answered.
import { ANSWERED, forgetLetter, keepLetter, lettersOf, sendLetters } from "./attendance/letters.js";
import { NotSent } from "./attendance/sending.js";

const PAUSE = 250;
const PATIENCE = 20_000; // Milliseconds.
const KEEPS = window.isSecureContext && Boolean(window.indexedDB && navigator.locks);
const KIND = "guest";

async function ask(form, fields) {
  const answer = await fetch(form.action, { method: "POST", body: fields, signal: AbortSignal.timeout(PATIENCE) });
  return { answer, page: new DOMParser().parseFromString(await answer.text(), "text/html") };
}

const about = (section) => ({ account: Number(section.dataset.account), lesson: Number(section.dataset.lesson) });

// The guest of a form as a letter; null where the form says nobody, and the server says so.
function letterOf(section, form, fields, submitter) {
  const learner = fields.get("learner");
  const name = fields.get("name").trim();
  if (!KEEPS || !(learner || name)) {
    return null;
  }
  const body = { guest: fields.get("guest"), name, minutes: fields.get("minutes"), learner, made_at: new Date().toISOString() };
  return { ...about(section), kind: KIND, address: section.dataset.address, body, called: learner ? submitter.textContent.trim() : name };
}

// The answer that took effect is the page of the roll; one that did not is the form with what is wrong.
async function send(section, form, submitter) {
  const fields = new FormData(form, submitter);
  const guest = form.matches("[data-guest-form]") ? letterOf(section, form, fields, submitter) : null;
  const letter = guest && (await keepLetter(guest).catch(() => null));
  let said;
  try {
    said = await ask(form, fields);
  } catch {
    await waits(section, form, letter);
    return;
  }
  if (letter) {
    await forgetLetter(letter.order);
  }
  const { answer, page } = said;
  if (answer.ok && page.getElementById("guests")) {
    await takeOver(section, page);
    return;
  }
  form.replaceWith(page.getElementById("guest-form"));
  listen(section);
  section.querySelector(".error-summary")?.focus();
}

// There is no connection: a guest who is kept goes out later, and the form is free for the next.
async function waits(section, form, letter) {
  const line = section.querySelector("[data-guest-said]");
  line.textContent = letter ? "" : line.dataset.failed;
  if (letter) {
    form.reset();
    form.elements.guest.value = crypto.randomUUID();
    await showKept(section);
  }
}

async function takeOver(section, page) {
  const fresh = page.getElementById("guests");
  section.replaceWith(fresh);
  await begin(fresh);
  fresh.querySelector("[data-guest-said]").textContent = page.querySelector(".messages .flash")?.textContent ?? "";
}

async function keptOf(section) {
  const { account, lesson } = about(section);
  return (await lettersOf(account, lesson)).filter((letter) => letter.kind === KIND);
}

// Guests that wait on this device, and why the server did not take them.
async function showKept(section) {
  const kept = await keptOf(section);
  const list = section.querySelector("[data-guest-kept]");
  list.hidden = kept.length === 0;
  list.replaceChildren(...kept.map((letter) => lineOf(section, letter)));
}

function lineOf(section, letter) {
  const line = section.querySelector("[data-guest-line]").content.cloneNode(true).firstElementChild;
  line.querySelector("strong").textContent = letter.called;
  if (letter.refused) {
    line.querySelector("[data-standing]").textContent = letter.refused;
  }
  line.querySelector("button").addEventListener("click", async () => {
    await forgetLetter(letter.order);
    await showKept(section);
  });
  return line;
}

// Letters were sent: guests who wait no longer, whoever sent them, stand on the page as it is now.
async function hear(section) {
  const shown = section.querySelectorAll("[data-guest-kept] > li").length;
  if ((await keptOf(section)).length < shown) {
    const page = new DOMParser().parseFromString(await (await fetch(window.location.pathname)).text(), "text/html");
    await takeOver(section, page);
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

let pause;
let asked = 0;

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
  const form = section.querySelector("[data-guest-form]");
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
      send(section, event.target, event.submitter);
    }
  });
  section.querySelector("[data-guest-door]")?.addEventListener("toggle", (event) => {
    if (event.target.open) {
      section.querySelector("[data-guest-form]").elements.name.focus();
    }
  });
  listen(section);
  if (KEEPS) {
    await showKept(section);
  }
}

const guests = document.querySelector("[data-guests]");
if (guests) {
  await begin(guests);
  if (KEEPS) {
    const shown = () => document.querySelector("[data-guests]");
    const sendAgain = () => sendKept(shown());
    document.addEventListener(ANSWERED, () => hear(shown()));
    window.addEventListener("online", sendAgain);
    await sendAgain();
  }
}
