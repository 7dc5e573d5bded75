/* Small helpers for building pages. All text goes in as text, so nothing in it can become markup. */

const Elements = (function () {
  "use strict";

  function fill(node, properties, children) {
    for (const [name, value] of Object.entries(properties)) {
      if (typeof value === "function") node.addEventListener(name, value);
      else if (value !== null && value !== false) node.setAttribute(name, value === true ? "" : value);
    }
    node.append(...children);
    return node;
  }

  /**
   * Makes an element: `make("p", { class: "quiet" }, "a text")`. A property that is a function listens to the event of
   * that name.
   */
  function make(tag, properties = {}, ...children) {
    return fill(document.createElement(tag), properties, children);
  }

  /** Makes an element of a drawing. */
  function draw(tag, properties = {}, ...children) {
    return fill(document.createElementNS("http://www.w3.org/2000/svg", tag), properties, children);
  }

  /** Makes a labeled input, and returns both: `{ label, input }`. */
  function field(words, properties, note = "") {
    const input = make("input", properties);
    const output = make("output", {}, note);
    return { label: make("label", { class: "field" }, make("span", {}, words, " ", output), input), input, output };
  }

  /** Makes a table with a row of headings; cells are text or elements, and those of `numbers` are aligned right. */
  function table(headings, rows, numbers = []) {
    const cell = (tag, scope, content, i) => make(tag, { scope, class: numbers.includes(i) ? "number" : null }, content);
    // A column without a name has no heading.
    const head = make("tr", {}, ...headings.map((words, i) => (words ? cell("th", "col", words, i) : make("td"))));
    const body = rows.map((row) => make("tr", {}, ...row.map((content, i) => cell("td", null, content, i))));
    return make("table", {}, make("thead", {}, head), make("tbody", {}, ...body));
  }

  /** Replaces what is in an element; a button in it that had the focus leaves it to the one in its place. */
  function replace(node, ...children) {
    const buttons = () => Array.from(node.querySelectorAll("button, summary"));
    const focused = buttons().indexOf(document.activeElement);
    node.replaceChildren(...children);
    if (focused >= 0) buttons()[focused]?.focus({ preventScroll: true });
  }

  /** A bar whose length is a share of its cell, from 0 to 1. */
  function bar(share, kind = "") {
    const inner = make("span", { class: `bar ${kind}` });
    inner.style.width = `${100 * Math.min(1, share)}%`;
    return make("span", { class: "bar-room", "aria-hidden": "true" }, inner);
  }

  /** 12.3 % for 0.123, with a space at which no line breaks. */
  function percent(share) {
    return `${(100 * share).toFixed(share < 0.0995 ? 2 : 1)}\u00a0%`;
  }

  /** A number with as many digits as a reader can use. */
  function short(x) {
    const size = Math.abs(x);
    if (size !== 0 && (size >= 1e5 || size < 1e-4)) return x.toExponential(1);
    return x.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : 3);
  }

  /** A color of the style sheet, by its name there. */
  function color(name) {
    return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
  }

  return { make, draw, field, table, replace, bar, percent, short, color };
})();
