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
    const y = new Float32Array(weight.length / x.length);
    for (let row = 0; row < y.length; row += 1) {
      y[row] = dot(weight, row * x.length, x, 0, x.length) + (bias ? bias[row] : 0);
    }
    return y;
  }

  /** x + y. */
  function sum(x, y) {
    return x.map((value, i) => value + y[i]);
  }

  /** Mean 0 and variance 1, then scaled and shifted (LayerNorm). */
  function layerNorm(x, weight, bias, epsilon) {
    let mean = 0;
    for (const value of x) mean += value;
    mean /= x.length;
    let variance = 0;
    for (const value of x) variance += (value - mean) ** 2;
    const factor = 1 / Math.sqrt(variance / x.length + epsilon);
    return x.map((value, i) => (value - mean) * factor * weight[i] + (bias ? bias[i] : 0));
  }

  /** Mean square 1, then scaled if there are weights (RMSNorm). */
  function rmsNorm(x, weight, epsilon) {
    const factor = 1 / Math.sqrt(dot(x, 0, x, 0, x.length) / x.length + epsilon);
    return x.map((value, i) => value * factor * (weight ? weight[i] : 1));
  }

  /** e^x / the sum of all e^x, in double precision. */
  function softmax(x) {
    let largest = -Infinity;
    for (const value of x) largest = Math.max(largest, value);
    const result = Float64Array.from(x, (value) => Math.exp(value - largest));
    let total = 0;
    for (const value of result) total += value;
    return result.map((value) => value / total);
  }

  /** The probability that a normally distributed number is below x. */
  function normalProbability(x) {
    // The project's polynomial in 1 / (1 + |x| / 4), after Abramowitz and Stegun 26.2.17; off by less than 1e-8.
    const t = 1 / (1 + Math.abs(x) / 4);
    const coefficients = [
      0.016235543, -0.060863309, 0.046955418, 0.034946453, 0.0070601134, 0.089837745, 0.070840657, 0.095778793,
      0.099458821, 0.099749766,
    ];
    const tail = Math.exp((-x * x) / 2) * t * coefficients.reduce((p, coefficient) => p * t + coefficient, 0);
    return x < 0 ? tail : 1 - tail;
  }

  /** The functions between two linear maps. */
  const activations = {
    gelu: (x) => x * normalProbability(x),
    "gelu-tanh": (x) => (x / 2) * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3))),
    relu: (x) => Math.max(0, x),
    "relu-squared": (x) => Math.max(0, x) ** 2,
    silu: (x) => x / (1 + Math.exp(-x)),
  };

  return { dot, linear, sum, layerNorm, rmsNorm, softmax, activations };
})();
