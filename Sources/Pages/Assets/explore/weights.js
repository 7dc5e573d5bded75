/* The numbers of the model: text (base64) in the page, typed arrays here. */

const Weights = (function () {
  "use strict";

  /** Returns the bytes that a base64 text stands for. */
  function bytes(text) {
    const binary = atob(text);
    const result = new Uint8Array(binary.length);
    for (let i = 0; i < binary.length; i += 1) result[i] = binary.charCodeAt(i);
    return result;
  }

  /**
   * Returns the numbers of a tensor, row after row.
   *
   * With 32 bits these are the model's own numbers. With fewer, a number is a whole number times the scale of its row,
   * so it is a little off.
   */
  function numbers(stored) {
    const raw = bytes(stored.numbers).buffer;
    if (stored.bits === 32) return new Float32Array(raw);
    const whole = stored.bits === 16 ? new Int16Array(raw) : new Int8Array(raw);
    const scales = new Float32Array(bytes(stored.scales).buffer);
    const columns = whole.length / scales.length;
    const result = new Float32Array(whole.length);
    for (let row = 0; row < scales.length; row += 1) {
      for (let i = row * columns; i < (row + 1) * columns; i += 1) result[i] = whole[i] * scales[row];
    }
    return result;
  }

  return { bytes, numbers };
})();
