// The scan page: what is done now, to which parcel, and the verdict on top.

import { Camera } from "./camera.js";
import { enrol, leave, whoIsIt } from "./entry.js";
import { feel } from "./feel.js";
import { Handover, MARK } from "./handover.js";
import { short, tail } from "./label.js";
import { Modes } from "./modes.js";
import * as outbox from "./outbox.js";
import { follow, spot } from "./place.js";
import { Queue } from "./queue.js";
import { all, get, remember } from "./store.js";
import { by, clock, el, fill, say, words } from "./view.js";

const REPEATED = 120_000;
const files = JSON.parse(by("files").textContent);
const camera = new Camera(by("video"), files, scanned);
const modes = new Modes();
const handover = new Handover();
const queue = new Queue(undone);
let current = null;
let practice = false;
let pending = null;
let last = null;
let refusals = 0;
const recent = new Map();

function verdict(kind, title, line) {
  say(kind, title, line);
  feel(kind === "sent" ? "stored" : kind, modes.quiet);
}

/** A code was seen, typed or photographed. */
async function scanned(code) {
  if (current === null) return;
  const at = performance.now();
  if (code.text.startsWith(`${MARK}\n`)) return received(code.text);
  const label = short(code);
  const shown = fill(words.tail, { tail: tail(label) });
  if (modes.step === "handed_over" && modes.gives) {
    const added = handover.add(label);
    return verdict(added ? "stored" : "again", fill(words.onList, { n: handover.count }), shown);
  }
  const doing = `${modes.step} ${label}`;
  if (at - (recent.get(doing) ?? -REPEATED) < REPEATED) return verdict("again", words.again, shown);
  // As the reader saw it, but for the secret that an address carries behind its question mark.
  const text = /^https?:/i.test(code.text) ? code.text.split(/[?#]/)[0] : code.text;
  pending = { code: { ...code, text }, label, doing };
  const lacks = modes.lacks();
  if (lacks) {
    verdict("ask", lacks, shown);
    modes.waits(true);
    return modes.focus();
  }
  await record();
}

/** Put the parcel in hand into the queue, with what the step asks for. */
async function record() {
  const { code, label, doing } = pending;
  pending = null;
  modes.waits(false);
  const { said, texts } = modes.details();
  recent.set(doing, performance.now());
  // At once, and not when it is stored: the next weight may be typed by then.
  modes.spent();
  await put({ step: modes.step, code, place: current.place ?? undefined, ...said }, texts, label);
}

async function put(said, texts, label, quiet = false) {
  const line = fill(words.tail, { tail: tail(label) });
  if (practice) {
    last = null;
    return verdict("practice", words.practised, line);
  }
  // Shown as stored only once it is: the phone may die with the next beep.
  const row = await outbox.enqueue(current, said, { spot: current.locates ? spot() : undefined, texts, label });
  last = { id: row.id, label, step: said.step };
  if (!quiet) verdict("stored", fill(words.stored, { step: words.steps[said.step] }), fill(words.onPhone, { line, at: clock(row.at) }));
}

async function received(text) {
  if (modes.step !== "handed_over" || modes.gives) modes.choose("handed_over", "take");
  const list = handover.read(text);
  if (list === null) return verdict("refused", words.badList, words.showAgain);
  verdict("ask", fill(words.listOf, { n: list.length }), words.tickWhatIsThere);
  handover.ask(list, async (taken) => {
    for (const label of taken) {
      await put({ step: "handed_over", code: { text: label }, manifest: text, place: current.place ?? undefined }, undefined, label, true);
    }
    verdict(practice ? "practice" : "stored", practice ? words.practised : fill(words.taken, { n: taken.length }), words.listDone);
  });
}

async function undone(id) {
  const how = await outbox.undo(current, id);
  if (last?.id === id) recent.delete(`${last.step} ${last.label}`);
  last = null;
  verdict("again", how === "gone" ? words.undone : words.takenBack, how === "gone" ? words.nothingSent : words.correctionSent);
}

/** The queue has changed: figures, the verdict of the scan that is shown, what was refused. */
async function refresh() {
  const rows = await outbox.queued();
  await queue.show(rows, outbox.why());
  by("offline").hidden = navigator.onLine && outbox.why() !== "network";
  by("undo").disabled = last === null;
  const many = rows.filter((row) => row.state === "refused").length;
  // One of an earlier parcel is heard, though the bar shows the newest.
  if (many > refusals) feel("refused", modes.quiet);
  refusals = many;
  const shown = last;
  if (shown === null || by("verdict").dataset.id === shown.id) return;
  const row = rows.find((one) => one.id === shown.id);
  const recorded = row === undefined && (await get("done", shown.id)) !== undefined;
  // The next parcel may have been scanned meanwhile; the bar is that one's now.
  if (last !== shown) return;
  const line = fill(words.tail, { tail: tail(shown.label) });
  if (row?.state === "refused") {
    by("verdict").dataset.id = shown.id;
    recent.delete(`${shown.step} ${shown.label}`);
    say("refused", row.sentence, `${line} ${row.todo}`);
    last = null;
  } else if (row?.sentence && by("verdict").dataset.kind === "stored") {
    say("stored", by("title").textContent, `${line} ${row.sentence}`);
  } else if (recorded) {
    by("verdict").dataset.id = shown.id;
    say("sent", fill(words.sent, { step: words.steps[shown.step] }), line);
  }
}

async function open() {
  try {
    await camera.start();
    by("torch").hidden = !camera.hasTorch;
    by("open").hidden = true;
  } catch {
    by("open").hidden = false;
    by("cameraSays").textContent = words.noCamera;
  }
}

async function enter() {
  const found = await whoIsIt();
  current = found.current ?? null;
  document.body.dataset.state = found.state;
  by("work").hidden = found.state !== "ready";
  by("enrol").hidden = found.state === "ready";
  // The QR that the firm shows leads here with the code behind the hash, which no server and no log ever sees.
  if (found.state !== "ready" && /^#[0-9A-Za-z-]{4,20}$/.test(location.hash)) by("onetime").value = location.hash.slice(1);
  by("ended").hidden = found.ended !== true;
  outbox.workFor(current);
  if (current === null) return camera.stop();
  follow(current.locates);
  queue.whose(current, places);
  await remind();
  await refresh();
  if (!by("wechat").hidden) return;
  await open();
}

/** What was scanned before the page was opened anew still lies in front of the camera. */
async function remind() {
  const rows = [...(await outbox.queued()), ...(await all("done"))];
  for (const { step, label, at, state, back } of rows) {
    if (state !== "refused" && !back) recent.set(`${step} ${label}`, performance.now() - (Date.now() - at));
  }
}

async function places(code) {
  current = { ...current, place: code };
  await remember("current", current);
}

function wire() {
  by("wechat").hidden = !/MicroMessenger/i.test(navigator.userAgent);
  by("open").addEventListener("click", open);
  by("torch").addEventListener("click", async () => {
    const on = by("torch").getAttribute("aria-pressed") !== "true";
    await camera.torch(on);
    by("torch").setAttribute("aria-pressed", String(on));
  });
  by("typed").addEventListener("submit", (event) => {
    event.preventDefault();
    const text = by("number").value.trim();
    if (text) scanned({ text, symbology: "", format: "" });
    by("number").value = "";
  });
  by("keys").addEventListener("click", () => {
    by("typed").hidden = !by("typed").hidden;
    if (!by("typed").hidden) by("number").focus();
  });
  by("photo").addEventListener("change", async () => {
    const [file] = by("photo").files;
    by("photo").value = "";
    const code = file ? await camera.photo(file).catch(() => null) : null;
    if (code) scanned(code);
    else if (file) verdict("refused", words.noCode, words.photoAgain);
  });
  by("details").addEventListener("submit", (event) => {
    event.preventDefault();
    const lacks = modes.lacks();
    if (lacks) verdict("ask", lacks, "");
    else if (pending) record();
    else verdict("ask", words.scanNow, "");
  });
  modes.onChange(() => {
    pending = null;
    modes.waits(false);
    say("idle", words.ready, modes.name);
  });
  by("undo").addEventListener("click", () => last && undone(last.id));
  by("practise").addEventListener("click", () => {
    practice = !practice;
    by("practise").setAttribute("aria-pressed", String(practice));
    by("practice").hidden = !practice;
    recent.clear();
    queue.close();
    say("idle", practice ? words.practising : words.ready, modes.name);
  });
  by("code").addEventListener("submit", async (event) => {
    event.preventDefault();
    by("wrong").hidden = true;
    const refused = await enrol(by("onetime").value).catch(() => "offline");
    by("wrongSays").textContent = words.codes[refused] ?? words.codes.other;
    by("wrong").hidden = refused === "";
    if (refused === "") await enter();
  });
  by("leave").addEventListener("click", async () => {
    const rows = await outbox.queued();
    if (rows.length > 0 && by("leave").dataset.sure !== "yes") {
      by("leave").dataset.sure = "yes";
      by("leaveSays").textContent = fill(words.leaveWarns, { n: rows.length });
      return;
    }
    outbox.workFor(null);
    await leave();
    location.assign("/login?next=/courier/");
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") camera.stop();
    else if (current !== null && by("wechat").hidden) open();
  });
  for (const event of ["online", "offline"]) addEventListener(event, refresh);
  outbox.onChange(refresh);
}

wire();
camera.prepare().catch(() => {});
say("idle", words.ready, modes.name);
navigator.storage?.persist?.();
navigator.serviceWorker?.register(files.worker, { scope: "/courier/" }).catch(() => {});
enter().then(() => el("main").setAttribute("data-entered", "yes"));
