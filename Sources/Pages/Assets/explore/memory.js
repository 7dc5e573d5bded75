/* The memory of n-grams that some models have: vectors for the last two, three ... tokens, found by a hash. */

const Memory = (function () {
  "use strict";

  const low = (x) => BigInt.asUintN(64, x);

  /** The row of some tokens in a table of 2^rowBits rows; the same hash as in Swift. */
  function row(tokens, rowBits) {
    let hash = 0n;
    for (const token of tokens) hash = low((hash ^ BigInt(token + 1)) * 0x9e3779b97f4a7c15n);
    hash = low((hash ^ (hash >> 32n)) * 0xd6e8feb86659fd93n);
    return Number(hash >> BigInt(64 - rowBits));
  }

  /** For each row of a table, the place of its vector among those that are stored, or -1. */
  function places(marks, rowBits) {
    const bits = Weights.bytes(marks);
    const result = new Int32Array(2 ** rowBits).fill(-1);
    let count = 0;
    for (let i = 0; i < result.length; i += 1) {
      if ((bits[i >> 3] >> (i & 7)) & 1) {
        result[i] = count;
        count += 1;
      }
    }
    return result;
  }

  return class Memory {
    constructor(configuration, stored) {
      this.rowBits = configuration.memoryBits;
      this.width = configuration.memoryWidth;
      // Orders share the channels as little as possible.
      const groups = Math.max(1, Math.floor(configuration.embedding / this.width));
      this.orders = stored.map((order, i) => ({
        length: i + 2,
        first: (i % groups) * this.width,
        places: places(order.marks, this.rowBits),
        vectors: Weights.numbers(order.vectors),
      }));
    }

    /** Adds what the last tokens of a text stand for together to x. */
    add(x, text) {
      for (const order of this.orders) {
        if (text.length < order.length) break;
        const place = order.places[row(text.slice(-order.length), this.rowBits)];
        if (place < 0) continue;
        for (let i = 0; i < this.width; i += 1) x[order.first + i] += order.vectors[place * this.width + i];
      }
    }
  };
})();
