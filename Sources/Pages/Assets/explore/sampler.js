/* How the next token is drawn from the logits: temperature, softmax, top-k, top-p, as `Sampler` does it in Swift. */

const Sampler = (function () {
  "use strict";

  /** Which token has the highest logit, the first of equals. */
  function likeliest(logits) {
    let best = 0;
    for (let i = 1; i < logits.length; i += 1) if (logits[i] > logits[best]) best = i;
    return best;
  }

  /** The probabilities at a temperature above 0, with 32 bits as in Swift. */
  function probabilities(logits, temperature) {
    const largest = logits[likeliest(logits)];
    const divisor = Math.fround(temperature);
    const result = new Float32Array(logits.length);
    let total = 0;
    for (let i = 0; i < logits.length; i += 1) {
      result[i] = Math.exp(Math.fround(Math.fround(logits[i] - largest) / divisor));
      total += result[i];
    }
    const factor = Math.fround(1 / total);
    for (let i = 0; i < result.length; i += 1) result[i] *= factor;
    return result;
  }

  /**
   * What is left to draw from: the tokens in the order of their rank, of which the first `count` are left, and their
   * probabilities, which together are `total`.
   *
   * `settings` has `temperature`, `topK` (0 for all) and `topP`.
   */
  function choices(logits, settings) {
    const best = likeliest(logits);
    if (settings.temperature === 0) return { order: [best], count: 1, total: 1, p: logits.map((_, i) => +(i === best)) };
    const p = probabilities(logits, settings.temperature);
    const order = Array.from(p.keys()).sort((a, b) => p[b] - p[a] || a - b);
    const most = settings.topK > 0 ? Math.min(settings.topK, p.length) : p.length;
    // All tokens together are summed in the order of their numbers.
    const left = most === p.length ? p.reduce((sum, x) => sum + x, 0) : sumOfRanks(p, order, most);
    if (!(settings.topP < 1)) return { order, count: most, total: left, p };
    const enough = Math.fround(settings.topP) * left;
    let count = 0;
    let total = 0;
    while (count < most && total < enough) {
      total += p[order[count]];
      count += 1;
    }
    return { order, count, total, p };
  }

  function sumOfRanks(p, order, count) {
    let sum = 0;
    for (let rank = 0; rank < count; rank += 1) sum += p[order[rank]];
    return sum;
  }

  /** Draws a token. A random number is used only if there is a choice. */
  function draw(logits, settings, generator) {
    const { order, count, total, p } = choices(logits, settings);
    if (count < 2) return order[0];
    let rest = generator.uniform() * total;
    for (let rank = 0; rank < count; rank += 1) {
      rest -= p[order[rank]];
      if (rest < 0) return order[rank];
    }
    return order[0];
  }

  return { choices, draw };
})();
