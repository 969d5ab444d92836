// Bytes, the ways JSON spells them, and their SHA-256.

const encoder = new TextEncoder();

export const utf8 = (text) => encoder.encode(text);

export const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

export const unhex = (text) => Uint8Array.from(text.match(/../g), (pair) => parseInt(pair, 16));

export const isDigest = (text) => typeof text === "string" && /^[0-9a-f]{64}$/.test(text);

export const equal = (a, b) => a.length === b.length && a.every((byte, i) => byte === b[i]);

/** Standard base64 with its padding and nothing else; `length` says how many bytes it must spell. */
export function unbase64(text, length) {
  const raw = typeof text === "string" ? atob(text) : "";
  if (btoa(raw) !== text || (length && raw.length !== length)) throw new Error(`${text} is not base64 as expected`);
  return Uint8Array.from(raw, (char) => char.charCodeAt(0));
}

/** SHA-256 over the parts, one after the other. */
export async function sha256(...parts) {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return new Uint8Array(await crypto.subtle.digest("SHA-256", joined));
}
