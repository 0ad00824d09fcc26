// Sends the answers and recordings this device keeps: one page at a time, and nothing is forgotten before the server has it.
import { ask, headersOf, read } from "../offline/asking.js";
import { forgetPage } from "../offline/copies.js";
import * as keeping from "./kept.js";
import * as recordings from "./kept_recordings.js";

const PATIENCE = 180_000; // Milliseconds: a recording takes its time on a slow network.
const onWire = ({ position, fields, made_at }) => ({ position, fields, made_at });

// Send what an account keeps of a sitting; gives back what the server said. Raises NotSent.
export function send(account, attempt) {
  return navigator.locks.request(`azbuka-answers-${attempt}`, async () => {
    if (!(await keeping.isEnded(account, attempt))) {
      return joined(await sendAnswers(account, attempt, false), await sendRecordings(account, attempt));
    }
    // What cannot be taken keeps the sitting open, so that it can be said once more.
    const spoken = await sendRecordings(account, attempt);
    const refused = spoken?.answers.some((one) => one.kind === "refused");
    if (refused) {
      await keeping.takeBackEnd(account, attempt);
    }
    return { ...joined(spoken, await sendAnswers(account, attempt, !refused)), taken_back: refused };
  });
}

function joined(one, other) {
  return one && other ? { ...one, ...other, answers: [...one.answers, ...other.answers] } : (one ?? other);
}

async function sendAnswers(account, attempt, ended) {
  const answers = await keeping.unsent(account, attempt);
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
}

async function sendRecordings(account, attempt) {
  let said = null;
  for (const one of await recordings.unsent(account, attempt)) {
    const told = await sendRecording(one);
    await recordings.noteSent(one, told.answers[0].kind === "refused");
    said = joined(said, told);
  }
  return said;
}

async function sendRecording({ account, attempt, position, data, type, made_at }) {
  const body = new FormData();
  body.append("recording", new Blob([data], { type }), "recording");
  body.append("made_at", made_at);
  const address = `/quizzes/attempts/${attempt}/recordings/${position}`;
  try {
    return await read(await ask(address, { method: "POST", headers: headersOf(account), body }, PATIENCE));
  } catch (error) {
    if (error.why !== "too_large") {
      throw error;
    }
    return { answers: [{ position, kind: "refused", why: "large" }] };
  }
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
