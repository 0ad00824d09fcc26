// The recordings this device keeps, as it keeps answers: one for each spoken item of a sitting, the last one made. What
// was sent stays until a page arrives that knows it, so that a copy of a page can still play it.
import { database, sitting } from "./kept.js";

const DURABLE = { durability: "strict" };

// `recording`: account, attempt, position, data (the bytes: some browsers lose a Blob that is kept), type, made_at.
export async function keep(recording) {
  const change = (await database()).transaction("recordings", "readwrite", DURABLE);
  await change.store.put(recording);
  await change.done;
}

// What a page made at this moment, by the server's clock in milliseconds, may not know; the rest is forgotten.
export async function newerThan(account, attempt, made) {
  const change = (await database()).transaction("recordings", "readwrite", DURABLE);
  const newer = [];
  for (const one of await change.store.getAll(sitting(account, attempt))) {
    if (one.sent && Date.parse(one.made_at) <= made) {
      await change.store.delete([account, attempt, one.position]);
    } else {
      newer.push(one);
    }
  }
  await change.done;
  return newer;
}

export async function unsent(account, attempt) {
  return (await (await database()).getAll("recordings", sitting(account, attempt))).filter((one) => !one.sent);
}

// The server has it, or has refused it for good, unless another was made meanwhile.
export async function noteSent(recording, refused) {
  const key = [recording.account, recording.attempt, recording.position];
  const change = (await database()).transaction("recordings", "readwrite", DURABLE);
  if ((await change.store.get(key))?.made_at === recording.made_at) {
    await (refused ? change.store.delete(key) : change.store.put({ ...recording, sent: true }));
  }
  await change.done;
}
