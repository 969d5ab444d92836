// The queue: scans are put in, sent when there is a network, and leave only with a final verdict of the server.

import { canonical, sign } from "./signing.js";
import { all, get, transact } from "./store.js";

const MOST = 100;
const FIRST_WAIT = 30_000;
const LONGEST_WAIT = 600_000;
// What the courier has seen recorded stays for a look back; the record itself is the server's.
const KEPT = 300;

const heard = new BroadcastChannel("suyuan-outbox");
const changed = new EventTarget();
let courier = null;
let failures = 0;
let size = MOST;
let timer = 0;
let trouble = "";
let running = null;
let asked = false;

heard.onmessage = () => changed.dispatchEvent(new Event("change"));

/** Call `hear` after every change of the queue, in whichever tab. */
export const onChange = (hear) => changed.addEventListener("change", hear);

function tell() {
  changed.dispatchEvent(new Event("change"));
  heard.postMessage("change");
}

/** From now on scans of this courier alone are sent; null sends none. */
export function workFor(current) {
  courier = current?.courier ?? null;
  failures = 0;
  if (courier !== null) flush();
}

/** Sign a scan and put it into the queue; `beside` is what travels with it unsigned. Gives the row once it is stored. */
export async function enqueue(current, said, beside = {}) {
  const row = await navigator.locks.request("suyuan-pen", async () => {
    const key = await get("keys", current.device);
    const seq = key.seq + 1;
    const made = await signed(key, { ...said, seq }, beside);
    await transact(["keys", "queue"], "readwrite", (of) => {
      of("queue").put(made);
      of("keys").put({ ...key, seq });
    });
    return made;
  });
  tell();
  flush();
  return row;
}

async function signed(key, said, { spot, texts, label } = {}) {
  const scan = { v: 1, id: crypto.randomUUID(), device: key.device, at: Date.now(), ...said };
  const text = canonical(scan);
  return {
    id: scan.id, courier: key.courier, device: key.device, seq: scan.seq, at: scan.at, step: scan.step, label: label ?? "",
    text, signature: await sign(key.secret, text), spot, texts, state: "waiting", tries: 0, next: 0,
  };
}

/** Take a scan back: before it was sent only its number goes out; after that, or if it may have arrived, a correction. */
export async function undo(current, id) {
  // Under the sender's own lock: what is being sent at this moment gets its verdict first.
  const how = await navigator.locks.request("suyuan-outbox", async () => {
    const row = await get("queue", id);
    if (row === undefined || row.tries > 0) return "correct";
    const key = await get("keys", row.device);
    const gone = await signed(key, { seq: row.seq, step: "undone" });
    await transact(["queue"], "readwrite", (of) => {
      of("queue").delete(id);
      of("queue").put(gone);
    });
    return "gone";
  });
  if (how === "correct") {
    const seen = await get("done", id);
    await enqueue(current, { step: "corrected", of: id }, { label: seen?.label ?? (await get("queue", id))?.label });
    if (seen) await transact(["done"], "readwrite", (of) => of("done").put({ ...seen, back: true }));
  } else {
    tell();
    flush();
  }
  return how;
}

/** What is in the queue of the courier who works here, the oldest first. */
export async function queued() {
  const rows = await all("queue");
  return rows.filter((row) => row.courier === courier).sort((a, b) => a.seq - b.seq);
}

/** The courier has read a refusal. */
export async function dismiss(id) {
  await transact(["queue"], "readwrite", (of) => {
    of("queue").get(id).onsuccess = ({ target }) => {
      if (target.result?.state === "refused") of("queue").delete(id);
    };
  });
  tell();
}

/** Why nothing goes out: "", "network", "server" or "login". */
export const why = () => trouble;

/** Send what can be sent, one tab at a time; asked again while it runs, it looks once more. */
export function flush() {
  asked = true;
  running ??= (async () => {
    while (asked) {
      asked = false;
      await navigator.locks.request("suyuan-outbox", drain).catch(() => failed("network"));
    }
    running = null;
  })();
  return running;
}

async function drain() {
  clearTimeout(timer);
  // What was never on its way can still be undone without a trace.
  if (!navigator.onLine) return failed("network");
  for (;;) {
    const now = Date.now();
    const waiting = (await queued()).filter((row) => row.state === "waiting");
    const ready = waiting.filter((row) => row.next <= now);
    if (ready.length === 0) {
      if (waiting.length > 0) again(Math.min(...waiting.map((row) => row.next)) - now);
      return;
    }
    const batch = ready.filter((row) => row.device === ready[0].device).slice(0, size);
    if (!(await send(batch))) return;
  }
}

async function send(batch) {
  // Marked before it leaves: from here on the server may have it, whatever we hear of it.
  for (const row of batch) row.tries += 1;
  await transact(["queue"], "readwrite", (of) => batch.forEach((row) => of("queue").put(row)));
  const key = await get("keys", batch[0].device);
  const scans = batch.map(({ text, signature, spot, texts }) => ({ signed: text, signature, spot, texts }));
  const body = JSON.stringify({ device: key.device, sentAt: Date.now(), scans });
  let answer;
  try {
    answer = await fetch("/api/v1/scans:batch", {
      method: "POST",
      headers: {
        "Content-Type": "application/json", Accept: "application/json", "Suyuan-Signature": await sign(key.secret, body),
      },
      body,
    });
    if (answer.ok) await settle(batch, (await answer.json()).verdicts);
  } catch {
    return failed("network");
  }
  if (!answer.ok) {
    if ([400, 413, 500].includes(answer.status)) await suspect(batch);
    return failed(answer.status === 401 || answer.status === 403 ? "login" : "server");
  }
  failures = 0;
  size = Math.min(MOST, size * 2);
  trouble = "";
  tell();
  return true;
}

// It may be one scan that the server stumbles over: smaller uploads find it, and the others go around it.
async function suspect(batch) {
  size = Math.max(1, batch.length >> 1);
  if (batch.length > 1) return;
  const [row] = batch;
  const wait = Math.min(FIRST_WAIT * 2 ** row.tries, LONGEST_WAIT);
  await transact(["queue"], "readwrite", (of) => of("queue").put({ ...row, next: Date.now() + wait }));
}

async function settle(batch, verdicts) {
  const fits = batch.some((_, at) => verdicts[at].verdict === "accepted");
  const rest = (await queued()).filter((row) => !batch.some((sent) => sent.id === row.id));
  const seen = (await all("done")).sort((a, b) => b.at - a.at).slice(KEPT);
  await transact(["queue", "done"], "readwrite", (of) => {
    batch.forEach((row, at) => {
      const found = verdicts[at];
      if (found.verdict === "accepted" || found.verdict === "duplicate") {
        of("queue").delete(row.id);
        const { id, at: when, step, label } = row;
        if (step !== "undone") of("done").put({ id, courier: row.courier, at: when, step, label, leaf: found.leaf });
      } else {
        const wait = Math.min(FIRST_WAIT * 2 ** (row.tries - 1), LONGEST_WAIT);
        const { code, sentence, todo, held } = found;
        const retry = found.verdict === "retry";
        of("queue").put({ ...row, state: retry ? "waiting" : "refused", next: retry ? Date.now() + wait : 0, code, sentence, todo, held });
      }
    });
    // What was recorded just now may be what an earlier one has waited for.
    if (fits) for (const row of rest) if (row.next > 0) of("queue").put({ ...row, next: 0 });
    for (const row of seen) of("done").delete(row.id);
  });
}

function failed(why) {
  trouble = why;
  failures += 1;
  again(Math.min(FIRST_WAIT * 2 ** (failures - 1), LONGEST_WAIT) * (0.75 + Math.random() / 2));
  tell();
  return false;
}

function again(wait) {
  clearTimeout(timer);
  timer = setTimeout(flush, Math.max(wait, 0));
}

addEventListener("online", () => {
  failures = 0;
  flush();
});
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") flush();
});
