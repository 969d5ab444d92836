// Check 3: nothing of a thing's life is missing, and each record follows the one before.

import { Failed, SEQUENCE, Stopped } from "./verdict.js";

/** What `thing` is packed in at the moment, itself first. */
function around(thing, inside) {
  const found = new Set([thing]);
  for (const at of found) for (const outer of inside.get(at) || []) found.add(outer);
  return found;
}

/** Check 3: the thing's own entries without a gap, those of its parcels while it was in them, in order of time. */
export function sequence(entries, thing) {
  const lives = new Map();
  const inside = new Map();
  for (const [k, { disclosed, public: shown, recordTime, leaf }] of entries.entries()) {
    const bad = (reason) => new Failed(SEQUENCE, k, reason);
    const open = around(thing, inside);
    const children = disclosed.filter(([role, uri]) => role === "child" && open.has(uri));
    const parents = disclosed.filter(([role]) => role === "parent" && children.length > 0).map(([, uri]) => uri);
    for (const [, uri, n, prev] of disclosed) {
      const isReached = open.has(uri) || parents.includes(uri) || shown.step === "card";
      if (!isReached) throw bad(`${uri} has nothing to do with the thing`);
      const last = lives.get(uri) || { due: 0, leaf: null, recordTime: "" };
      const { due } = last;
      if (n < due || (uri === thing && n !== due)) throw bad(`record ${n} of ${uri} stands where ${due} is expected`);
      if ((n === 0) !== (prev === null) || (n === due && prev !== last.leaf)) {
        throw bad(`record ${n} of ${uri} does not follow the one before`);
      }
      if (recordTime < last.recordTime) throw bad(`record ${n} of ${uri} is dated before the one before`);
      if (due && open.has(uri)) entries[k].hidden += n - due;
      lives.set(uri, { due: n + 1, leaf, recordTime });
    }
    // A correction takes nothing out, and an unpacking that was wrong is none.
    const unpacks = shown.action === "DELETE" && shown.step !== "corrected";
    for (const [, uri] of children) {
      const outer = inside.get(uri) || new Set();
      for (const parent of parents) unpacks ? outer.delete(parent) : outer.add(parent);
      inside.set(uri, outer);
    }
  }
  if (!lives.has(thing)) throw new Stopped("the proof file holds no entry of the thing itself");
}
