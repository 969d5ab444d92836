// What this device remembers between two looks: the log's key, the newest checkpoint seen, the last leaf of each thing.

const read = (name) => {
  try {
    return JSON.parse(localStorage.getItem(`suyuan:${name}`));
  } catch {
    return null;
  }
};

const write = (name, value) => {
  try {
    localStorage.setItem(`suyuan:${name}`, JSON.stringify(value));
  } catch {
    // A browser that keeps nothing still checks everything but the past.
  }
};

/** The pinned key (at first `offered`), the checkpoint kept under it, and the last leaf seen of `thing`. */
export function recall(origin, offered, thing) {
  const key = read(`key:${origin}`) || offered;
  return { key, kept: read(`log:${origin}:${key}`) || "", seen: read(`thing:${thing}`) };
}

/** Keep what was proved: the key, the checkpoint signed with it, and `{n, leaf}` of the thing's newest entry in the log. */
export function remember(origin, key, checkpoint, thing, seen) {
  write(`key:${origin}`, key);
  write(`log:${origin}:${key}`, checkpoint);
  write(`thing:${thing}`, seen);
}
