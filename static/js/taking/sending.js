// Sends the answers this device keeps: one page at a time, and nothing is forgotten before the server has it.
import { ask, headersOf, read } from "../offline/asking.js";
import { forgetPage } from "../offline/copies.js";
import * as keeping from "./kept.js";

const onWire = ({ position, fields, made_at }) => ({ position, fields, made_at });

// Send what an account keeps of a sitting; gives back what the server said. Raises NotSent.
export function send(account, attempt) {
  return navigator.locks.request(`azbuka-answers-${attempt}`, async () => {
    const answers = await keeping.unsent(account, attempt);
    const ended = await keeping.isEnded(account, attempt);
    if (answers.length === 0 && !ended) {
      return null;
    }
    const page = `/quizzes/attempts/${attempt}`;
    const answer = await ask(`${page}/answers`, {
      method: "POST",
      headers: { ...headersOf(account), "Content-Type": "application/json" },
      body: JSON.stringify({ answers: answers.map(onWire), hand_in: ended }),
    });
    const said = await read(answer);
    await keeping.noteSent(answers);
    if (said.handed_in) {
      await keeping.forgetSitting(account, attempt);
      await forgetPage(account, page).catch(() => {}); // A browser without copies has none to forget.
    }
    return said;
  });
}

// Sitting by sitting; one that the server no longer takes keeps back no other. Says whether anything arrived.
export async function sendAll(account) {
  let arrived = false;
  for (const attempt of await keeping.sittingsOf(account)) {
    try {
      arrived = Boolean(await send(account, attempt)) || arrived;
    } catch (error) {
      if (!["failed", "gone"].includes(error.why)) {
        throw error;
      }
    }
  }
  return arrived;
}
