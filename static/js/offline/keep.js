// On the first page of a teacher: the page and the rolls of the coming days are copied, so that they open without a
// network, and marks that this device still keeps are sent.
import { countKept, sendAll } from "../attendance/everything.js";
import { NotSent } from "./asking.js";
import { ServerClock } from "../attendance/server_clock.js";
import * as copies from "./copies.js";

const home = document.querySelector("[data-keep]");

function noteClock(html) {
  const now = html.match(/data-now="(\d+)"/)?.[1];
  if (now) {
    new ServerClock(Number(now)).hear(Number(now));
  }
}

async function keepAll(account, addresses) {
  await copies.forgetPages(account);
  for (const address of addresses) {
    const answer = await fetch(address, { redirect: "error" });
    if (!answer.ok) {
      continue;
    }
    const html = await answer.clone().text();
    noteClock(html);
    await copies.keepFilesOf(html);
    await copies.keepPage(account, address, answer);
  }
  await copies.dropOtherPages(account, addresses);
  await copies.dropOldFiles(home.dataset.version);
}

async function showUnsent(account) {
  const count = await countKept(account);
  const line = home.querySelector("[data-kept-line]");
  line.hidden = count === 0;
  line.textContent = home.dataset.unsent.replace("{count}", count);
}

async function sendNow(account) {
  try {
    await sendAll(account);
  } catch (error) {
    if (!(error instanceof NotSent)) {
      throw error;
    }
  }
  await showUnsent(account);
}

async function start() {
  const account = Number(home.dataset.account);
  // Before the first try: the network may return while it is being made.
  window.addEventListener("online", () => sendNow(account));
  document.addEventListener("visibilitychange", () => document.hidden || sendNow(account));
  await showUnsent(account);
  await sendNow(account);
  await navigator.serviceWorker.register("/service-worker.js", { type: "module", updateViaCache: "none" });
  await keepAll(account, JSON.parse(home.dataset.keep));
  home.dataset.kept = "yes";
}

if (home && window.isSecureContext && navigator.serviceWorker && window.indexedDB) {
  start().catch((error) => {
    // Without a network the copies stay as they are.
    if (!(error instanceof TypeError)) {
      throw error;
    }
  });
}
