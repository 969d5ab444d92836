// What a label is called on the phone: short, without the secret that a QR code carries behind the question mark.

const GS1 = new Set(["]C1", "]d2", "]Q3", "]e0"]);

/** What a parcel is called in lists and told apart by: an address becomes its path, an SSCC's element string /00/ and its digits. */
export function short({ text, symbology }) {
  const said = text.trim();
  if (GS1.has(symbology)) {
    const sscc = /^\x1d?00(\d{18})/.exec(said);
    return sscc ? `/00/${sscc[1]}` : said;
  }
  if (/^https?:\/\//i.test(said)) {
    try {
      return new URL(said).pathname;
    } catch {
      return said;
    }
  }
  return said;
}

/** The last four characters, as people name a parcel. */
export const tail = (label) => label.slice(-4);
