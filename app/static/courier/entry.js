// Who works with this phone: enrolled with a code, known again by the phone's key.

import { makeKey, sign } from "./signing.js";
import { all, drop, put, remember, remembered } from "./store.js";

const HEADERS = { "Content-Type": "application/json", Accept: "application/json" };
// The same letters as the server makes of what is typed.
const plain = (code) => code.toUpperCase().replace(/[^A-Z0-9]/g, "").replaceAll("0", "O").replaceAll("1", "I");

async function post(path, body) {
  return fetch(path, { method: "POST", headers: HEADERS, body: JSON.stringify(body) });
}

/** Enrol this phone; gives the sentence of a refusal, or nothing. */
export async function enrol(code) {
  const made = await makeKey();
  const key = { device: made.device, secret: made.secret, courier: null, seq: 0 };
  // Kept before the code is spent: a phone that dies in between still has its key.
  await put("keys", key);
  const proof = await sign(made.secret, `suyuan-enrol/v1\n${plain(code)}`);
  const answer = await post("/courier/enrol", { code, key: made.spki, proof });
  if (answer.ok) return "";
  await drop("keys", made.device);
  return (await answer.json()).code;
}

/** Who works here: {state: "ready", current}, without network whoever it was before; or {state: "enrol"}. */
export async function whoIsIt() {
  const before = await remembered("current");
  const kept = before ? { state: "ready", current: before } : { state: "enrol" };
  let found;
  try {
    found = await me();
    if (found.courier === null && !found.known && before && (await comeBack(before))) found = await me();
  } catch {
    return kept;
  }
  if (found.courier !== null) return settle(found);
  // Its session has ended and cannot be renewed; what is scanned is kept, and sent by the phone's own key.
  if (!found.known) return { ...kept, ended: true };
  // Somebody else has logged in here: the one before is not who works with it now, and nothing of theirs is sent.
  await remember("current", null);
  return { state: "enrol" };
}

async function me() {
  const answer = await fetch("/courier/me", { headers: HEADERS });
  if (!answer.ok) throw new Error(`the server says ${answer.status}`);
  return answer.json();
}

async function settle(found) {
  const keys = await all("keys");
  const mine = keys.filter((key) => found.devices.includes(key.device));
  const key = mine.find((one) => one.courier === found.courier) ?? mine[0];
  if (key === undefined) {
    await remember("current", null);
    return { state: "enrol", alias: found.alias };
  }
  if (key.courier !== found.courier) await put("keys", { ...key, courier: found.courier });
  const { courier, alias, firm, locates, place, places } = found;
  const before = await remembered("current");
  const kept = before?.courier === courier ? before.place : undefined;
  const current = { courier, alias, firm, locates, places, device: key.device, place: kept ?? place };
  await remember("current", current);
  return { state: "ready", current };
}

async function comeBack({ device }) {
  const key = (await all("keys")).find((one) => one.device === device);
  if (key === undefined) return false;
  const { challenge } = await (await fetch("/courier/challenge", { headers: HEADERS })).json();
  const signature = await sign(key.secret, `suyuan-session/v1\n${challenge}`);
  return (await post("/courier/return", { device, challenge, signature })).ok;
}

/** Log out: the queue and the keys stay on the phone. */
export async function leave() {
  await remember("current", null);
  await fetch("/logout", { method: "POST" }).catch(() => {});
}
