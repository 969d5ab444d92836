// How a check ends when it does not pass.

export const CONTENT = 1, FINGERPRINTS = 2, SEQUENCE = 3, LOG = 4, SIGNATURE = 5;

/** A check that does not agree: which one, at which entry (from 0; null for the file as a whole), and why. */
export class Failed extends Error {
  constructor(check, entry, reason) {
    super(reason);
    Object.assign(this, { check, entry });
  }
}
/** The records are of a version that is not known here. */
export class Unknown extends Error {}
/** The check cannot be made: no proof file, or what was kept from before cannot be compared with it. */
export class Stopped extends Error {}
