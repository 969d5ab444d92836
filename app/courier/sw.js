// Keeps the page on the phone. Only what is in SHELL, which tells of nobody, is ever kept; all else goes to the network.
// A new build is a new cache, filled whole before it takes over.

const CACHE = `courier-${BUILD}`;
const HOME = "/courier/";

self.addEventListener("install", (event) => {
  const fresh = SHELL.map((path) => new Request(path, { cache: "reload" }));
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(fresh)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches.keys()
      .then((names) => Promise.all(names.filter((name) => name.startsWith("courier-") && name !== CACHE).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate" && url.pathname === HOME) {
    event.respondWith(url.searchParams.has("lang") ? inLanguage(request) : kept(HOME, request));
  } else if (SHELL.includes(url.pathname + url.search)) {
    event.respondWith(kept(url.pathname + url.search, request));
  }
});

async function kept(path, request) {
  const cache = await caches.open(CACHE);
  return (await cache.match(path)) ?? fetch(request);
}

// The switch of the language asks the server, and what it answers is the page from then on.
async function inLanguage(request) {
  try {
    const answer = await fetch(request);
    if (answer.ok) await (await caches.open(CACHE)).put(HOME, answer.clone());
    return answer;
  } catch {
    return kept(HOME, request);
  }
}
