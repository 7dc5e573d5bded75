// The page of a word map: it ties the map, the search, the nearest words and the sums together.

(function () {
  "use strict";

  const { make } = Elements;
  const { View, Drawing, answers, groupColor, groupSymbol, unitVectors } = window.wordMap;
  const map = JSON.parse(document.getElementById("words").textContent);
  const numbers = new Map(map.words.map((word, i) => [word, i]));
  const vectors = map.vectors ? unitVectors(map.vectors, map.dimensions) : null;
  const canvas = document.getElementById("map");
  const view = new View(map.x, map.y);
  const drawing = new Drawing(canvas, map, view);

  // The chosen word and the arrows of the last question; -1 for no word.
  let chosen = -1;
  let sums = [];

  function element(id) {
    return document.getElementById(id);
  }

  // Words that the chosen one or the question is about are in the foreground.
  function marked() {
    const words = chosen < 0 ? [] : [chosen, ...map.neighbors[chosen].map(([word]) => numbers.get(word))];
    return [...new Set(words.concat(sums.flat()).filter((i) => i !== undefined))];
  }

  // What happens at the same time is drawn once; the browser itself sends moves only once per picture of the screen.
  let isWaiting = false;
  function draw() {
    if (isWaiting) return;
    isWaiting = true;
    queueMicrotask(() => {
      isWaiting = false;
      drawing.draw(marked(), sums);
    });
  }

  // Shows a list of words with their cosines; those on the map can be chosen.
  function list(parent, pairs) {
    parent.replaceChildren(...pairs.map(([word, cosine]) => {
      const name = numbers.has(word)
        ? make("button", { type: "button", click: () => choose(numbers.get(word)) }, word) : make("span", {}, word);
      return make("li", {}, name, make("span", { class: "number" }, cosine.toFixed(3)));
    }));
  }

  function choose(word) {
    chosen = word;
    sums = [];
    element("chosen").textContent = word < 0 ? "" : map.words[word];
    list(element("neighbors"), word < 0 ? [] : map.neighbors[word]);
    element("near").hidden = word < 0;
    if (word >= 0) view.reveal(word, drawing.width, drawing.height);
    draw();
  }

  // MARK: Search

  function find(text) {
    const word = text.trim();
    return numbers.get(word) ?? numbers.get(word.toLowerCase()) ?? -1;
  }

  // While a word is being typed, the first one that begins so is good enough.
  function search(text) {
    const start = text.trim().toLowerCase();
    element("unknown").textContent = "";
    if (start === "") return choose(-1);
    const word = find(text);
    const like = word >= 0 ? word : map.words.findIndex((other) => other.toLowerCase().startsWith(start));
    element("unknown").textContent = like < 0 ? "not on this map" : "";
    choose(like);
  }

  element("search").addEventListener("input", (event) => search(event.target.value));
  element("all-words").replaceChildren(...map.words.map((value) => make("option", { value })));

  // MARK: Sums

  function ask(event) {
    event.preventDefault();
    const names = ["a", "b", "c"].map((id) => element(id).value);
    const words = names.map(find);
    const missing = names.filter((name, i) => words[i] < 0);
    list(element("answers"), []);
    sums = [];
    if (missing.length > 0) {
      element("d").textContent = "?";
      element("sum-problem").textContent = missing.map((name) => name.trim() || "(empty)").join(", ") + ": not on this map";
      return draw();
    }
    const [a, b, c] = words;
    const found = answers(vectors, a, b, c, 5);
    element("sum-problem").textContent = "";
    element("d").textContent = found.length > 0 ? map.words[found[0].word] : "?";
    list(element("answers"), found.map(({ word, cosine }) => [map.words[word], cosine]));
    chosen = -1;
    element("near").hidden = true;
    sums = found.length > 0 ? [[a, b], [c, found[0].word]] : [];
    draw();
  }

  if (vectors) {
    element("sum").addEventListener("submit", ask);
    element("sums").hidden = false;
  }

  // MARK: Moving and zooming

  const pointers = new Map();
  let hasMoved = false;

  function place(event) {
    const frame = canvas.getBoundingClientRect();
    return { x: event.clientX - frame.left, y: event.clientY - frame.top };
  }

  function zoom(factor, x = drawing.width / 2, y = drawing.height / 2) {
    view.zoom(factor, x, y);
    draw();
  }

  canvas.addEventListener("pointerdown", (event) => {
    pointers.set(event.pointerId, place(event));
    if (pointers.size === 1) hasMoved = false;
    canvas.setPointerCapture(event.pointerId);
  });

  canvas.addEventListener("pointermove", (event) => {
    const now = place(event);
    const before = pointers.get(event.pointerId);
    if (!before) return hover(now);
    const other = [...pointers].find(([id]) => id !== event.pointerId);
    if (other) {
      // Two fingers: the map grows as the distance between them does.
      const far = ({ x, y }) => Math.hypot(x - other[1].x, y - other[1].y) || 1;
      zoom(far(now) / far(before), other[1].x, other[1].y);
      hasMoved = true;
    } else if (hasMoved || Math.hypot(now.x - before.x, now.y - before.y) > 3) {
      view.move(now.x - before.x, now.y - before.y);
      hasMoved = true;
    } else {
      return undefined;
    }
    pointers.set(event.pointerId, now);
    return draw();
  });

  canvas.addEventListener("pointerup", (event) => {
    pointers.delete(event.pointerId);
    if (!hasMoved) {
      const { x, y } = place(event);
      choose(drawing.wordAt(x, y));
    }
  });
  canvas.addEventListener("pointercancel", (event) => pointers.delete(event.pointerId));

  function hover({ x, y }) {
    const word = drawing.wordAt(x, y);
    canvas.classList.toggle("on-word", word >= 0);
    const group = word >= 0 && map.groups.length > 0 ? ", " + map.groups[map.group[word]] : "";
    element("status").textContent = word < 0 ? "" : map.words[word] + group;
  }

  canvas.addEventListener("wheel", (event) => {
    event.preventDefault();
    const { x, y } = place(event);
    zoom(Math.exp(-event.deltaY / 400), x, y);
  }, { passive: false });

  const keys = {
    "+": () => zoom(1.3), "=": () => zoom(1.3), "-": () => zoom(1 / 1.3), 0: all, Escape: () => choose(-1),
    ArrowLeft: () => view.move(40, 0), ArrowRight: () => view.move(-40, 0),
    ArrowUp: () => view.move(0, 40), ArrowDown: () => view.move(0, -40),
  };

  canvas.addEventListener("keydown", (event) => {
    if (!(event.key in keys) || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    keys[event.key]();
    draw();
  });

  function all() {
    view.fit(drawing.width, drawing.height);
    draw();
  }

  element("larger").addEventListener("click", () => zoom(1.5));
  element("smaller").addEventListener("click", () => zoom(1 / 1.5));
  element("whole").addEventListener("click", all);

  // MARK: The start

  element("legend").replaceChildren(...map.groups.map((name, group) => {
    const symbol = make("span", { "aria-hidden": "true" }, groupSymbol(group) + " ");
    symbol.style.color = "var(--" + groupColor(group) + ")";
    return make("li", {}, symbol, name);
  }));

  window.addEventListener("resize", () => {
    const { width, height } = drawing;
    drawing.resize();
    view.resize({ width, height }, drawing);
    draw();
  });
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
  drawing.resize();
  all();
})();
