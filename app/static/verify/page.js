// Checks the proof that a page carries and draws what it says: the page of an item, a lot, a product or a parcel.

import { box, fill, five, seal, stops } from "./draw.js";
import { recall, remember } from "./memory.js";
import { head, opened, verifier } from "./note.js";
import { verify } from "./proof.js";

const $ = (id) => document.getElementById(id);
const island = (id) => $(id) && JSON.parse($(id).textContent);

/** A stroke of the seal for each check, slowly enough to be seen. */
const stroke = (passed) => {
  seal($("seal"), "busy", { passed });
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  return new Promise((done) => setTimeout(done, still ? 0 : 70));
};

const sizeOf = (checkpoint) => (checkpoint ? head(checkpoint).size : 0);

/** The proof of this page as it is now, with the way from the log of `size` entries to the log of now. */
async function fetched(size) {
  const address = new URL(location.href);
  address.searchParams.set("old", size);
  const answer = await fetch(address, { headers: { Accept: "application/json" }, cache: "no-store" });
  if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
  return answer.json();
}

async function check(given, words) {
  let proof = given;
  const { key, kept, seen } = recall(proof.origin, proof.key, proof.thing);
  let result;
  try {
    if (kept && sizeOf(kept) !== sizeOf(proof.checkpoint)) proof = { ...(await fetched(sizeOf(kept))), thing: proof.thing };
    result = await verify(proof, { key, kept, seen, passed: stroke });
  } catch (error) {
    result = { state: "stopped", passed: 0, failed: 0, entry: null, reason: error.message, entries: [] };
  }
  show(proof, words, result, given);
  if (result.passed === 5) await keep(proof, key, result);
}

/** Remember what was proved. A key that signs beside the pinned one takes its place. */
async function keep({ origin, key, checkpoint, thing }, pinned, { entries }) {
  const newest = entries.filter((entry) => entry.index !== null && entry.disclosed.some(([, uri]) => uri === thing)).pop();
  const seen = newest && { n: newest.disclosed.find(([, uri]) => uri === thing)[2], leaf: newest.leaf };
  remember(origin, pinned, checkpoint, thing, seen);
  if (key !== pinned && (await opened(checkpoint, await verifier(key).catch(() => ({}))))) {
    remember(origin, key, checkpoint, thing, seen);
  }
}

function show({ thing, cards = {} }, words, result, given) {
  const { state, failed, entries, reason } = result;
  const name = failed ? words.checks[failed - 1][0] : "";
  seal($("seal"), state, result);
  box($("box"), $("seal"), words, state, { count: entries.length, number: failed, name, why: reason });
  five($("five"), words, result);
  if (!["ok", "wait", "bad"].includes(state)) return;
  line(words, thing, result, given);
  for (const fact of document.querySelectorAll("[data-card]")) {
    const text = state === "bad" ? undefined : Object(JSON.parse(cards[fact.dataset.card] || "{}"))[fact.dataset.field];
    fact.textContent = typeof text === "string" ? text : words.say.unchecked;
  }
}

/** The stops anew, from the envelopes. What stands above the newest entry (what comes next, a gap) is no record: it stays. */
function line(words, thing, result, given) {
  const list = $("stops");
  const drawn = list ? [...list.children] : [];
  const records = drawn.filter((stop) => stop.dataset.entry);
  if (result.entries.length < given.entries.length) {
    // An envelope that cannot be read says nothing to draw: the server's words stay, marked for what they are.
    for (const { firstChild: head } of records) head.firstChild.data = fill(words.say.veil, { title: head.firstChild.data });
    for (const stop of drawn) if (stop.matches(".next")) stop.remove();
    return;
  }
  const at = records.find((stop) => stop.matches(".now"));
  const leaf = at && Object(given.entries[at.dataset.entry]).leaf;
  const now = result.entries.findIndex((entry) => entry.leaf === leaf);
  const above = result.state === "bad" ? [] : drawn.slice(0, drawn.indexOf(records[0]));
  if (list) list.replaceChildren(...above.filter((stop) => stop.matches(".next, .skip")), ...stops(words, thing, result, now));
}

const words = island("words");
if (island("proof")) {
  if (!window.isSecureContext || !crypto.subtle) {
    box($("box"), $("seal"), words, "insecure");
  } else {
    seal($("seal"), "busy");
    box($("box"), $("seal"), words, "busy");
    check(island("proof"), words);
  }
}
