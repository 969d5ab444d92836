// Drives verify.html: one file for an office computer, which asks for a proof file, a key and, if kept, an old checkpoint.

import { box, el, five, seal, stops } from "./draw.js";
import { verify } from "./proof.js";

const $ = (id) => document.getElementById(id);
const languages = JSON.parse($("words").textContent);
const untouched = $("seal").cloneNode(true);
let lang = navigator.language.startsWith("zh") ? "zh-CN" : "en";
let last = null;

/** Every label in the chosen language, and the last result if there is one. */
function speak(chosen) {
  lang = chosen;
  const { labels, words } = languages[lang];
  document.documentElement.lang = lang;
  document.title = labels.title;
  for (const node of document.querySelectorAll("[data-say]")) node.textContent = labels[node.dataset.say];
  for (const button of document.querySelectorAll("[data-lang]")) button.hidden = button.dataset.lang === lang;
  $("five").replaceChildren(
    ...words.checks.map(([name]) => el("li", "", el("i"), el("span", "", name + labels.colon + words.say.unchecked))),
  );
  if (last) show(last, words);
}

function show({ thing, result }, words) {
  const { state, failed, entries, reason } = result;
  const name = failed ? words.checks[failed - 1][0] : "";
  $("result").hidden = false;
  $("seal").replaceWith(untouched.cloneNode(true));
  seal($("seal"), state, result);
  box($("box"), $("seal"), words, state, { count: entries.length, number: failed, name, why: reason });
  $("thing").textContent = thing;
  $("reason").textContent = state === "bad" ? reason : "";
  five($("five"), words, { ...result, state: "bad" });
  $("stops").replaceChildren(...(["ok", "wait", "bad"].includes(state) ? stops(words, thing, result) : []));
}

async function check() {
  const file = $("file").files[0];
  if (!file) return;
  let proof = null;
  try {
    proof = JSON.parse(await file.text());
  } catch {
    // What is no JSON is no proof file either, and `verify` says so.
  }
  const kept = $("old").files[0] ? await $("old").files[0].text() : "";
  last = { thing: Object(proof).thing, result: await verify(proof, { key: $("key").value, kept }) };
  show(last, languages[lang].words);
}

speak(lang);
for (const button of document.querySelectorAll("[data-lang]")) button.addEventListener("click", () => speak(button.dataset.lang));
$("ask").addEventListener("submit", (event) => {
  event.preventDefault();
  check();
});
addEventListener("dragover", (event) => event.preventDefault());
addEventListener("drop", (event) => {
  event.preventDefault();
  $("file").files = event.dataTransfer.files;
});
