// Check 4 against the past: a kept checkpoint, and the log that must be the same, grown. Loaded when there is one.

import { equal, unbase64, unhex } from "./bytes.js";
import { half, isOdd, nodeHash, whole } from "./merkle.js";
import { Failed, LOG, Stopped } from "./verdict.js";

/** Whether the tree of `size` begins with the tree of `old`. From size 0 nothing can be proved: refused. */
export async function consistent(old, size, oldRoot, root, path) {
  if (!(old > 0 && old <= size)) return false;
  if (old === size) return path.length === 0 && equal(oldRoot, root);
  if (!whole([oldRoot, root, ...path])) return false;
  const steps = Number.isInteger(Math.log2(old)) ? [oldRoot, ...path] : [...path];
  if (steps.length === 0) return false;
  let at = old - 1, last = size - 1;
  while (isOdd(at)) [at, last] = [half(at), half(last)];
  let first = steps[0], second = steps[0];
  for (const step of steps.slice(1)) {
    if (last === 0) return false;
    if (isOdd(at) || at === last) {
      [first, second] = [await nodeHash(step, first), await nodeHash(step, second)];
      while (!isOdd(at) && at > 0) [at, last] = [half(at), half(last)];
    } else {
      second = await nodeHash(second, step);
    }
    [at, last] = [half(at), half(last)];
  }
  return last === 0 && equal(first, oldRoot) && equal(second, root);
}

/** Where a tree of `size` leaves parts (RFC 6962 section 2.1): the largest power of two below it. */
function split(size) {
  let part = 1;
  while (part * 2 < size) part *= 2;
  return part;
}

/**
 * The root of the first `old` leaves, where proved paths `{index, leaf, path}` into the tree of `size` hold
 * enough of it (the path of leaf `old - 1` always does); else null.
 */
async function earlierRoot(old, size, proved) {
  const known = new Map();
  for (const { index, leaf, path } of proved) {
    const ranges = [];
    for (let start = 0, end = size; end - start > 1; ) {
      const middle = start + split(end - start);
      const left = index < middle;
      ranges.unshift({ start, end, left, sibling: left ? `${middle}-${end}` : `${start}-${middle}` });
      if (left) end = middle;
      else start = middle;
    }
    let hash = leaf;
    known.set(`${index}-${index + 1}`, hash);
    for (const [i, { start, end, left, sibling }] of ranges.entries()) {
      known.set(sibling, path[i]);
      hash = left ? await nodeHash(hash, path[i]) : await nodeHash(path[i], hash);
      known.set(`${start}-${end}`, hash);
    }
  }
  const rangeHash = async (start, end) => {
    const found = known.get(`${start}-${end}`);
    if (found || end - start < 2) return found || null;
    const middle = start + split(end - start);
    const left = await rangeHash(start, middle);
    const right = left && (await rangeHash(middle, end));
    return right && nodeHash(left, right);
  };
  return rangeHash(0, old);
}

/** Check 4 against the past: the log of the kept checkpoint is the beginning of this one. */
export async function grown(old, at, entries, consistency) {
  if (!at || old.size > at.size) throw new Stopped("the kept checkpoint is newer than the proof file: get the file again");
  let agrees;
  if (old.size === at.size) {
    agrees = equal(old.root, at.root);
  } else if (consistency && consistency.old === old.size) {
    try {
      const path = consistency.path.map((step) => unbase64(step, 32));
      agrees = await consistent(old.size, at.size, old.root, at.root, path);
    } catch {
      agrees = false;
    }
  } else {
    const proved = entries.filter((entry) => entry.path).map((entry) => ({ ...entry, leaf: unhex(entry.leaf) }));
    const root = await earlierRoot(old.size, at.size, proved);
    if (!root) throw new Stopped(`the file cannot be compared with the kept checkpoint: get it again with ?old=${old.size}`);
    agrees = equal(root, old.root);
  }
  if (!agrees) throw new Failed(LOG, null, "the log is not the one of the kept checkpoint, grown");
}
