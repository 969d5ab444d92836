// What stands on the page: words in its language, the verdict bar, and small pieces.

export const by = (id) => document.getElementById(id);
export const el = (selector) => document.querySelector(selector);
export const words = JSON.parse(by("words").textContent);

/** A text with its gaps filled: "尾号 {tail}". */
export const fill = (text, gaps) => text.replace(/\{(\w+)\}/g, (_, name) => String(gaps[name] ?? ""));

/** Hours and minutes. */
export const clock = (ms) => {
  const at = new Date(ms);
  return `${String(at.getHours()).padStart(2, "0")}:${String(at.getMinutes()).padStart(2, "0")}`;
};

const SYMBOLS = { idle: "i-scan", stored: "i-stored", sent: "i-tick", again: "i-twice", refused: "i-cross", ask: "i-pen", practice: "i-scan" };

/** The verdict bar: `kind` gives its shape and colour, `title` the sentence. */
export function say(kind, title, line) {
  const bar = by("verdict");
  bar.className = `verdict ${kind}`;
  bar.dataset.kind = kind;
  if (kind !== "sent" && kind !== "refused") delete bar.dataset.id;
  by("mark").setAttribute("href", `#${SYMBOLS[kind]}`);
  by("title").textContent = title;
  by("line").textContent = line;
}

/** An element with a text and children. */
export function make(name, text, ...children) {
  const made = document.createElement(name);
  if (text) made.textContent = text;
  made.append(...children);
  return made;
}
