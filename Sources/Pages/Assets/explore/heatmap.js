/* A matrix of attention as a picture: a row for each token that looks, a column for each token that it can see. */

const Heatmap = (function () {
  "use strict";

  /** The red, green and blue of a color such as #1f65b7. */
  function channels(color) {
    return [1, 3, 5].map((i) => parseInt(color.slice(i, i + 2), 16));
  }

  /** Draws shares from 0 to 1, a list for each row, on a canvas with one dot per number; the style makes it larger. */
  function paint(canvas, rows) {
    const size = Math.max(1, rows.length);
    canvas.width = size;
    canvas.height = size;
    const paper = channels(Elements.color("card"));
    const ink = channels(Elements.color("blue"));
    const image = new ImageData(size, size);
    for (let row = 0; row < size; row += 1) {
      for (let column = 0; column < size; column += 1) {
        // Small shares matter too: the square root makes them visible.
        const share = column <= row && rows.length > 0 ? Math.sqrt(rows[row][column]) : 0;
        const at = 4 * (row * size + column);
        for (let i = 0; i < 3; i += 1) image.data[at + i] = paper[i] + (ink[i] - paper[i]) * share;
        image.data[at + 3] = 255;
      }
    }
    canvas.getContext("2d").putImageData(image, 0, 0);
  }

  return { paint };
})();
