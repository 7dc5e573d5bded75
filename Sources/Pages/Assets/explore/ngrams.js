/* An n-gram model, counted by the Swift program: the tokens after each context, with their surprise in bits. */

const NGrams = (function () {
  "use strict";

  return class NGrams {
    constructor(stored) {
      this.order = stored.order;
      this.tokenCount = stored.tokenCount;
      // The n-grams are the nodes of a tree. Its root is node 0, the single tokens follow, then the pairs, and so on; the
      // children of a node lie side by side, in the order of their tokens. See `NGramCounts` in Swift.
      this.tokens = new Uint16Array(Weights.bytes(stored.tokens).buffer);
      this.firstChildren = new Int32Array(Weights.bytes(stored.firstChildren).buffer);
      this.bits = Weights.numbers(stored.bits);
      this.backoffBits = Weights.numbers(stored.backoffBits);
    }

    /** The node of an n-gram and a token after it; -1 if the text had no such n-gram. */
    child(node, token) {
      if (node === 0) return token + 1;
      let [low, high] = [this.firstChildren[node], this.firstChildren[node + 1]];
      while (low < high) {
        const middle = (low + high) >> 1;
        if (this.tokens[middle] === token) return middle;
        if (this.tokens[middle] < token) low = middle + 1;
        else high = middle;
      }
      return -1;
    }

    /** The node of some tokens; -1 if the text never had them in a row. */
    node(tokens) {
      return tokens.reduce((node, token) => (node < 0 ? -1 : this.child(node, token)), 0);
    }

    /** The surprise at the token at a place of a text, in bits. */
    surprise(text, place) {
      const longest = Math.min(this.order - 1, place);
      const contexts = Array.from({ length: longest + 1 }, (_, length) => this.node(text.slice(place - length, place)));
      const bits = (token) => {
        let sum = 0;
        // From the longest context on: where the token never came, the shorter one is asked, at a price.
        for (let length = longest; length > 0; length -= 1) {
          if (contexts[length] < 0) continue;
          const child = this.child(contexts[length], token);
          if (child >= 0) return sum + this.bits[child];
          sum += this.backoffBits[contexts[length]];
        }
        return sum + this.bits[token + 1];
      };
      // A text of the page has no end and no unknown tokens. The shares of these two go to the others.
      const [unknown, end] = [this.tokenCount, this.tokenCount + 2];
      return bits(text[place]) + Math.log2(1 - 2 ** -bits(unknown) - 2 ** -bits(end));
    }
  };
})();
