// Canonical JSON (RFC 8785) of strings, integers, booleans, null, arrays and objects with ASCII names: all the record holds.

/** The one spelling of `value`; anything else than the above throws. */
export function encode(value) {
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "number") {
    // RFC 7493 section 2.2: beyond 2^53 - 1 two numbers would look the same.
    if (!Number.isSafeInteger(value)) throw new Error(`${value} is not an integer that JSON can carry`);
    return String(value);
  }
  if (typeof value === "string") {
    if (/\p{Cs}/u.test(value)) throw new Error("a text holds half a character");
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map(encode).join(",")}]`;
  const names = Object.keys(value).sort();
  const odd = names.find((name) => /[^\0-\x7f]/.test(name));
  if (odd !== undefined) throw new Error(`the name ${odd} is not ASCII`);
  return `{${names.map((name) => `${JSON.stringify(name)}:${encode(value[name])}`).join(",")}}`;
}

/** What a canonical text says. A name given twice is lost in parsing, so it too shows as another spelling. */
export function decode(text) {
  const value = JSON.parse(text);
  if (encode(value) !== text) throw new Error("this JSON is not in canonical form (RFC 8785)");
  return value;
}
