// An older root of the log, from paths into a newer one: for a kept checkpoint without a consistency proof.

import { nodeHash } from "./merkle.js";

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
export async function earlierRoot(old, size, proved) {
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
