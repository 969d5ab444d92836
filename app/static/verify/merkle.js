// The Merkle tree of RFC 6962, as one checks it: inclusion and consistency (RFC 9162 sections 2.1.3.2 and 2.1.4.2).
// Sizes pass 2^31, so there are no bit operators here.

import { equal, sha256 } from "./bytes.js";

const HASH = 32;
const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);
const half = (n) => Math.floor(n / 2);
const isOdd = (n) => n % 2 === 1;
const whole = (hashes) => hashes.every((hash) => hash.length === HASH);

export const leafHash = (entry) => sha256(LEAF, entry);

export const nodeHash = (left, right) => sha256(NODE, left, right);

/** The root that this path leads to, or null where it cannot be one. */
export async function rootFromInclusion(leaf, index, size, path) {
  if (!(index >= 0 && index < size) || !whole([leaf, ...path])) return null;
  let at = index, last = size - 1, root = leaf;
  for (const step of path) {
    if (last === 0) return null;
    if (isOdd(at) || at === last) {
      root = await nodeHash(step, root);
      while (!isOdd(at) && at > 0) [at, last] = [half(at), half(last)];
    } else {
      root = await nodeHash(root, step);
    }
    [at, last] = [half(at), half(last)];
  }
  return last === 0 ? root : null;
}

/** Whether `leaf` stands at `index` of the tree of `size` leaves with this root. */
export async function includes(leaf, index, size, path, root) {
  const found = await rootFromInclusion(leaf, index, size, path);
  return found !== null && equal(found, root);
}

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
