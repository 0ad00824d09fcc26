// What this device keeps besides marks until the server has answered it: guests, and what was taught. A letter has an
// account, a lesson, a kind, the address it goes to and the body it carries.
import { ask, headersOf, read } from "../offline/asking.js";
import { DURABLE, database } from "./outbox.js";
import { oneByOne } from "./sending.js";

const STORE = "letters";
// What a page hears when letters were sent: each letter with what was said to it.
export const ANSWERED = "azbuka-letters-answered";

async function change(act) {
  const transaction = (await database()).transaction(STORE, "readwrite", DURABLE);
  const result = await act(transaction.store);
  await transaction.done;
  return result;
}

// Keep a letter; gives it back with the order in which it was kept.
export async function keepLetter(letter) {
  return { ...letter, order: await change((store) => store.add(letter)) };
}

export const forgetLetter = (order) => change((store) => store.delete(order));

// Keep a letter with why it was not taken, for a person to see: it is not sent again.
export const refuseLetter = (letter, why) => change((store) => store.put({ ...letter, refused: why }));

// The letters of an account, in their order; of one lesson, or of all.
export async function lettersOf(account, lesson = null) {
  const letters = await (await database()).getAllFromIndex(STORE, "account", account);
  return letters.filter((letter) => lesson === null || letter.lesson === lesson);
}

async function post(account, letter) {
  const answer = await ask(letter.address, {
    method: "POST",
    headers: { ...headersOf(account), "Content-Type": "application/json" },
    body: JSON.stringify(letter.body),
  });
  return read(answer);
}

async function sendLetter(account, letter, answered) {
  const said = await post(account, letter);
  if (["refused", "conflict"].includes(said.kind)) {
    await refuseLetter(letter, said.said);
  } else {
    await forgetLetter(letter.order);
  }
  answered.push({ letter, said });
}

// Send the letters of an account in their order; whatever cannot be taken waits here with the reason, for a person.
// Whoever shows letters hears of it. Raises NotSent.
export function sendLetters(account) {
  return navigator.locks.request(`azbuka-letters-${account}`, async () => {
    const answered = [];
    const letters = (await lettersOf(account)).filter((letter) => !letter.refused);
    const failed = await oneByOne(letters.map((letter) => () => sendLetter(account, letter, answered)));
    globalThis.document?.dispatchEvent(new CustomEvent(ANSWERED, { detail: answered }));
    if (failed) {
      throw failed;
    }
  });
}
