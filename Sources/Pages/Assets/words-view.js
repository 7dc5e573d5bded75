// Which part of the map is on the screen: moving, zooming, and from places of the map to places of the screen.

window.wordMap = {};

(function () {
  "use strict";

  class View {
    constructor(xs, ys) {
      this.xs = xs;
      this.ys = ys;
      this.left = Math.min(...xs);
      this.top = Math.max(...ys);
      this.width = Math.max(...xs) - this.left || 1;
      this.height = this.top - Math.min(...ys) || 1;
    }

    // Shows all words in a drawing of this size, with room for the names at its edges and for the buttons below.
    fit(width, height) {
      const side = Math.min(90, width / 8), top = 25, bottom = 65;
      this.fitting = Math.min((width - 2 * side) / this.width, (height - top - bottom) / this.height);
      this.scale = this.fitting;
      this.x = (width - this.scale * this.width) / 2;
      this.y = top + (height - top - bottom - this.scale * this.height) / 2;
    }

    // Both axes have the same scale, so distances and directions are true.
    screenX(i) {
      return this.x + (this.xs[i] - this.left) * this.scale;
    }

    screenY(i) {
      return this.y + (this.top - this.ys[i]) * this.scale;
    }

    move(dx, dy) {
      this.x += dx;
      this.y += dy;
    }

    // Zooms by a factor; the place (x, y) of the screen stays where it is.
    zoom(factor, x, y) {
      const scale = Math.min(Math.max(this.scale * factor, this.fitting / 3), this.fitting * 300);
      const change = scale / this.scale;
      this.x = x - (x - this.x) * change;
      this.y = y - (y - this.y) * change;
      this.scale = scale;
    }

    // Keeps the zoom and what is in the middle when the size of the drawing changes.
    resize(before, after) {
      const zoom = this.scale / this.fitting;
      const x = (before.width / 2 - this.x) / this.scale;
      const y = (before.height / 2 - this.y) / this.scale;
      this.fit(after.width, after.height);
      this.scale *= zoom;
      this.x = after.width / 2 - x * this.scale;
      this.y = after.height / 2 - y * this.scale;
    }

    // Moves the map only if the word is not inside of the drawing.
    reveal(i, width, height) {
      const x = this.screenX(i);
      const y = this.screenY(i);
      if (x < 20 || x > width - 60) this.x += width / 2 - x;
      if (y < 20 || y > height - 20) this.y += height / 2 - y;
    }
  }

  window.wordMap.View = View;
})();
