// The recordings this device keeps, as it keeps answers: one for each spoken item of a sitting, the last one made. What
// was sent stays until a page arrives that knows it, so that a copy of a page can still play it.
import * as keeping from "./kept.js";

const STORE = "recordings";

// `recording`: account, attempt, position, data (the bytes: some browsers lose a Blob that is kept), type, made_at.
export const keep = (recording) => keeping.keep(recording, STORE);
export const newerThan = (account, attempt, made) => keeping.newerThan(account, attempt, made, STORE);
export const unsent = (account, attempt) => keeping.unsent(account, attempt, STORE);

// The server has it, or has refused it for good, unless another was made meanwhile.
export async function noteSent(recording, refused) {
  const key = [recording.account, recording.attempt, recording.position];
  const change = (await keeping.database()).transaction(STORE, "readwrite", keeping.DURABLE);
  if ((await change.store.get(key))?.made_at === recording.made_at) {
    await (refused ? change.store.delete(key) : change.store.put({ ...recording, sent: true }));
  }
  await change.done;
}
