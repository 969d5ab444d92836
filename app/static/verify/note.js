// Signed notes and checkpoints (C2SP signed-note and tlog-checkpoint), Ed25519.

import { hex, sha256, unbase64, utf8 } from "./bytes.js";

const MAX_NOTE = 65536;
const ED25519 = 1;

/** What a verifier key text names: `name+keyid+base64`. Its key id must be that of its key. */
export async function verifier(text) {
  const [, name, id, encoded] = /^([^\s+]+)\+([0-9a-f]{8})\+(\S+)$/.exec(String(text).trim()) || [];
  if (!name) throw new Error("this is not a verifier key: expected name+keyid+base64");
  const typed = unbase64(encoded, 33);
  const digest = await sha256(utf8(`${name}\n`), typed);
  if (typed[0] !== ED25519 || hex(digest.slice(0, 4)) !== id) throw new Error("this verifier key does not agree with its id");
  return { name, id, key: typed.slice(1) };
}

async function signedBy(key, signature, message) {
  if (signature.length !== 64) return false;
  try {
    const imported = await crypto.subtle.importKey("raw", key, { name: "Ed25519" }, false, ["verify"]);
    return await crypto.subtle.verify({ name: "Ed25519" }, imported, signature, message);
  } catch {
    // Chrome before 137, Firefox before 129 and Safari before 17 do not know Ed25519.
    return (await import("../vendor/noble-ed25519.js")).verifyAsync(signature, message, key, { zip215: false });
  }
}

/** The text of a note that `by` has signed; or null, with unknown keys passed over as signed-note says. */
export async function opened(note, by) {
  const end = note.lastIndexOf("\n\n");
  if (note.length > MAX_NOTE || end < 0 || !note.endsWith("\n")) return null;
  const text = note.slice(0, end + 1);
  let good = false;
  for (const line of note.slice(end + 2, -1).split("\n")) {
    const [, name, encoded] = /^— (\S+) (\S+)$/.exec(line) || [];
    if (!name) return null;
    let raw;
    try {
      raw = unbase64(encoded);
    } catch {
      return null;
    }
    if (raw.length < 5) return null;
    if (name !== by.name || hex(raw.slice(0, 4)) !== by.id) continue;
    if (!(await signedBy(by.key, raw.slice(4), utf8(text)))) return null;
    good = true;
  }
  return good ? text : null;
}

/** Origin, size and root in a checkpoint's text, signed or not; throws where it is none. */
export function head(text) {
  const [origin, size, root, rest] = text.split("\n");
  if (rest === undefined || !/^(0|[1-9][0-9]{0,15})$/.test(size) || !Number.isSafeInteger(Number(size))) {
    throw new Error("this is not a checkpoint: expected origin, size and root, a line each");
  }
  return { origin, size: Number(size), root: unbase64(root, 32) };
}
