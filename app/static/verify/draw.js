// Draws seal, checks and line of stops. Words come from the page, what is said of a stop from its envelope alone.

const SVG = "http://www.w3.org/2000/svg";
const TEARS = [
  ["up", "V-6H-4Z", "rotate(-3 32 20) translate(-1.5 -3.2)"],
  ["dn", "V70H-4Z", "rotate(2.5 32 48) translate(2 3.4)"],
];
const TEAR = "M-4 40L14 37L22 30L33 34L42 24L52 27L68 19";
const BREAK = "M1 11L7 7L12 13L17 7L23 11M1 20L7 16L12 22L17 16L23 20";

/** An element with its class and what it holds. */
export function el(name, kind, ...held) {
  const made = document.createElement(name);
  if (kind) made.className = kind;
  made.append(...held);
  return made;
}

function svg(name, attributes, ...held) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...held);
  return made;
}

const icon = (name) => svg("svg", { class: "i", "aria-hidden": "true" }, svg("use", { href: `#i-${name}` }));

/** A word of a table, or undefined; names come from outside, so what every object has does not count. */
const word = (table, name) => (Object.prototype.hasOwnProperty.call(table, name) ? table[name] : undefined);

export const fill = (text, values) => text.replace(/\{(\w+)\}/g, (hole, name) => word(values, name) ?? hole);

/** The seal in a state: a stroke for each check that passed, torn with the failed stroke missing, or whole. */
export function seal(drawn, state, { passed = 0, failed = 0 } = {}) {
  const strokes = drawn.querySelectorAll("path:not(.face)");
  drawn.setAttribute("class", `seal ${["busy", "ok", "bad", "wait"].includes(state) ? state : "no"}`);
  if (state === "busy") for (let i = 0; i < passed; i++) strokes[i].classList.add("done");
  if (state !== "bad") return;
  strokes[failed - 1].classList.add("miss");
  const whole = [...drawn.children];
  const halves = TEARS.map(([id, close, transform]) => {
    const cut = svg("clipPath", { id }, svg("path", { d: TEAR + close }));
    const half = svg("g", { "clip-path": `url(#${id})`, transform }, ...whole.map((path) => path.cloneNode()));
    return [svg("defs", {}, cut), half];
  });
  whole.forEach((path) => path.remove());
  drawn.append(...halves.flat());
}

/** What the seal's box says; the seal itself says the first of it to those who cannot see. */
export function box(said, drawn, words, state, values = {}) {
  const [first, then] = words.box[state].map((text) => fill(text, values));
  said.querySelector("b").textContent = first;
  said.querySelector("span").textContent = then;
  drawn.setAttribute("aria-label", first);
}

/** The list of the five checks, whose lines say "not checked" at first. */
export function five(list, words, { state, passed, failed, entry }) {
  [...list.children].forEach((item, i) => {
    const [, good, bad] = words.checks[i];
    const broken = failed === 3 && entry !== null ? fill(words.say.cutAt, { number: entry + 1 }) : bad;
    const [mark, text] = i < passed ? ["tick", good] : i === failed - 1 ? ["cross", broken] : ["dash", words.say.undone];
    const old = item.lastElementChild.textContent;
    if (mark === "dash" && state !== "bad") return;
    const line = el(mark === "cross" ? "b" : "span", mark === "dash" ? "quiet" : "", old.replace(words.say.unchecked, () => text));
    item.replaceChildren(icon(mark), line);
  });
}

/** The line, newest first: the first `solid` entries as proved, the rest as veils, a cut where the chain broke. */
export function stops(words, thing, { state, failed, entry: broken, entries, solid }, now) {
  const found = [];
  const life = entries.filter((entry) => entry.public.step !== "card" || entry.disclosed.some(([, uri]) => uri === thing));
  for (const entry of life) {
    const k = entries.indexOf(entry);
    if (failed === 3 && k === broken) found.push(cut(words, k));
    if (entry.hidden > 0) found.push(el("li", "stop skip", el("h3", "", el("small", "", fill(words.say.skip, { count: entry.hidden })))));
    const kind = entry === life[0] ? " src" : words.swaps.includes(entry.public.step) ? " swap" : "";
    const made = el("li", `stop${k < solid ? "" : " veil"}${k === now ? " now" : ""}${kind}`);
    made.dataset.entry = k;
    made.append(...stop(words, entry.public, entry === life[0], state === "bad" && k >= solid));
    found.push(made);
  }
  return found.reverse();
}

function cut(words, k) {
  const torn = svg("svg", { "aria-hidden": "true", viewBox: "0 0 24 28" }, svg("path", { d: BREAK }));
  return el("li", "stop cut", torn, el("h3", "", words.say.cut), el("p", "small quiet", fill(words.say.cutAt, { number: k + 1 })));
}

function stop(words, said, isFirst, isVeiled) {
  const { step, evidence } = said;
  const facts = Object(said.facts);
  const title = word(words.steps, `${step}.${facts.site}`) || word(words.steps, step) || lastWord(step);
  const head = el("h3", "", isVeiled ? fill(words.say.veil, { title }) : title);
  if (isFirst) head.append(" ", el("small", "", words.say.first));
  const place = Object(said.place).name;
  const line = place ? `${day(words, said)}${words.say.join}${place}` : day(words, said);
  const by = word(words.vouchers, `${step}|${evidence}`) || word(words.vouchers, evidence) || evidence;
  const notes = Object.keys(facts).sort().map((name) => note(words, step, name, facts[name])).filter((text) => text !== undefined);
  if (said.standing === "outsider" && !words.byAnybody.includes(`${step}|${evidence}`)) notes.push(words.outsider);
  const odd = [].concat(said.flags || []).map((code) => word(words.flags, code) || fill(words.unknownFlag, { code }));
  return [
    head,
    el("p", "small quiet", line),
    el("p", words.hard.includes(evidence) ? "v hard" : "v", icon(evidence), by),
    ...notes.map((text) => el("p", "small quiet", text)),
    ...odd.map((text) => el("p", "odd", icon("warn"), text)),
  ];
}

const lastWord = (step) => step.replace(/\/+$/, "").split(/[/:]/).pop().replace(/_/g, " ").trim() || step;

function note(words, step, name, value) {
  if (["card", "cardKind", "site"].includes(name)) return undefined;
  const shaped = word(words.notes, `${step}.${name}.${value}`) || word(words.notes, name);
  return shaped && fill(shaped, { value });
}

/** The day, with the minute where the record has one, as it was at the place. */
function day(words, { eventTime, offset }) {
  const minutes = (offset[0] === "-" ? -1 : 1) * (offset.slice(1, 3) * 60 + Number(offset.slice(4, 6)));
  const isDay = eventTime.length === 10;
  const local = new Date(Date.parse(eventTime) + (isDay ? 0 : minutes * 60000));
  if (Number.isNaN(local.getTime())) return eventTime;
  const [y, m, d] = [local.getUTCFullYear(), local.getUTCMonth() + 1, local.getUTCDate()];
  const date = fill(words.say[y === words.year ? "date" : "dated"], { y, m, d, mon: words.months[m - 1] });
  return isDay ? date : fill(words.say.clock, { date, time: local.toISOString().slice(11, 16) });
}
