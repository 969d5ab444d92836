// Drives verify.html of a case's folder: checks the proofs that the page itself holds as soon as it is opened from a disk,
// and the files that lie beside it once they are chosen, for a page from a disk may not read them by itself.

import { hex } from "./bytes.js";
import { box, el, fill, seal } from "./draw.js";
import { verify } from "./proof.js";

const $ = (id) => document.getElementById(id);
const languages = JSON.parse($("words").textContent);
const folder = JSON.parse($("folder").textContent);
const untouched = $("seal").cloneNode(true);
const ORDER = ["ok", "wait", "no", "stopped", "bad"];
let lang = navigator.language.startsWith("zh") ? "zh-CN" : "en";
let results = [];
let files = [];

const worst = () => results.reduce((a, b) => (ORDER.indexOf(b.result.state) > ORDER.indexOf(a.result.state) ? b : a), results[0]);

function speak(chosen) {
  lang = chosen;
  const { labels } = languages[lang];
  document.documentElement.lang = lang;
  document.title = labels.title;
  for (const node of document.querySelectorAll("[data-say]")) node.textContent = fill(labels[node.dataset.say], folder);
  for (const button of document.querySelectorAll("[data-lang]")) button.hidden = button.dataset.lang === lang;
  show();
}

function show() {
  const { labels, words } = languages[lang];
  if (results.length) {
    const { result } = worst();
    const name = result.failed ? words.checks[result.failed - 1][0] : "";
    const count = results.reduce((sum, one) => sum + one.result.entries.length, 0);
    $("seal").replaceWith(untouched.cloneNode(true));
    seal($("seal"), result.state, result);
    box($("box"), $("seal"), words, result.state, { count, number: result.failed, name, why: result.reason });
  }
  $("proofs").replaceChildren(
    ...results.map(({ proof, result: { state, entries } }) => {
      const [mark, said] = { ok: ["✓", "good"], wait: ["…", "wait"] }[state] ?? ["✗", "not"];
      return el("li", "", el("p", "", `${mark} ${fill(labels[said], { proof, count: entries.length })}`));
    }),
  );
  $("files").replaceChildren(
    ...files.map(({ name, state }) => el("li", "", el("p", "", `${state === "same" ? "✓" : "✗"} ${fill(labels[state], { name })}`))),
  );
  const seen = new Set(files.map(({ name }) => name));
  const missing = folder.files.filter(({ name }) => !seen.has(name));
  $("missing").textContent = files.length && missing.length ? fill(labels.missing, { names: missing.map(({ name }) => name).join(", ") }) : "";
}

async function check() {
  const typed = $("key").value.trim();
  results = [];
  for (const [proof, given] of Object.entries(folder.proofs)) {
    results.push({ proof, result: await verify(given, { key: typed || given.key, kept: "" }) });
  }
  show();
}

/** The names in the list have folders in them, those that a browser tells may not: the last part tells them apart. */
async function compare(chosen) {
  const last = (name) => name.split("/").pop();
  files = [];
  for (const file of chosen) {
    const listed = folder.files.find(({ name }) => last(name) === last(file.name));
    if (!listed) continue;
    const digest = hex(new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer())));
    files.push({ name: listed.name, state: digest === listed.sha256 ? "same" : "changed" });
  }
  show();
}

speak(lang);
for (const button of document.querySelectorAll("[data-lang]")) button.addEventListener("click", () => speak(button.dataset.lang));
$("ask").addEventListener("submit", (event) => {
  event.preventDefault();
  check();
});
$("chosen").addEventListener("change", (event) => compare(event.target.files));
addEventListener("dragover", (event) => event.preventDefault());
addEventListener("drop", (event) => {
  event.preventDefault();
  compare(event.dataTransfer.files);
});
check();
