/* Vectors and matrices: everything that a model computes, as loops over arrays of 32-bit numbers. Sums are kept in
   double precision, which JavaScript computes with anyway. */

const Tensor = (function () {
  "use strict";

  /** The sum of the products of `count` pairs: x from `i` on, and y from `j` on. */
  function dot(x, i, y, j, count) {
    // Four sums that do not wait for one another are faster than one.
    let a = 0, b = 0, c = 0, d = 0;
    let k = 0;
    for (; k + 3 < count; k += 4) {
      a += x[i + k] * y[j + k];
      b += x[i + k + 1] * y[j + k + 1];
      c += x[i + k + 2] * y[j + k + 2];
      d += x[i + k + 3] * y[j + k + 3];
    }
    for (; k < count; k += 1) a += x[i + k] * y[j + k];
    return a + b + (c + d);
  }

  /** W x + bias, with a row of W for each number of the result. */
  function linear(weight, bias, x) {
    const columns = x.length;
    const y = new Float32Array(weight.length / columns);
    let row = 0;
    // Four rows at a time read x only once.
    for (; row + 3 < y.length; row += 4) {
      const i = row * columns, j = i + columns, k = j + columns, l = k + columns;
      let a = 0, b = 0, c = 0, d = 0;
      for (let column = 0; column < columns; column += 1) {
        const value = x[column];
        a += weight[i + column] * value;
        b += weight[j + column] * value;
        c += weight[k + column] * value;
        d += weight[l + column] * value;
      }
      y[row] = a;
      y[row + 1] = b;
      y[row + 2] = c;
      y[row + 3] = d;
    }
    for (; row < y.length; row += 1) y[row] = dot(weight, row * columns, x, 0, columns);
    if (bias) for (let i = 0; i < y.length; i += 1) y[i] += bias[i];
    return y;
  }

  // Loops in place of `map`, which is ten times slower for arrays of numbers.

  /** x + y. */
  function sum(x, y) {
    const result = new Float32Array(x.length);
    for (let i = 0; i < x.length; i += 1) result[i] = x[i] + y[i];
    return result;
  }

  /** a x + b y. */
  function mixed(x, a, y, b) {
    const result = new Float32Array(x.length);
    for (let i = 0; i < x.length; i += 1) result[i] = a * x[i] + b * y[i];
    return result;
  }

  /** Mean 0 and variance 1, then scaled and shifted (LayerNorm). */
  function layerNorm(x, weight, bias, epsilon) {
    let mean = 0;
    for (let i = 0; i < x.length; i += 1) mean += x[i];
    mean /= x.length;
    let variance = 0;
    for (let i = 0; i < x.length; i += 1) variance += (x[i] - mean) * (x[i] - mean);
    const factor = 1 / Math.sqrt(variance / x.length + epsilon);
    const result = new Float32Array(x.length);
    for (let i = 0; i < x.length; i += 1) result[i] = (x[i] - mean) * factor * weight[i] + (bias ? bias[i] : 0);
    return result;
  }

  /** Mean square 1, then scaled if there are weights (RMSNorm). */
  function rmsNorm(x, weight, epsilon) {
    const factor = 1 / Math.sqrt(dot(x, 0, x, 0, x.length) / x.length + epsilon);
    const result = new Float32Array(x.length);
    for (let i = 0; i < x.length; i += 1) result[i] = x[i] * factor * (weight ? weight[i] : 1);
    return result;
  }

  /** e^x / the sum of all e^x, in double precision. */
  function softmax(x) {
    let largest = -Infinity;
    for (let i = 0; i < x.length; i += 1) if (x[i] > largest) largest = x[i];
    const result = new Float64Array(x.length);
    let total = 0;
    for (let i = 0; i < x.length; i += 1) {
      result[i] = Math.exp(x[i] - largest);
      total += result[i];
    }
    for (let i = 0; i < x.length; i += 1) result[i] /= total;
    return result;
  }

  /** How uncertain probabilities are, in bits. */
  function entropy(p) {
    return p.reduce((sum, x) => (x > 0 ? sum - x * Math.log2(x) : sum), 0);
  }

  /**
   * The probability that a normally distributed number is below x: the project's polynomial in 1 / (1 + |x| / 4), after
   * Abramowitz and Stegun 26.2.17, which is off by less than 1e-8.
   */
  function normalProbability(x) {
    const t = 1 / (1 + Math.abs(x) / 4);
    let p = 0.016235543;
    p = p * t - 0.060863309;
    p = p * t + 0.046955418;
    p = p * t + 0.034946453;
    p = p * t + 0.0070601134;
    p = p * t + 0.089837745;
    p = p * t + 0.070840657;
    p = p * t + 0.095778793;
    p = p * t + 0.099458821;
    p = p * t + 0.099749766;
    const tail = Math.exp(-0.5 * x * x) * t * p;
    return x < 0 ? tail : 1 - tail;
  }

  /** The functions between two linear maps. */
  const activations = {
    gelu: (x) => x * normalProbability(x),
    "gelu-tanh": (x) => (x / 2) * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x))),
    relu: (x) => Math.max(0, x),
    "relu-squared": (x) => (x > 0 ? x * x : 0),
    silu: (x) => x / (1 + Math.exp(-x)),
  };

  return { dot, linear, sum, mixed, layerNorm, rmsNorm, softmax, entropy, activations };
})();
