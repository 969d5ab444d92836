// The Merkle tree of RFC 6962, as one checks it (RFC 9162 section 2.1.3.2).
// Sizes pass 2^31, so there are no bit operators here.

import { equal, sha256 } from "./bytes.js";

const HASH = 32;
const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);
export const half = (n) => Math.floor(n / 2);
export const isOdd = (n) => n % 2 === 1;
export const whole = (hashes) => hashes.every((hash) => hash.length === HASH);

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
