// The service worker: opens the roll and quizzes without a network, and sends what was marked or answered when the
// network is back and no page is open. It answers from a copy only what is listed here; everything else goes where it always went.
import { sendAll } from "../attendance/everything.js";
import { sendAll as sendAnswers } from "../taking/sending.js";
import * as copies from "./copies.js";

const PATIENCE = 2000; // Milliseconds after which a copy is shown while the network has not answered.
const KEPT = /^\/(today|lessons\/\d+\/roll|quizzes\/attempts\/\d+)$/;
const DOORS = ["/sign-in", "/card"];

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(copies.keepOfflinePage());
});

self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin) {
    return;
  }
  if (request.method === "GET" && url.pathname.startsWith("/static/")) {
    event.respondWith(copies.file(request));
  } else if (request.method === "GET" && url.pathname.startsWith("/sounds/")) {
    event.respondWith(copies.keptOr(request));
  } else if (request.mode === "navigate") {
    event.respondWith(navigate(event, request, url.pathname));
  }
});

self.addEventListener("sync", (event) => {
  if (event.tag === "azbuka-marks") {
    event.waitUntil(sendKept(sendAll));
  } else if (event.tag === "azbuka-answers") {
    event.waitUntil(sendKept(sendAnswers));
  }
});

async function sendKept(sending) {
  const account = await copies.keptAccount();
  if (account !== null) {
    await sending(account);
  }
}

async function navigate(event, request, path) {
  if (path === "/sign-out") {
    await copies.forgetPages();
  }
  if (request.method === "GET" && KEPT.test(path)) {
    return keptPage(event, request, path);
  }
  let answer;
  try {
    answer = await fetch(request);
  } catch {
    return copies.offlinePage();
  }
  if (DOORS.includes(path) && answer.ok) {
    await copies.forgetPages(); // Who is asked to sign in is not signed in.
  }
  return answer;
}

// The network if it answers in time and well; the copy while it does not.
async function keptPage(event, request, path) {
  const copy = await copies.copyOf(path);
  const arriving = fetch(request).then(async (answer) => {
    if (answer.ok && answer.type === "basic" && !answer.redirected) {
      event.waitUntil(copies.renew(path, answer.clone()));
    }
    return answer;
  });
  if (!copy) {
    return arriving.catch(() => copies.offlinePage());
  }
  const late = new Promise((resolve) => {
    setTimeout(resolve, PATIENCE, copy);
  });
  return Promise.race([arriving.then((answer) => (answer.status >= 500 ? copy : answer)).catch(() => copy), late]);
}
