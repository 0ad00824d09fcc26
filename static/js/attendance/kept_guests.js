// Guests that wait on this device until the server has answered: each is a letter, and a line of the list.
import { forgetLetter, keepLetter, lettersOf } from "./letters.js";

const KIND = "guest";

export const KEEPS = window.isSecureContext && Boolean(window.indexedDB && navigator.locks);

export const about = (section) => ({ account: Number(section.dataset.account), lesson: Number(section.dataset.lesson) });

// Keep the guest of a form as it is sent; null where it says nobody, which the server then says, or nothing can be kept.
export async function keepGuest(section, fields, submitter) {
  const learner = fields.get("learner");
  const name = fields.get("name").trim();
  if (!KEEPS || !(learner || name)) {
    return null;
  }
  const body = { guest: fields.get("guest"), name, minutes: fields.get("minutes"), learner, made_at: new Date().toISOString() };
  const called = learner ? submitter.textContent.trim() : name;
  return keepLetter({ ...about(section), kind: KIND, address: section.dataset.address, body, called }).catch(() => null);
}

export async function keptOf(section) {
  const { account, lesson } = about(section);
  return (await lettersOf(account, lesson)).filter((letter) => letter.kind === KIND);
}

// Show the guests that wait, and why the server did not take them.
export async function showKept(section) {
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
