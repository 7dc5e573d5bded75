/* The project's random numbers: SplitMix64, the same bits as `RandomGenerator` in Swift. */

const RandomGenerator = (function () {
  "use strict";

  /** The lowest 64 bits; BigInt has no end of its own. */
  const low = (x) => BigInt.asUintN(64, x);

  return class RandomGenerator {
    /** Creates a generator that starts from a seed, a whole number from 0 up. */
    constructor(seed) {
      this.state = low(BigInt(seed));
    }

    /** The next 64 random bits. */
    next() {
      this.state = low(this.state + 0x9e3779b97f4a7c15n);
      let z = this.state;
      z = low((z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n);
      z = low((z ^ (z >> 27n)) * 0x94d049bb133111ebn);
      return z ^ (z >> 31n);
    }

    /** A number from 0 to below 1, in steps of 2^-24. */
    uniform() {
      return Number(this.next() >> 40n) * 2 ** -24;
    }
  };
})();
