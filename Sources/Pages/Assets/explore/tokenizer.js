/* Text to tokens and back: a token for each character that the model knows. */

const CharacterTokenizer = (function () {
  "use strict";

  return class CharacterTokenizer {
    /** `vocabulary` has the character of each token, and `names` what it is called in tables. */
    constructor(vocabulary, names) {
      this.vocabulary = vocabulary;
      this.names = names;
      this.tokens = new Map(vocabulary.map((character, token) => [character, token]));
    }

    /** The tokens of a text, and the characters that have none, each once. */
    encode(text) {
      // A string yields its characters, and not the halves of those beyond the basic plane.
      const characters = Array.from(text);
      const unknown = new Set(characters.filter((character) => !this.tokens.has(character)));
      return {
        tokens: characters.filter((character) => this.tokens.has(character)).map((character) => this.tokens.get(character)),
        unknown: Array.from(unknown),
      };
    }

    /** The text of tokens. */
    decode(tokens) {
      return tokens.map((token) => this.vocabulary[token]).join("");
    }
  };
})();
