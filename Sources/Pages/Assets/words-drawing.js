// The drawing of the map: points, names and arrows.

(function () {
  "use strict";

  const { color } = Elements;
  const colors = ["blue", "orange", "green", "purple"];
  // Groups beyond the colors differ in the shape of their points.
  const symbols = ["●", "■", "▲"];
  const font = "13px system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif";

  function groupColor(group) {
    return colors[group % colors.length];
  }

  function groupSymbol(group) {
    return symbols[Math.floor(group / colors.length) % symbols.length];
  }

  function drawPoint(pen, x, y, group, size) {
    pen.beginPath();
    const symbol = groupSymbol(group);
    if (symbol === "●") pen.arc(x, y, size, 0, 2 * Math.PI);
    if (symbol === "■") pen.rect(x - size, y - size, 2 * size, 2 * size);
    if (symbol === "▲") {
      pen.moveTo(x, y - size * 1.2);
      pen.lineTo(x + size * 1.2, y + size);
      pen.lineTo(x - size * 1.2, y + size);
    }
    pen.fill();
  }

  // An arrow ends short of its point, which stays visible.
  function drawArrow(pen, from, to) {
    const angle = Math.atan2(to.y - from.y, to.x - from.x);
    const x = to.x - 6 * Math.cos(angle);
    const y = to.y - 6 * Math.sin(angle);
    pen.beginPath();
    pen.moveTo(from.x, from.y);
    pen.lineTo(x, y);
    pen.stroke();
    pen.beginPath();
    pen.moveTo(x, y);
    for (const turn of [-0.4, 0.4]) pen.lineTo(x - 10 * Math.cos(angle + turn), y - 10 * Math.sin(angle + turn));
    pen.fill();
  }

  class Drawing {
    constructor(canvas, map, view) {
      this.canvas = canvas;
      this.map = map;
      this.view = view;
      this.pen = canvas.getContext("2d");
      this.pen.font = font;
      this.widths = map.words.map((word) => this.pen.measureText(word).width);
      this.names = [];
      this.screen = [];
    }

    // A canvas has pixels of its own: as many as the screen has in its place.
    resize() {
      const ratio = window.devicePixelRatio || 1;
      this.width = this.canvas.clientWidth;
      this.height = this.canvas.clientHeight;
      this.canvas.width = Math.round(this.width * ratio);
      this.canvas.height = Math.round(this.height * ratio);
      this.pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    }

    // Draws the map. `marked` are the words in the foreground, the first of them the chosen one; `sums` are the arrows of
    // a question.
    draw(marked, sums) {
      const { pen, map, view } = this;
      this.screen = map.words.map((word, i) => ({ x: view.screenX(i), y: view.screenY(i) }));
      const isVisible = ({ x, y }) => x > -50 && x < this.width + 50 && y > -20 && y < this.height + 20;
      const visible = map.words.map((word, i) => i).filter((i) => isVisible(this.screen[i]));
      const isMarked = new Set(marked);
      // The ends of arrows are named before other words.
      const first = [...new Set(marked.concat(map.arrows.flat()))].filter((i) => isVisible(this.screen[i]));
      const isFirst = new Set(first);
      this.names = window.wordMap.placeNames(
        first, visible.filter((i) => !isFirst.has(i)), this.screen, this.widths, this);
      pen.clearRect(0, 0, this.width, this.height);
      // Asking for a color takes longer than drawing a point.
      const palette = colors.map(color);
      for (const i of visible) {
        pen.fillStyle = palette[map.group[i] % palette.length];
        pen.globalAlpha = marked.length === 0 || isMarked.has(i) ? 1 : 0.7;
        drawPoint(pen, this.screen[i].x, this.screen[i].y, map.group[i], isMarked.has(i) ? 4.5 : 3);
      }
      this.drawArrows(map.arrows, "quiet", 1.2);
      this.drawArrows(sums, "orange", 2);
      this.drawNames(marked, isMarked);
    }

    drawArrows(arrows, name, width) {
      this.pen.strokeStyle = this.pen.fillStyle = color(name);
      this.pen.globalAlpha = 1;
      this.pen.lineWidth = width;
      for (const [from, to] of arrows) drawArrow(this.pen, this.screen[from], this.screen[to]);
    }

    drawNames(marked, isMarked) {
      const { pen } = this;
      const [ink, quiet, paper, blue] = ["ink", "quiet", "paper", "blue"].map(color);
      pen.font = font;
      pen.textBaseline = "middle";
      pen.lineJoin = "round";
      pen.lineWidth = 3;
      for (const box of this.names) {
        const isQuiet = marked.length > 0 && !isMarked.has(box.word);
        // A rim in the color of the paper keeps a name legible over arrows.
        pen.strokeStyle = paper;
        pen.fillStyle = box.word === marked[0] ? blue : isQuiet ? quiet : ink;
        const y = box.y + box.height / 2;
        pen.strokeText(this.map.words[box.word], box.x, y);
        pen.fillText(this.map.words[box.word], box.x, y);
      }
    }

    // Returns the word at a place of the screen: the nearest point within reach, or else the name that is there; -1 if
    // there is none.
    wordAt(x, y) {
      let [best, nearest] = [12, -1];
      this.screen.forEach((place, i) => {
        const distance = Math.hypot(place.x - x, place.y - y);
        if (distance < best) [best, nearest] = [distance, i];
      });
      if (nearest >= 0) return nearest;
      const box = this.names.find((name) =>
        x >= name.x && x <= name.x + name.width && y >= name.y && y <= name.y + name.height);
      return box ? box.word : -1;
    }
  }

  window.wordMap.Drawing = Drawing;
  window.wordMap.groupColor = groupColor;
  window.wordMap.groupSymbol = groupSymbol;
})();
