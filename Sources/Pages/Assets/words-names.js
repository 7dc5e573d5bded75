// Where the names of the words go: beside their points, and not over a point or another name.

(function () {
  "use strict";

  const lineHeight = 16;

  // The boxes that are taken, in lists by the rows of the screen, so that few have to be compared.
  class Taken {
    constructor() {
      this.rows = new Map();
    }

    isFree(box) {
      return this.rowsOf(box).every((row) =>
        (this.rows.get(row) || []).every((other) =>
          other.x + other.width <= box.x || box.x + box.width <= other.x ||
          other.y + other.height <= box.y || box.y + box.height <= other.y));
    }

    take(box) {
      for (const row of this.rowsOf(box)) {
        if (!this.rows.has(row)) this.rows.set(row, []);
        this.rows.get(row).push(box);
      }
    }

    rowsOf(box) {
      const first = Math.floor(box.y / lineHeight);
      return box.y + box.height > (first + 1) * lineHeight ? [first, first + 1] : [first];
    }
  }

  // Returns a box for each name that has room in the frame: right of its point, left of it, above or below. The first
  // words choose before the others, whose points their names may hide.
  function place(first, others, screen, widths, frame) {
    const taken = new Taken();
    const takePoint = (i) => taken.take({ x: screen[i].x - 3, y: screen[i].y - 3, width: 6, height: 6 });
    const isInside = (box) =>
      box.x >= 0 && box.x + box.width <= frame.width && box.y >= 0 && box.y + box.height <= frame.height;
    const boxes = [];
    const placeName = (i) => {
      const { x, y } = screen[i];
      const width = widths[i];
      const places = [
        [x + 7, y - lineHeight / 2], [x - 7 - width, y - lineHeight / 2],
        [x - width / 2, y - lineHeight - 6], [x - width / 2, y + 6],
      ];
      const free = places
        .map(([left, top]) => ({ word: i, x: left, y: top, width, height: lineHeight }))
        .find((box) => isInside(box) && taken.isFree(box));
      if (free) {
        taken.take(free);
        boxes.push(free);
      }
    };
    first.forEach(takePoint);
    first.forEach(placeName);
    others.forEach(takePoint);
    others.forEach(placeName);
    return boxes;
  }

  window.wordMap.placeNames = place;
})();
