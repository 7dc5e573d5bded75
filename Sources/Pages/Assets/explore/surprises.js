/* How much each token of a text surprises a model, in bits, and an n-gram model if the page has one. */

const Surprises = (function () {
  "use strict";

  return class Surprises {
    /** `counts` is the n-gram model, or null. */
    constructor(model, counts) {
      this.reading = new Reading(model);
      this.counts = counts;
      this.tokens = [];
      // For each token but the first, which nothing predicts.
      this.list = [];
      this.work = [];
    }

    /** Whether what was read and a text are the same as far as both go. */
    fits(text) {
      return this.tokens.every((token, i) => i >= text.length || token === text[i]);
    }

    /** A generator that reads to the end of a text that fits, a token per step. What was read before costs nothing. */
    *read(text) {
      for (;;) {
        // If a reader was ended before its time, its work goes on where it stopped.
        yield* this.work;
        if (this.tokens.length >= text.length) return;
        this.add(text[this.tokens.length]);
        yield;
      }
    }

    add(token) {
      const { logits } = this.reading;
      this.tokens.push(token);
      if (logits) this.list.push(this.surprise(token, Tensor.softmax(logits)));
      this.work = this.reading.appending(token);
    }

    /** The surprise of the last token, and the one that the model itself expected of its answer p. */
    surprise(token, p) {
      const surprise = -Math.log2(Math.max(p[token], Number.MIN_VALUE));
      const counted = this.counts ? this.counts.surprise(this.tokens, this.tokens.length - 1) : null;
      return { token, surprise, expected: Tensor.entropy(p), counted };
    }
  };
})();
