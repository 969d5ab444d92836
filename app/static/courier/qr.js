// A QR code of a text (ISO/IEC 18004), in bytes and with error correction L: it is shown on a bright screen.

// Codewords of error correction in each block, and how many blocks, of versions 1 to 40 at level L (table 9).
const CORRECTION = [7, 10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24, 26, 30, 22, 24, 28, 30, 28, 28, 28, 28, 30, 30, 26, 28, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30];
const BLOCKS = [1, 1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4, 4, 4, 6, 6, 6, 6, 7, 8, 8, 9, 9, 10, 12, 12, 12, 13, 14, 15, 16, 17, 18, 19, 19, 20, 21, 22, 24, 25];
// Level L with mask 0, in the 15 bits of the format (table C.1). Any mask is read; the best one only reads a little easier.
const FORMAT = 0b111011111000100;

/** Rows of true (dark) and false; throws where the text is too long for any version. */
export function modules(text) {
  const bytes = new TextEncoder().encode(text);
  const version = CORRECTION.findIndex((_, at) => bytes.length + (at < 9 ? 2 : 3) <= room(at + 1)) + 1;
  if (version === 0) throw new Error("too long for a QR code");
  const grid = new Grid(version);
  grid.fill(interleaved(framed(bytes, version), version));
  return grid.rows;
}

// Modules that are free for data, in whole codewords.
function codewords(version) {
  const centres = version === 1 ? 0 : Math.floor(version / 7) + 2;
  const size = 17 + 4 * version;
  const alignment = version === 1 ? 0 : 25 * (centres ** 2 - 3) - 10 * (centres - 2);
  return (size * size - 3 * 64 - 31 - 2 * (size - 16) - alignment - (version < 7 ? 0 : 36)) >> 3;
}

const room = (version) => codewords(version) - CORRECTION[version - 1] * BLOCKS[version - 1];

// Mode, length, bytes, end, and 0xEC 0x11 up to the brim (7.4.10).
function framed(bytes, version) {
  const bits = [];
  const push = (value, count) => {
    for (let at = count - 1; at >= 0; at -= 1) bits.push((value >> at) & 1);
  };
  push(4, 4);
  push(bytes.length, version < 10 ? 8 : 16);
  bytes.forEach((byte) => push(byte, 8));
  const most = room(version) * 8;
  push(0, Math.min(4, most - bits.length));
  while (bits.length % 8) bits.push(0);
  const found = [];
  for (let at = 0; at < bits.length; at += 8) found.push(parseInt(bits.slice(at, at + 8).join(""), 2));
  for (let pad = 0xec; found.length < most / 8; pad ^= 0xec ^ 0x11) found.push(pad);
  return found;
}

function interleaved(data, version) {
  const [many, each] = [BLOCKS[version - 1], CORRECTION[version - 1]];
  const short = Math.floor(data.length / many);
  const longer = data.length % many;
  const divisor = generator(each);
  const blocks = [];
  for (let at = 0, from = 0; at < many; at += 1) {
    const to = from + short + (at >= many - longer ? 1 : 0);
    blocks.push(data.slice(from, to));
    from = to;
  }
  const corrections = blocks.map((block) => remainder(block, divisor));
  const found = [];
  for (let at = 0; at <= short; at += 1) for (const block of blocks) if (at < block.length) found.push(block[at]);
  for (let at = 0; at < each; at += 1) for (const one of corrections) found.push(one[at]);
  return found;
}

// Multiplication in GF(256) modulo x^8 + x^4 + x^3 + x^2 + 1 (7.5.2).
function times(a, b) {
  let product = 0;
  for (let bit = 7; bit >= 0; bit -= 1) {
    product = (product << 1) ^ ((product >> 7) * 0x11d);
    product ^= ((b >> bit) & 1) * a;
  }
  return product;
}

function generator(degree) {
  const found = new Array(degree - 1).fill(0).concat(1);
  for (let round = 0, root = 1; round < degree; round += 1, root = times(root, 2)) {
    for (let at = 0; at < degree; at += 1) found[at] = times(found[at], root) ^ (found[at + 1] ?? 0);
  }
  return found;
}

function remainder(block, divisor) {
  const found = new Array(divisor.length).fill(0);
  for (const byte of block) {
    const factor = byte ^ found.shift();
    found.push(0);
    divisor.forEach((one, at) => {
      found[at] ^= times(one, factor);
    });
  }
  return found;
}

class Grid {
  constructor(version) {
    this.size = 17 + 4 * version;
    this.rows = Array.from({ length: this.size }, () => new Array(this.size).fill(false));
    this.taken = Array.from({ length: this.size }, () => new Array(this.size).fill(false));
    this.patterns(version);
  }

  set(x, y, dark) {
    if (x < 0 || y < 0 || x >= this.size || y >= this.size) return;
    this.rows[y][x] = dark;
    this.taken[y][x] = true;
  }

  square(x, y, radius, light) {
    for (let dy = -radius; dy <= radius; dy += 1) {
      for (let dx = -radius; dx <= radius; dx += 1) this.set(x + dx, y + dy, !light.includes(Math.max(Math.abs(dx), Math.abs(dy))));
    }
  }

  patterns(version) {
    const last = this.size - 1;
    for (let at = 0; at < this.size; at += 1) {
      this.set(6, at, at % 2 === 0);
      this.set(at, 6, at % 2 === 0);
    }
    for (const [x, y] of [[3, 3], [last - 3, 3], [3, last - 3]]) this.square(x, y, 4, [2, 4]);
    const centres = this.centres(version);
    const end = centres.length - 1;
    centres.forEach((x, i) => centres.forEach((y, j) => {
      const finder = (i === 0 && (j === 0 || j === end)) || (i === end && j === 0);
      if (!finder) this.square(x, y, 2, [1]);
    }));
    this.format(last);
    if (version >= 7) this.version(version, last);
  }

  centres(version) {
    if (version === 1) return [];
    const many = Math.floor(version / 7) + 2;
    // Annex E; version 32 alone does not follow the rule.
    const step = version === 32 ? 26 : Math.ceil((this.size - 13) / (many * 2 - 2)) * 2;
    const found = [6];
    for (let at = this.size - 7; found.length < many; at -= step) found.splice(1, 0, at);
    return found;
  }

  format(last) {
    for (let at = 0; at < 15; at += 1) {
      const dark = ((FORMAT >> at) & 1) === 1;
      // Once around the upper left finder, once split between the other two (7.9.1).
      const y = at < 6 ? at : at < 8 ? at + 1 : 8;
      const x = at < 8 ? 8 : at === 8 ? 7 : 14 - at;
      this.set(x, y, dark);
      if (at < 8) this.set(last - at, 8, dark);
      else this.set(8, last - 14 + at, dark);
    }
    this.set(8, last - 7, true);
  }

  version(version, last) {
    let rest = version;
    for (let round = 0; round < 12; round += 1) rest = (rest << 1) ^ ((rest >> 11) * 0x1f25);
    const bits = (version << 12) | rest;
    for (let at = 0; at < 18; at += 1) {
      const [a, b] = [last - 10 + (at % 3), Math.floor(at / 3)];
      this.set(a, b, ((bits >> at) & 1) === 1);
      this.set(b, a, ((bits >> at) & 1) === 1);
    }
  }

  fill(data) {
    let bit = 0;
    for (let right = this.size - 1; right >= 1; right -= 2) {
      if (right === 6) right = 5;
      for (let step = 0; step < this.size; step += 1) {
        const upward = ((right + 1) & 2) === 0;
        const y = upward ? this.size - 1 - step : step;
        for (const x of [right, right - 1]) {
          if (this.taken[y][x]) continue;
          const dark = bit < data.length * 8 && ((data[bit >> 3] >> (7 - (bit & 7))) & 1) === 1;
          this.rows[y][x] = dark !== ((x + y) % 2 === 0);
          bit += 1;
        }
      }
    }
  }
}
