/* A text that a model reads token by token. Keys and values of earlier tokens are kept, so a token costs one pass. */

const Reading = (function () {
  "use strict";

  /** How many tokens before the context a memory may look at. */
  const lookback = 8;

  return class Reading {
    constructor(model) {
      this.model = model;
      this.begin([]);
    }

    /** The number of tokens that the model looks back at. */
    get length() {
      return this.tokens.length;
    }

    /** Starts again with a text, of which the last tokens that fit into the context count. */
    begin(text) {
      Slices.finish(this.beginning(text));
    }

    /** The same as a generator, a token per step. */
    *beginning(text) {
      const start = Math.max(0, text.length - this.model.c.context);
      this.clear(text.slice(Math.max(0, start - lookback), start));
      yield* this.readAll(text.slice(start));
      this.findLogits();
    }

    /** Forgets all tokens; `before` are those before the first one that comes. */
    clear(before) {
      this.before = before;
      this.tokens = [];
      // For each token: the residual stream before the first block and after each block.
      this.streams = [];
      this.layers = Array.from({ length: this.model.c.layers }, () => ({
        queries: [], keys: [], values: [], weights: [],
      }));
      this.logits = null;
    }

    /** Continues with a token. A full context moves on by half, as in the Swift program's `GPTDecoder`. */
    append(token) {
      Slices.finish(this.appending(token));
    }

    /** The same as a generator, a token per step. */
    *appending(token) {
      const context = this.model.c.context;
      if (this.length === context) {
        const first = context - (Math.max(1, Math.floor(context / 2)) - 1);
        const kept = this.tokens.slice(first);
        this.clear(this.tokens.slice(Math.max(0, first - lookback), first));
        yield* this.readAll(kept);
      }
      this.read(token);
      this.findLogits();
    }

    *readAll(tokens) {
      for (const token of tokens) {
        this.read(token);
        yield;
      }
    }

    /** The logits of the token that comes after all that were read. */
    findLogits() {
      const stream = this.streams[this.length - 1];
      this.logits = stream ? this.model.logits(stream[stream.length - 1]) : null;
    }

    read(token) {
      this.tokens.push(token);
      const text = this.before.concat(this.tokens);
      const input = this.model.embed(token, this.length - 1, text);
      const stream = [input];
      this.layers.forEach((cache, number) => {
        stream.push(this.model.block(number, stream[number], input, token, cache));
      });
      this.streams.push(stream);
    }
  };
})();
