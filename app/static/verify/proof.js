// The five checks over a proof file, in their order; docs/record.md says the same in prose.

import { encode, decode } from "./canonical.js";
import { equal, hex, isDigest, sha256, unbase64, unhex, utf8 } from "./bytes.js";
import { includes, leafHash, rootFromInclusion } from "./merkle.js";
import { head, opened, verifier } from "./note.js";
import { sequence } from "./sequence.js";
import { CONTENT, FINGERPRINTS, Failed, LOG, SEQUENCE, SIGNATURE, Stopped, Unknown } from "./verdict.js";

const VERSION = 1;
const ENVELOPE = "actor,eventID,private,public,recordTime,things,v";
const SHOWN = ["type", "step", "eventTime", "offset", "standing", "evidence"];
const RECORD_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/**
 * Check a proof file with a verifier key. `kept` is a checkpoint note of before, `seen` the last leaf `{n, leaf}` of
 * the thing; `passed(check)` is awaited after each check that agrees.
 *
 * The result: `state` (ok, wait, bad, version, stopped), how many checks `passed`, which one `failed` at which `entry`
 * and for what `reason`; the `entries` as far as they could be read, of which the first `solid` are proved.
 */
export async function verify(proof, { key, kept = "", seen = null, passed = () => {} }) {
  const result = { state: "ok", passed: 0, failed: 0, entry: null, reason: "", entries: [], solid: 0 };
  const { entries } = result;
  const pass = async (check) => passed((result.passed = check));
  try {
    const by = await asked(proof, key);
    const old = await keptHead(kept, by);
    for (const [k, entry] of proof.entries.entries()) entries.push(await content(entry, k));
    await cards(proof.cards || {}, entries);
    await pass(CONTENT);
    for (const [k, entry] of entries.entries()) await fingerprint(entry, k);
    await pass(FINGERPRINTS);
    sequence(entries, proof.thing);
    await pass(SEQUENCE);
    const waiting = entries.filter((entry) => entry.index === null).length;
    const at = checkpointHead(proof.checkpoint);
    await inLog(entries, at);
    if (old && old.size > 0) await (await import("./growth.js")).grown(old, at, entries, proof.consistency);
    remembered(seen, entries, proof.thing);
    if (at) {
      await pass(LOG);
      await signature(proof, at, by);
      await pass(SIGNATURE);
    }
    result.state = waiting ? "wait" : "ok";
    result.solid = entries.length - waiting;
  } catch (error) {
    result.reason = error.message;
    result.state = error instanceof Failed ? "bad" : error instanceof Unknown ? "version" : "stopped";
    if (error instanceof Failed) {
      result.failed = error.check;
      result.entry = error.entry;
      if (error.check === SEQUENCE) result.solid = await before(error.entry, proof, key);
    }
  }
  return result;
}

/** How many entries before a break are proved all the same: all, if they pass the five checks by themselves. */
async function before(count, proof, key) {
  const first = { ...proof, entries: proof.entries.slice(0, count), cards: {} };
  return (await verify(first, { key })).solid;
}

async function asked(proof, key) {
  const texts = proof && [proof.thing, proof.origin, proof.checkpoint];
  if (!texts || texts.some((text) => typeof text !== "string") || !Array.isArray(proof.entries)) {
    throw new Stopped("this is not a proof file");
  }
  if (proof.entries.length === 0) throw new Stopped("the proof file holds no entry");
  try {
    return await verifier(key);
  } catch (error) {
    throw new Stopped(error.message);
  }
}

async function keptHead(note, by) {
  if (!note) return null;
  const text = await opened(note, by);
  if (text === null) throw new Stopped("the kept checkpoint is not signed with this key");
  return head(text);
}

/** Check 1 of one entry: a canonical envelope of version 1, and disclosures that lead to its `things`. */
async function content(entry, k) {
  const bad = (reason) => new Failed(CONTENT, k, reason);
  let envelope, disclosed;
  try {
    envelope = Object(decode(entry.envelope));
  } catch (error) {
    throw bad(error.message);
  }
  if (Number.isInteger(envelope.v) && envelope.v !== VERSION) throw new Unknown(`version ${envelope.v}`);
  const shown = envelope.public;
  if (
    Object.keys(envelope).sort().join() !== ENVELOPE || envelope.v !== VERSION || !RECORD_TIME.test(envelope.recordTime) ||
    [envelope.recordTime, envelope.actor, envelope.eventID, ...SHOWN.map((name) => Object(shown)[name])].some((text) => typeof text !== "string")
  ) {
    throw bad("the envelope does not hold what version 1 holds");
  }
  try {
    unbase64(envelope.private, 32);
    disclosed = await disclosures(entry.disclosures, unbase64(envelope.things, 32));
  } catch (error) {
    throw bad(error.message);
  }
  return { ...entry, recordTime: envelope.recordTime, public: shown, disclosed, hidden: 0 };
}

async function disclosures(given, things) {
  if (!Array.isArray(given) || given.length === 0) throw new Error("the entry discloses nothing");
  const found = [];
  for (const { value, salt, index, path } of given) {
    const [role, thing, n, prev] = value;
    const typed = typeof role === "string" && typeof thing === "string" && Number.isSafeInteger(n) && n >= 0;
    if (!typed || value.length !== 4 || !(prev === null || isDigest(prev))) throw new Error("a disclosure is malformed");
    // At least four digests, padded to a power of two: the path says how wide this entry is.
    if (path.length < 2 || path.length > 32 || path.length !== given[0].path.length || !Number.isInteger(index)) {
      throw new Error("a disclosure's path is malformed");
    }
    const digest = await sha256(unbase64(salt, 32), utf8(encode(value)));
    const steps = path.map((step) => unbase64(step, 32));
    const root = await rootFromInclusion(await leafHash(digest), index, 2 ** path.length, steps);
    if (root === null || !equal(root, things)) throw new Error(`${thing} is not what the record says it touched`);
    found.push(value);
  }
  return found;
}

/** The other half of check 1: each card's digest stands in an entry. */
async function cards(given, entries) {
  const named = new Set(entries.map((entry) => Object(entry.public.facts).card));
  for (const [digest, text] of Object.entries(given)) {
    if (!named.has(digest) || hex(await sha256(utf8(text))) !== digest) {
      throw new Failed(CONTENT, null, `the card ${digest} is not the one in the record`);
    }
  }
}

/** Check 2 of one entry. */
async function fingerprint(entry, k) {
  let leaf;
  try {
    leaf = hex(await leafHash(await sha256(unbase64(entry.salt, 32), utf8(entry.envelope))));
  } catch (error) {
    throw new Failed(FINGERPRINTS, k, error.message);
  }
  if (leaf !== entry.leaf) throw new Failed(FINGERPRINTS, k, "the envelope has another fingerprint");
}

function checkpointHead(checkpoint) {
  try {
    return checkpoint ? head(checkpoint) : null;
  } catch (error) {
    throw new Failed(SIGNATURE, null, error.message);
  }
}

/** Check 4: every entry stands in the log where it says, in the order of the file, those that wait last. */
async function inLog(entries, at) {
  let last = -1;
  for (const [k, entry] of entries.entries()) {
    const bad = (reason) => new Failed(LOG, k, reason);
    if (entry.index === null && entry.inclusion === null) {
      last = Infinity;
      continue;
    }
    if (!Number.isSafeInteger(entry.index) || entry.index <= last) throw bad("the entries are not in the order of the log");
    if (!at) throw bad("there is no checkpoint that the entry could stand under");
    last = entry.index;
    try {
      entry.path = entry.inclusion.map((step) => unbase64(step, 32));
    } catch (error) {
      throw bad(error.message);
    }
    if (!(await includes(unhex(entry.leaf), entry.index, at.size, entry.path, at.root))) {
      throw bad(`the entry does not stand at ${entry.index} of the log`);
    }
  }
}

function remembered(seen, entries, thing) {
  if (!seen) return;
  const at = entries.findIndex((entry) => entry.disclosed.some(([, uri, n]) => uri === thing && n === seen.n));
  if (at < 0 || entries[at].leaf !== seen.leaf) {
    throw new Failed(LOG, at < 0 ? null : at, "a record that this device has seen is gone or replaced");
  }
}

/** Check 5: the checkpoint is this log's, signed with its key. */
async function signature(proof, at, by) {
  const good = at.origin === by.name && proof.origin === by.name && (await opened(proof.checkpoint, by)) !== null;
  if (!good) throw new Failed(SIGNATURE, null, `the checkpoint is not signed by ${by.name} with this key`);
}
