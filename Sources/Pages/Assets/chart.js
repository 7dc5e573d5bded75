/* One chart: its scales, and its drawing as SVG. What the user sees of it is in `view`, which all charts of a page
   share: the horizontal axis, its whole range and the part shown, the place of the cursor, and whether the vertical
   axis is logarithmic. */

const Chart = (function () {
  "use strict";

  const { draw: shape } = Elements;
  const margin = { left: 58, right: 14, top: 10, bottom: 38 };

  function shownLines(chart) { return chart.data.lines.filter((line) => !chart.hidden.has(line.name)); }
  function shownMarks(chart) { return chart.data.marks.filter((mark) => !chart.hidden.has(mark.name)); }

  /* The first and the last value on the horizontal axis, of all lines. */
  function extent(data, axis) {
    const firsts = data.lines.map((line) => line[axis][0]);
    const lasts = data.lines.map((line) => line[axis][line[axis].length - 1]);
    return [Math.min(...firsts), Math.max(...lasts)];
  }

  /* The index of the first number that is at least x, in a list that rises. */
  function firstIndex(numbers, x) {
    let [low, high] = [0, numbers.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (numbers[middle] < x) { low = middle + 1; } else { high = middle; }
    }
    return low;
  }

  /* The index of the number nearest to x. */
  function nearestIndex(numbers, x) {
    const i = firstIndex(numbers, x);
    if (i === 0) { return 0; }
    if (i === numbers.length) { return i - 1; }
    return x - numbers[i - 1] < numbers[i] - x ? i - 1 : i;
  }

  /* The part of a line in a range, and a point beyond each of its ends so that the line reaches the edge. */
  function visible(line, axis, range) {
    const start = Math.max(0, firstIndex(line[axis], range[0]) - 1);
    return [start, Math.min(line.value.length, firstIndex(line[axis], range[1]) + 2)];
  }

  /* The lowest and the highest value that a chart has to show. */
  function heights(chart, view, range, isWhole) {
    let [low, high] = [Infinity, -Infinity];
    function add(isShown) {
      for (const line of shownLines(chart)) {
        const [start, end] = visible(line, view.axis, range);
        for (let i = start; i < end; i += 1) {
          if (!isShown(line[view.axis][i])) { continue; }
          low = Math.min(low, line.value[i]);
          high = Math.max(high, line.value[i]);
        }
      }
    }
    add((x) => x >= range[0] && x <= range[1]);
    // Between two points there is only the line that connects them.
    if (low > high) { add(() => true); }
    for (const mark of shownMarks(chart)) {
      if (!isWhole && (mark.value < low || mark.value > high)) { continue; }
      low = Math.min(low, mark.value);
      high = Math.max(high, mark.value);
    }
    if (low > high) { return [0, 1]; }
    return low < high ? [low, high] : [low - Math.abs(low) / 10 - 1e-9, high + Math.abs(high) / 10 + 1e-9];
  }

  /* The scales of a chart for its width: functions from values to pixels, and from pixels to values. */
  function scales(chart, view) {
    const range = view.range || view.whole;
    const size = { width: chart.width - margin.left - margin.right, height: chart.height - margin.top - margin.bottom };
    let [low, high] = heights(chart, view, range, !view.range);
    const isLogarithmic = view.isLogarithmic && low > 0;
    if (isLogarithmic) {
      const room = Math.pow(high / low, 0.05);
      [low, high] = [low / room, high * room];
    } else {
      const room = (high - low) * 0.05;
      [low, high] = [low >= 0 ? Math.max(0, low - room) : low - room, high + room];
    }
    const span = range[1] - range[0] || 1;
    const place = isLogarithmic ? Math.log : (value) => value;
    return {
      range, low, high, size, isLogarithmic,
      x: (value) => (value - range[0]) / span * size.width,
      y: (value) => size.height * (1 - (place(value) - place(low)) / (place(high) - place(low))),
      value: (pixel) => range[0] + Math.min(1, Math.max(0, (pixel - margin.left) / size.width)) * span
    };
  }

  /* The label of a tick at the left, which has room for seven characters. */
  function height(tick, scale) { return scale.high < 1e5 ? Numbers.short(tick) : Numbers.compact(tick, scale.high); }

  function axes(chart, view, scale) {
    const group = shape("g", { "class": "axes" });
    const { size } = scale;
    for (const tick of Numbers.ticks(scale.low, scale.high, Math.floor(size.height / 36), scale.isLogarithmic)) {
      const y = margin.top + scale.y(tick);
      if (y < margin.top - 1 || y > margin.top + size.height + 1) { continue; }
      group.append(
        shape("line", { x1: margin.left, x2: margin.left + size.width, y1: y, y2: y }),
        shape("text", { x: margin.left - 8, y: y + 4, "class": "end" }, height(Number(tick.toPrecision(10)), scale)));
    }
    const count = Math.max(3, Math.floor(size.width / 80));
    const isTime = view.axis === "seconds";
    const ticks = isTime
      ? Numbers.timeTicks(...scale.range, count) : Numbers.ticks(...scale.range, count, false);
    for (const tick of ticks) {
      const x = margin.left + scale.x(tick);
      /* Whole numbers only: there is no step 2.5. */
      if (!isTime && Math.abs(tick - Math.round(tick)) > 1e-6) { continue; }
      group.append(
        shape("line", { x1: x, x2: x, y1: margin.top, y2: margin.top + size.height }),
        shape("text", { x, y: margin.top + size.height + 18, "class": "middle" },
          isTime ? Numbers.duration(tick) : Numbers.compact(tick, scale.range[1])));
    }
    group.append(shape(
      "text", { x: margin.left + size.width / 2, y: chart.height - 4, "class": "middle" }, view.names[view.axis]));
    return group;
  }

  /* A line of a chart, and dots where its points are so few that they can be told apart. */
  function curve(line, view, scale) {
    const group = shape("g", { "class": "curve style-" + line.style });
    const [start, end] = visible(line, view.axis, scale.range);
    const places = [];
    for (let i = start; i < end; i += 1) {
      const y = Math.max(-1e4, Math.min(1e4, scale.y(line.value[i])));
      places.push([scale.x(line[view.axis][i]).toFixed(1), y.toFixed(1)]);
    }
    group.append(shape("path", { d: places.map(([x, y], i) => (i === 0 ? "M" : "L") + x + " " + y).join("") }));
    if (places.length === 1 || (line.style !== "faint" && places.length <= 60)) {
      for (const [x, y] of places) { group.append(shape("circle", { cx: x, cy: y, r: 3 })); }
    }
    return group;
  }

  /* Rings around the lowest points of validation losses. They may reach over the edge of the plot. */
  function rings(chart, view, scale) {
    const group = shape("g", {});
    for (const line of shownLines(chart)) {
      if (line.style !== "validation" || line.value.length < 2) { continue; }
      const best = line.value.indexOf(Math.min(...line.value)), at = line[view.axis][best];
      if (at < scale.range[0] || at > scale.range[1]) { continue; }
      const circle = shape("circle", {
        cx: margin.left + scale.x(at), cy: margin.top + scale.y(line.value[best]), r: 7, "class": "ring"
      });
      circle.append(shape("title", {}, "the lowest"));
      group.append(circle);
    }
    return group;
  }

  /* Draws a chart as the view asks for. The curves are in an SVG of their own, which cuts them off at its edges. */
  function draw(chart, view) {
    const scale = scales(chart, view);
    chart.scale = scale;
    chart.svg.setAttribute("viewBox", "0 0 " + chart.width + " " + chart.height);
    const plot = shape("svg", {
      x: margin.left, y: margin.top, width: scale.size.width, height: scale.size.height, "class": "plot"
    });
    for (const mark of shownMarks(chart)) {
      const y = scale.y(mark.value);
      const number = chart.data.marks.indexOf(mark);
      plot.append(shape("line", { x1: 0, x2: scale.size.width, y1: y, y2: y, "class": "mark mark-" + number }));
    }
    for (const line of shownLines(chart)) {
      plot.append(curve(line, view, scale));
    }
    chart.cursor = shape("g", { "class": "cursor" });
    plot.append(chart.cursor);
    chart.svg.replaceChildren(axes(chart, view, scale), plot, rings(chart, view, scale));
    drawCursor(chart, view);
  }

  /* The line with the most points, along which the arrow keys go. */
  function densest(chart) {
    const lines = shownLines(chart);
    return lines.length === 0 ? null : lines.reduce((a, b) => (b.value.length > a.value.length ? b : a));
  }

  function place(view, value) {
    return view.axis === "seconds" ? Numbers.duration(value) : view.singular[view.axis] + " " + Numbers.grouped(value);
  }

  /* Draws the line under the cursor, dots where it meets the curves, and the values below the chart. */
  function drawCursor(chart, view) {
    chart.cursor.replaceChildren();
    const { scale } = chart;
    if (view.cursor === null || view.cursor < scale.range[0] || view.cursor > scale.range[1]) {
      chart.readout.textContent = chart.rest;
      return;
    }
    const x = scale.x(view.cursor);
    chart.cursor.append(shape("line", { x1: x, x2: x, y1: 0, y2: scale.size.height }));
    const words = [place(view, view.cursor)];
    for (const line of shownLines(chart)) {
      const i = nearestIndex(line[view.axis], view.cursor), at = line[view.axis][i];
      chart.cursor.append(
        shape("circle", { cx: scale.x(at), cy: scale.y(line.value[i]), r: 4, "class": "style-" + line.style }));
      /* The next point of a line with few points can be far away. */
      const isFar = Math.abs(scale.x(at) - x) > 12;
      words.push(line.name + " " + Numbers.short(line.value[i]) + (isFar ? " (" + place(view, at) + ")" : ""));
    }
    chart.readout.textContent = words.join(" \u00B7 ");
  }

  return { extent, draw, drawCursor, densest, nearestIndex, shownLines };
}());
