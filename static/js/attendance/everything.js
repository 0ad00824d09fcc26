// Everything an account keeps on this device: marks, and letters.
import { lettersOf, sendLetters } from "./letters.js";
import { lessonsOf, unsent } from "./outbox.js";
import { oneByOne, send } from "./sending.js";

export async function countKept(account) {
  const lists = await Promise.all((await lessonsOf(account)).map((lesson) => unsent(account, lesson)));
  return lists.flat().length + (await lettersOf(account)).length;
}

// Lesson by lesson. Raises NotSent.
export async function sendAll(account) {
  const marks = (await lessonsOf(account)).map((lesson) => () => send(account, lesson, `/lessons/${lesson}/entries`, () => {}));
  const failed = await oneByOne([...marks, () => sendLetters(account)]);
  if (failed) {
    throw failed;
  }
}
