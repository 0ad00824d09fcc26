// The marks this device keeps until the server has answered them. Each bears an identifier made here and the account
// under which it was made; another account that signs in on the same device neither sees nor sends them.
import { openDB } from "../../vendor/idb.js";

const STORE = "entries";
// What is kept must survive the browser being killed in the next moment.
export const DURABLE = { durability: "strict" };

let opened = null;

export function database() {
  opened ??= openDB("azbuka", 1, {
    upgrade(db) {
      const entries = db.createObjectStore(STORE, { keyPath: "order", autoIncrement: true });
      entries.createIndex("roll", ["account", "lesson"]);
      entries.createIndex("account", "account");
      const letters = db.createObjectStore("letters", { keyPath: "order", autoIncrement: true });
      letters.createIndex("account", "account");
    },
  });
  return opened;
}

// Keep entries, all or none; gives them back with the order in which they were kept.
export async function keep(entries) {
  const change = (await database()).transaction(STORE, "readwrite", DURABLE);
  const adding = Promise.all(entries.map((entry) => change.store.add(entry)));
  change.commit();
  const orders = await adding;
  await change.done;
  return entries.map((entry, index) => ({ ...entry, order: orders[index] }));
}

// What an account made for a lesson and the server has not answered, in the order in which it was made.
export async function unsent(account, lesson) {
  return (await database()).getAllFromIndex(STORE, "roll", [account, lesson]);
}

// The lessons for which an account still keeps something here.
export async function lessonsOf(account) {
  const entries = await (await database()).getAllFromIndex(STORE, "account", account);
  return [...new Set(entries.map((entry) => entry.lesson))];
}

// From now on the server may have these, even if its answer never comes.
export async function noteTried(entries) {
  const change = (await database()).transaction(STORE, "readwrite", DURABLE);
  await Promise.all(entries.map((entry) => change.store.put({ ...entry, tried: true })));
  await change.done;
}

// The server has answered these, or a person took them back.
export async function forget(orders) {
  const change = (await database()).transaction(STORE, "readwrite", DURABLE);
  await Promise.all(orders.map((order) => change.store.delete(order)));
  await change.done;
}

// The server refused these and said why: they wait here for a person, who marks anew.
export async function noteRefused(entries) {
  const change = (await database()).transaction(STORE, "readwrite", DURABLE);
  await Promise.all(entries.map((entry) => change.store.put(entry)));
  await change.done;
}

// Take an entry back; false when it may be on its way already.
export async function takeBack(order) {
  const change = (await database()).transaction(STORE, "readwrite", DURABLE);
  const entry = await change.store.get(order);
  const untried = Boolean(entry) && !entry.tried;
  if (untried) {
    await change.store.delete(order);
  }
  await change.done;
  return untried;
}
