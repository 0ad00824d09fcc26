// Sends what this device keeps, in order and once: one page at a time, and nothing is forgotten before it is answered.
import { ask, headersOf, read } from "../offline/asking.js";
import * as outbox from "./outbox.js";

const PARCEL = 200;
// Do one act after another. What the server will not take, such as something for a lesson that somebody else teaches by
// now, keeps back nothing that follows; gives back what the first of them failed with, or null.
export async function oneByOne(acts) {
  let failed = null;
  for (const act of acts) {
    try {
      await act();
    } catch (error) {
      if (!["failed", "gone"].includes(error.why)) {
        throw error;
      }
      failed ??= error;
    }
  }
  return failed;
}

function onWire({ id, enrolment, kind, minutes, reason, made_at, based_on, follows }) {
  return { id, enrolment, kind, minutes, reason, made_at, based_on, follows };
}

async function sendParcel(account, lesson, address, entries) {
  await outbox.noteTried(entries);
  const answer = await ask(address, {
    method: "POST",
    headers: { ...headersOf(account), "Content-Type": "application/json" },
    body: JSON.stringify({ entries: entries.map(onWire) }),
  });
  const said = await read(answer);
  const answers = new Map(said.answers.map((one) => [one.id, one]));
  const refused = entries.filter((entry) => answers.get(entry.id)?.kind === "refused");
  await outbox.noteRefused(refused.map((entry) => ({ ...entry, tried: true, refused: answers.get(entry.id).said })));
  const done = entries.filter((entry) => answers.has(entry.id) && !refused.includes(entry));
  const settled = new Set(done.map((entry) => entry.enrolment));
  const earlier = (await outbox.unsent(account, lesson)).filter((entry) => entry.refused && settled.has(entry.enrolment));
  await outbox.forget([...done, ...earlier.filter((entry) => !refused.some((one) => one.id === entry.id))].map((entry) => entry.order));
  return said;
}

// Send everything an account keeps for a lesson; calls `onAnswer` after each parcel. Raises NotSent.
export function send(account, lesson, address, onAnswer) {
  return navigator.locks.request(`azbuka-send-${lesson}`, async () => {
    for (;;) {
      const entries = (await outbox.unsent(account, lesson)).filter((entry) => !entry.refused).slice(0, PARCEL);
      if (entries.length === 0) {
        return;
      }
      onAnswer(await sendParcel(account, lesson, address, entries), entries);
    }
  });
}
