// Copies of pages and files on this device. Pages belong to one account at a time: whose they are stands in the name of
// their cache, and they are gone as soon as that account is not signed in here any more. Marks are kept elsewhere.
const PAGES = "azbuka-pages-";
const FILES = "azbuka-files";
export const OFFLINE = "/offline";

const isFile = (url) => url.pathname.startsWith("/static/");

// The account whose pages are kept here, if any.
export async function keptAccount() {
  const name = (await caches.keys()).find((one) => one.startsWith(PAGES));
  return name ? Number(name.slice(PAGES.length)) : null;
}

export async function forgetPages(except = null) {
  const names = (await caches.keys()).filter((one) => one.startsWith(PAGES) && one !== PAGES + except);
  await Promise.all(names.map((name) => caches.delete(name)));
}

export async function copyOf(address) {
  const account = await keptAccount();
  return account === null ? undefined : (await caches.open(PAGES + account)).match(address);
}

// A page that has just arrived replaces its copy; no page is kept for an account that keeps none yet.
export async function renew(address, answer) {
  const account = await keptAccount();
  if (account !== null) {
    await (await caches.open(PAGES + account)).put(address, answer);
  }
}

export async function keepPage(account, address, answer) {
  await (await caches.open(PAGES + account)).put(address, answer);
}

// A page that is over must not open again from its copy.
export async function forgetPage(account, address) {
  await (await caches.open(PAGES + account)).delete(address);
}

export async function dropOtherPages(account, addresses) {
  const cache = await caches.open(PAGES + account);
  for (const request of await cache.keys()) {
    if (!addresses.includes(new URL(request.url).pathname)) {
      await cache.delete(request);
    }
  }
}

export async function file(request) {
  const cache = await caches.open(FILES);
  const kept = await cache.match(request);
  if (kept) {
    return kept;
  }
  const answer = await fetch(request);
  if (answer.ok) {
    await cache.put(request, answer.clone());
  }
  return answer;
}

// What was kept, or else what the server has; nothing more is kept by asking.
export async function keptOr(request) {
  return (await (await caches.open(FILES)).match(request.url)) ?? fetch(request);
}

// The files that a page names, so that it can be opened without a network.
export async function keepFilesOf(html) {
  const cache = await caches.open(FILES);
  const named = [...html.matchAll(/(?:href|src)="(\/static\/[^"]+)"/g)].map((found) => found[1]);
  for (const address of new Set(named)) {
    if (!(await cache.match(address))) {
      await cache.add(address);
    }
  }
}

// Recordings that a kept page plays; what one is never changes, so it is asked for once.
export async function keepSounds(addresses) {
  const cache = await caches.open(FILES);
  for (const address of addresses) {
    if (!(await cache.match(address))) {
      await cache.add(address);
    }
  }
}

// Files of versions that no kept page names any more.
export async function dropOldFiles(version) {
  const cache = await caches.open(FILES);
  for (const request of await cache.keys()) {
    const url = new URL(request.url);
    if (isFile(url) && !url.pathname.startsWith(`/static/${version}/`)) {
      await cache.delete(request);
    }
  }
}

export async function keepOfflinePage() {
  const answer = await fetch(OFFLINE);
  if (answer.ok) {
    await keepFilesOf(await answer.clone().text());
    await (await caches.open(FILES)).put(OFFLINE, answer);
  }
}

export async function offlinePage() {
  return (await (await caches.open(FILES)).match(OFFLINE)) ?? Response.error();
}
