// Sums of words: a is to b as c is to the word nearest to b - a + c.

(function () {
  "use strict";

  // The vectors come as one signed byte per number, in base 64; only their directions matter, so each is scaled to
  // length 1.
  function unitVectors(base64, dimensions) {
    const bytes = Int8Array.from(atob(base64), (letter) => letter.charCodeAt(0) << 24 >> 24);
    const vectors = [];
    for (let start = 0; start < bytes.length; start += dimensions) {
      const vector = Float64Array.from(bytes.subarray(start, start + dimensions));
      const length = Math.hypot(...vector) || 1;
      vectors.push(vector.map((x) => x / length));
    }
    return vectors;
  }

  function product(a, b) {
    let sum = 0;
    for (let i = 0; i < a.length; i += 1) sum += a[i] * b[i];
    return sum;
  }

  // Returns the words nearest to b - a + c without these three, the nearest first, with their cosines.
  function answers(vectors, a, b, c, count) {
    const sum = vectors[b].map((x, i) => x - vectors[a][i] + vectors[c][i]);
    const length = Math.hypot(...sum) || 1;
    return vectors
      .map((vector, word) => ({ word, cosine: product(vector, sum) / length }))
      .filter(({ word }) => word !== a && word !== b && word !== c)
      .sort((left, right) => right.cosine - left.cosine || left.word - right.word)
      .slice(0, count);
  }

  window.wordMap.unitVectors = unitVectors;
  window.wordMap.answers = answers;
})();
