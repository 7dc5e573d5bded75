/* What the reader looks at: the model, the text so far, the settings, and the chosen layer, head and places. The panels
   draw it, and change it only through the functions here. */

const Session = (function () {
  "use strict";

  return class Session {
    constructor(data) {
      this.data = data;
      this.c = data.configuration;
      this.tokenizer = new CharacterTokenizer(data.vocabulary, data.names);
      // Models are unpacked when they are first needed.
      this.unpacked = new Map();
      // What each of them has read of the text, so going back to a model takes no time.
      this.readings = new Map();
      this.settings = { temperature: 0.8, topK: 0, topP: 1 };
      this.seed = 1;
      this.layer = 0;
      this.head = 0;
      this.listeners = [];
      this.number = data.chosen;
      this.setPrompt(data.prompt);
    }

    /** Calls a function after each change. */
    listen(listener) {
      this.listeners.push(listener);
    }

    changed() {
      for (const listener of this.listeners) listener();
    }

    /** The model of this number. */
    modelOf(number) {
      if (!this.unpacked.has(number)) this.unpacked.set(number, new Model(this.c, this.data.models[number]));
      return this.unpacked.get(number);
    }

    /** All tokens of the text. A text without a prompt begins with a token that is not shown. */
    get text() {
      return this.prompt.concat(this.written);
    }

    setPrompt(words) {
      const { tokens, unknown } = this.tokenizer.encode(words);
      this.isEmpty = tokens.length === 0;
      this.prompt = this.isEmpty ? [this.data.start] : tokens;
      this.unknown = unknown;
      this.restart();
    }

    /** Goes back to the prompt and to the first random number of the seed. */
    restart() {
      this.isWriting = false;
      this.written = [];
      this.readings.clear();
      this.generator = new RandomGenerator(this.seed);
      this.reread();
    }

    /** Reads the whole text with the present model. */
    reread() {
      if (!this.readings.has(this.number)) {
        const reading = new Reading(this.modelOf(this.number));
        reading.begin(this.text);
        this.readings.set(this.number, reading);
      }
      this.reading = this.readings.get(this.number);
      this.place = null;
      this.seen = null;
      this.changed();
    }

    setSeed(seed) {
      this.seed = seed;
      this.restart();
    }

    setSettings(settings) {
      Object.assign(this.settings, settings);
      this.changed();
    }

    chooseModel(number) {
      this.number = number;
      // A new array ends the writing with the other model.
      this.written = [...this.written];
      this.reread();
    }

    /** Continues the text with a token of the reader's choice. */
    append(token) {
      this.written.push(token);
      this.reading.append(token);
      this.readings = new Map([[this.number, this.reading]]);
      this.place = null;
      this.seen = null;
      this.changed();
    }

    /** Draws the next token. */
    step() {
      this.append(Sampler.draw(this.reading.logits, this.settings, this.generator));
    }

    /**
     * Draws so many tokens, a few at a time, so that the page shows them as they come. At the end, `finished` gets the
     * seconds that the model took, or null if another text or model ended it.
     */
    write(count, finished) {
      const start = performance.now();
      const listeners = this.listeners;
      const text = this.written;
      this.listeners = [];
      let left = count;
      while (left > 0 && performance.now() - start < 40) {
        this.step();
        left -= 1;
      }
      this.listeners = listeners;
      const seconds = (performance.now() - start) / 1000;
      // The panels wait for the end.
      this.isWriting = left > 0;
      this.changed();
      // A new prompt in the meantime ends this.
      if (left === 0) finished(seconds);
      else {
        setTimeout(() => {
          if (text === this.written) this.write(left, (more) => finished(more === null ? null : seconds + more));
          else {
            this.isWriting = false;
            this.changed();
            finished(null);
          }
        });
      }
    }

    choosePlace(place) {
      this.place = Math.max(0, Math.min(this.reading.length - 1, place));
      if (this.seen !== null) this.seen = Math.min(this.seen, this.place);
      this.changed();
    }

    chooseSeen(seen) {
      this.seen = Math.max(0, Math.min(this.currentPlace, seen));
      this.changed();
    }

    chooseHead(layer, head) {
      this.layer = layer;
      this.head = head;
      this.changed();
    }

    /** The chosen place of the context, by default the last. */
    get currentPlace() {
      return this.place ?? this.reading.length - 1;
    }

    /** The place that the chosen one looks at, by default the one that the chosen head sees most of. */
    get currentSeen() {
      if (this.seen !== null) return this.seen;
      const weights = this.attention(this.currentPlace);
      return weights.indexOf(Math.max(...weights));
    }

    /** How much the chosen head sees of each place from a place. */
    attention(place) {
      return this.reading.layers[this.layer].weights[place][this.head];
    }

    /** What a place of the context is called: its token and number, counted from 1. */
    nameOf(place) {
      return `${this.tokenizer.names[this.reading.tokens[place]]} (${place + 1})`;
    }
  };
})();
