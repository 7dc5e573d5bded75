/* The charts of a page, which show the same range of a run: values under the mouse and by the arrow keys, zoom by
   dragging, buttons and keys, a linear or logarithmic axis, and steps, tokens or time from left to right.

   The data is the JSON text of the element "charts": {axes: [{name, words, singular}], charts: [...]}. Each chart is
   drawn into the figure whose `data-chart` is its name. */

(function () {
  "use strict";

  const source = document.getElementById("charts");
  if (source === null) { return; }
  const { axes, charts: all } = JSON.parse(source.textContent);
  const view = {
    axis: axes[0].name, whole: null, range: null, cursor: null, isLogarithmic: false,
    names: Object.fromEntries(axes.map((axis) => [axis.name, axis.words])),
    singular: Object.fromEntries(axes.map((axis) => [axis.name, axis.singular]))
  };
  const charts = [];

  function drawAll() { for (const chart of charts) { Chart.draw(chart, view); } }

  /* Sets the place of the cursor; null takes it away. */
  function point(x) {
    view.cursor = x;
    for (const chart of charts) { Chart.drawCursor(chart, view); }
  }

  // MARK: The range

  function whole() {
    const ends = charts.map((chart) => Chart.extent(chart.data, view.axis));
    return [Math.min(...ends.map((end) => end[0])), Math.max(...ends.map((end) => end[1]))];
  }

  /* Shows a range of the horizontal axis; null shows the whole run. */
  function show(range) {
    view.whole = whole();
    const [first, last] = view.whole;
    view.range = null;
    if (range !== null) {
      const span = Math.min(last - first, Math.max(range[1] - range[0], (last - first) / 5000));
      const low = Math.min(Math.max(first, range[0]), last - span);
      if (span < last - first) { view.range = [low, low + span]; }
    }
    reset.disabled = view.range === null;
    farther.disabled = view.range === null;
    drawAll();
  }

  function zoom(factor) {
    const [low, high] = view.range || whole();
    const isInside = view.cursor !== null && view.cursor >= low && view.cursor <= high;
    const middle = isInside ? view.cursor : (low + high) / 2;
    show([middle - (middle - low) * factor, middle + (high - middle) * factor]);
  }

  /* Changes the horizontal axis; range and cursor stay at the same moments of the run. */
  function choose(axis) {
    const lines = charts.map((chart) => Chart.densest(chart)).filter((line) => line !== null);
    const line = lines.length === 0 ? null : lines[0], before = view.axis;
    const moved = (x) => (line === null ? null : line[axis][Chart.nearestIndex(line[before], x)]);
    const range = view.range === null || line === null ? null : view.range.map(moved);
    view.cursor = view.cursor === null ? null : moved(view.cursor);
    view.axis = axis;
    for (const button of axisButtons) {
      button.setAttribute("aria-pressed", String(button.dataset.axis === axis));
    }
    show(range);
  }

  function setLogarithmic(isOn) {
    view.isLogarithmic = isOn;
    logarithmic.setAttribute("aria-pressed", String(isOn));
    drawAll();
  }

  // MARK: Buttons

  function button(words, action, attributes) {
    return Elements.make("button", { type: "button", click: action, ...attributes }, words);
  }

  const axisButtons = axes.map((axis, i) => button(
    axis.words, () => choose(axis.name), { "data-axis": axis.name, "aria-pressed": String(i === 0) }));
  const logarithmic = button(
    "logarithmic", () => setLogarithmic(!view.isLogarithmic), { "aria-pressed": "false", id: "logarithmic" });
  const nearer = button("+", () => zoom(0.5), { "aria-label": "zoom in" });
  const farther = button("\u2212", () => zoom(2), { "aria-label": "zoom out" });
  const reset = button("whole run", () => show(null), { id: "whole" });

  function group(label, buttons) {
    return Elements.make("span", { "class": "group", role: "group", "aria-label": label }, ...buttons);
  }

  function makeTools() {
    const place = document.getElementById("chart-tools");
    if (place === null) { return; }
    place.append(
      group("horizontal axis", axisButtons), group("vertical axis", [logarithmic]),
      group("zoom", [nearer, farther, reset]));
  }

  // MARK: Mouse, fingers and keys

  /* The place of an event in the coordinates of a chart. */
  function pixel(chart, event) {
    const box = chart.svg.getBoundingClientRect();
    return (event.clientX - box.left) / box.width * chart.width;
  }

  /* A mouse zooms by dragging; a finger only shows values, because it also scrolls the page. */
  function listenToPointer(chart) {
    let start = null;
    chart.svg.addEventListener("pointerdown", (event) => {
      if (event.pointerType === "mouse" && event.button === 0) {
        start = pixel(chart, event);
        chart.svg.setPointerCapture(event.pointerId);
      }
      point(chart.scale.value(pixel(chart, event)));
    });
    chart.svg.addEventListener("pointermove", (event) => {
      const x = pixel(chart, event);
      point(chart.scale.value(x));
      if (start === null) { return; }
      const ends = [start, x].map((end) => chart.scale.x(chart.scale.value(end))).sort((a, b) => a - b);
      chart.cursor.prepend(Elements.draw("rect", {
        x: ends[0], y: 0, width: ends[1] - ends[0], height: chart.scale.size.height, "class": "selection"
      }));
    });
    chart.svg.addEventListener("pointerup", (event) => {
      const end = pixel(chart, event);
      if (start !== null && Math.abs(end - start) > 6) {
        show([start, end].map(chart.scale.value).sort((a, b) => a - b));
      }
      start = null;
    });
    chart.svg.addEventListener("pointercancel", () => { start = null; });
    chart.svg.addEventListener("pointerleave", () => { if (start === null) { point(null); } });
    chart.svg.addEventListener("dblclick", () => show(null));
  }

  /* Moves the cursor by some points of the line that has the most. */
  function step(chart, by) {
    const line = Chart.densest(chart);
    if (line === null) { return; }
    const numbers = line[view.axis], [low, high] = view.range || whole();
    /* The first press goes to an end of what is shown. */
    const from = view.cursor === null ? (by > 0 ? low : high) : view.cursor;
    const isFirst = view.cursor === null && Number.isFinite(by);
    const i = Chart.nearestIndex(numbers, from) + (isFirst ? 0 : by);
    const x = numbers[Math.max(0, Math.min(numbers.length - 1, i))];
    /* The range follows the cursor. */
    if (x < low || x > high) { show([x - (high - low) / 2, x + (high - low) / 2]); }
    point(x);
  }

  function listenToKeys(chart) {
    const actions = {
      ArrowLeft: (event) => step(chart, event.shiftKey ? -10 : -1),
      ArrowRight: (event) => step(chart, event.shiftKey ? 10 : 1),
      Home: () => step(chart, -Infinity), End: () => step(chart, Infinity),
      "+": () => zoom(0.5), "=": () => zoom(0.5), "-": () => zoom(2), "0": () => show(null),
      l: () => setLogarithmic(!view.isLogarithmic), Escape: () => point(null)
    };
    chart.svg.addEventListener("keydown", (event) => {
      const action = actions[event.key];
      if (action === undefined || event.ctrlKey || event.metaKey || event.altKey) { return; }
      event.preventDefault();
      action(event);
    });
    /* Only the chart that has the focus reads its values aloud. */
    chart.svg.addEventListener("focus", () => chart.readout.setAttribute("aria-live", "polite"));
    chart.svg.addEventListener("blur", () => chart.readout.setAttribute("aria-live", "off"));
  }

  // MARK: Making the charts

  /* The legend: a button for each line and each mark that hides and shows it. */
  function legend(chart) {
    const made = Elements.make("div", { "class": "legend", role: "group", "aria-label": "shown in the chart" });
    const { lines, marks } = chart.data;
    const entries = lines.map((line) => [line.name, "style-" + line.style, line.name]).concat(
      marks.map((mark, i) => [mark.name, "mark mark-" + i, mark.name + " " + Numbers.short(mark.value)]));
    for (const [name, style, words] of entries) {
      const toggle = button("", () => {
        if (chart.hidden.has(name)) { chart.hidden.delete(name); } else { chart.hidden.add(name); }
        toggle.setAttribute("aria-pressed", String(!chart.hidden.has(name)));
        Chart.draw(chart, view);
      }, { "aria-pressed": "true" });
      const sample = Elements.draw("svg", { width: 22, height: 10, "aria-hidden": "true", "class": style });
      sample.append(Elements.draw("line", { x1: 0, x2: 22, y1: 5, y2: 5 }));
      toggle.append(sample, words);
      made.append(toggle);
    }
    return entries.length > 1 ? made : null;
  }

  function make(data) {
    const figure = document.querySelector("figure[data-chart=\"" + CSS.escape(data.name) + "\"]");
    if (figure === null || data.lines.length === 0) { return; }
    const svg = Elements.draw("svg", {
      tabindex: 0, role: "application", "aria-roledescription": "chart",
      "aria-label": data.title + ": arrow keys show values, plus and minus zoom, 0 shows the whole run"
    });
    const readout = Elements.make("p", { "class": "readout", "aria-live": "off" });
    const chart = { data, svg, readout, hidden: new Set(), width: 0, height: data.isSmall ? 200 : 340 };
    chart.rest = data.leftOut > 0
      ? Numbers.grouped(data.leftOut) + (data.leftOut === 1 ? " value" : " values") + " that are not finite left out"
      : "";
    const entries = legend(chart);
    figure.append(...(entries === null ? [svg, readout] : [entries, svg, readout]));
    charts.push(chart);
    listenToPointer(chart);
    listenToKeys(chart);
  }

  /* Text keeps its size: the drawing is as wide as its place on the page. */
  function fit() {
    for (const chart of charts) {
      const width = Math.max(280, Math.round(chart.svg.parentElement.clientWidth));
      if (width === chart.width) { continue; }
      chart.width = width;
      chart.svg.setAttribute("height", chart.height);
      Chart.draw(chart, view);
    }
  }

  all.forEach(make);
  if (charts.length === 0) { return; }
  makeTools();
  view.whole = whole();
  fit();
  show(null);
  window.addEventListener("resize", fit);
}());
