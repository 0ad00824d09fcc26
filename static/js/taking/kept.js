// The answers this device keeps: one for each item of a sitting, the last one given; and whether the sitting was handed
// in here. What was sent stays until a page arrives that knows it: the copy of a page, opened without a network, does
// not. Another account on the same device neither sees nor sends them.
import { openDB } from "../../vendor/idb.js";

export const DURABLE = { durability: "strict" };
let opened = null;

export function database() {
  opened ??= openDB("azbuka-answers", 2, {
    upgrade(db, before) {
      if (before < 1) {
        const answers = db.createObjectStore("answers", { keyPath: ["account", "attempt", "position"] });
        answers.createIndex("account", "account");
        db.createObjectStore("ends", { keyPath: ["account", "attempt"] });
      }
      const recordings = db.createObjectStore("recordings", { keyPath: ["account", "attempt", "position"] });
      recordings.createIndex("account", "account");
    },
  });
  return opened;
}

const sitting = (account, attempt) => IDBKeyRange.bound([account, attempt, 0], [account, attempt, Infinity]);

// `one`: account, attempt, position, made_at, and the fields of an answer or the bytes of a recording.
export async function keep(one, store = "answers") {
  const change = (await database()).transaction(store, "readwrite", DURABLE);
  await change.store.put(one);
  await change.done;
}

// What a page made at this moment, by the server's clock in milliseconds, may not know; the rest is forgotten.
export async function newerThan(account, attempt, made, store = "answers") {
  const change = (await database()).transaction(store, "readwrite", DURABLE);
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

export async function unsent(account, attempt, store = "answers") {
  return (await (await database()).getAll(store, sitting(account, attempt))).filter((one) => !one.sent);
}

// The server has these, unless another answer was given to the item meanwhile.
export async function noteSent(answers) {
  const change = (await database()).transaction("answers", "readwrite", DURABLE);
  for (const one of answers) {
    if ((await change.store.get([one.account, one.attempt, one.position]))?.made_at === one.made_at) {
      await change.store.put({ ...one, sent: true });
    }
  }
  await change.done;
}

export async function noteEnd(account, attempt) {
  const change = (await database()).transaction("ends", "readwrite", DURABLE);
  await change.store.put({ account, attempt });
  await change.done;
}

// What was to be handed in cannot be, as it is.
export async function takeBackEnd(account, attempt) {
  const change = (await database()).transaction("ends", "readwrite", DURABLE);
  await change.store.delete([account, attempt]);
  await change.done;
}

export async function isEnded(account, attempt) {
  return Boolean(await (await database()).get("ends", [account, attempt]));
}

// A sitting that is handed in is over here, too.
export async function forgetSitting(account, attempt) {
  const change = (await database()).transaction(["answers", "recordings", "ends"], "readwrite", DURABLE);
  await change.objectStore("answers").delete(sitting(account, attempt));
  await change.objectStore("recordings").delete(sitting(account, attempt));
  await change.objectStore("ends").delete([account, attempt]);
  await change.done;
}

// The sittings of which an account has something to send.
export async function sittingsOf(account) {
  const db = await database();
  const answers = await db.getAllFromIndex("answers", "account", account);
  const recordings = await db.getAllFromIndex("recordings", "account", account);
  const unsent = [...answers, ...recordings].filter((one) => !one.sent);
  const ends = (await db.getAll("ends")).filter((one) => one.account === account);
  return [...new Set([...unsent, ...ends].map((one) => one.attempt))];
}
