// The key of this phone, which never leaves it, and what is signed with it.

const CURVE = { name: "ECDSA", namedCurve: "P-256" };
const utf8 = new TextEncoder();

export const base64 = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes)));

/** Canonical JSON (RFC 8785) of texts, integers and lists of them: all that a scan holds. */
export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value !== null && typeof value === "object") {
    const names = Object.keys(value).filter((name) => value[name] !== undefined).sort();
    return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join(",")}}`;
  }
  return JSON.stringify(value);
}

/** A new key: the pair (its private half cannot be read by any script), the public half, and the name of the device. */
export async function makeKey() {
  const pair = await crypto.subtle.generateKey(CURVE, false, ["sign", "verify"]);
  const spki = await crypto.subtle.exportKey("spki", pair.publicKey);
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", spki));
  const device = [...digest.slice(0, 16)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return { device, secret: pair.privateKey, spki: base64(spki) };
}

/** The signature of a text, in base64. */
export async function sign(secret, text) {
  return base64(await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, secret, utf8.encode(text)));
}
