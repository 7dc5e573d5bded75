/* The token embeddings: a map of the plane that shows most of their differences, and the neighbors of a token. */

const EmbeddingsPanel = (function () {
  "use strict";
  const { make, draw: drawn, table, replace, bar } = Elements;
  // A telephone gets a narrow map, so that the labels stay as large.
  const width = matchMedia("(max-width: 40rem)").matches ? 340 : 520;
  const height = 460;

  /** The cosine of the angle between two rows of a table. */
  function cosine(table, i, j, size) {
    const product = (a, b) => Tensor.dot(table, a * size, table, b * size, size);
    return product(i, j) / Math.sqrt(product(i, i) * product(j, j) || 1);
  }

  /**
   * Places on the drawing, moved apart a little so that no two labels overlap. Each is compared with each, so a map has
   * room for some hundreds.
   */
  function places(map) {
    const scale = (values, from, to) => {
      const low = Math.min(...values);
      const range = Math.max(...values) - low || 1;
      return values.map((value) => from + ((value - low) / range) * (to - from));
    };
    const x = scale(map.x, 22, width - 22);
    const y = scale(map.y, height - 20, 20);
    for (let round = 0; round < 60; round += 1) {
      for (let i = 0; i < x.length; i += 1) {
        for (let j = 0; j < i; j += 1) {
          // A label is about 20 wide and 20 high. Those on the same spot part to the right and to the left.
          const [dx, dy] = [x[i] - x[j] || 0.01, y[i] - y[j]];
          if (Math.abs(dx) >= 20 || Math.abs(dy) >= 20) continue;
          const isSideways = 20 - Math.abs(dx) < 20 - Math.abs(dy);
          const push = (isSideways ? 20 - Math.abs(dx) : 20 - Math.abs(dy)) / 2;
          const values = isSideways ? x : y;
          const sign = (isSideways ? dx : dy) >= 0 ? 1 : -1;
          values[i] += sign * push;
          values[j] -= sign * push;
        }
      }
      for (let i = 0; i < x.length; i += 1) {
        x[i] = Math.max(14, Math.min(width - 14, x[i]));
        y[i] = Math.max(14, Math.min(height - 14, y[i]));
      }
    }
    return x.map((value, i) => [value, y[i]]);
  }

  /** What kind of character a token is, for its color. */
  function kind(text) {
    if (/^[aeiouAEIOU]$/.test(text)) return "vowel";
    if (/^\p{Lu}/u.test(text)) return "capital";
    if (/^\p{L}/u.test(text)) return "letter";
    return "other";
  }

  return function EmbeddingsPanel(session) {
    const { models, names, vocabulary } = session.data;
    const { map } = models[session.number];
    const count = map ? map.x.length : 0;
    // The places of each model that was shown, by its number.
    const placed = new Map();
    let chosen = Math.max(0, vocabulary.indexOf("e"));
    const heading = make("h3");
    const share = make("span", { id: "plane-share" });
    const neighbors = make("div", { id: "neighbors", class: "scroll" });
    const choose = (token) => { chosen = token; draw(); };
    const groups = Array.from({ length: count }, (_, token) => drawn("g", {
      class: `point ${kind(vocabulary[token])}`, tabindex: 0, role: "button", "aria-label": names[token],
      click: () => choose(token),
      keydown: (event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        choose(token);
      },
    }, drawn("circle", { r: 10 }), drawn("text", { "text-anchor": "middle", y: 5 }, vocabulary[token] === " " ? "\u2423" : names[token])));
    const drawing = drawn("svg", { id: "plane", viewBox: `0 0 ${width} ${height}`, class: "plane", role: "group", "aria-label": "map of the tokens" }, ...groups);

    /** Moves the tokens to where the present model has them. */
    function placeAll() {
      if (!map) return;
      const { number } = session;
      if (!placed.has(number)) placed.set(number, places(models[number].map));
      placed.get(number).forEach(([x, y], token) =>
        groups[token].setAttribute("transform", `translate(${x.toFixed(1)} ${y.toFixed(1)})`));
      share.textContent = Elements.percent(models[number].map.share);
    }

    function draw() {
      placeAll();
      const vectors = session.reading.model.weights["token.weight"];
      const size = session.c.embedding;
      const near = names.map((_, token) => ({ token, cosine: cosine(vectors, chosen, token, size) }))
        .filter(({ token }) => token !== chosen).sort((a, b) => b.cosine - a.cosine).slice(0, 8);
      groups.forEach((group, token) => group.classList.toggle("chosen", token === chosen));
      heading.textContent = `Nearest to ${names[chosen]}`;
      replace(neighbors, table(["token", "cosine", ""], near.map((item) => [
        make("button", { class: "token", click: () => choose(item.token) }, names[item.token]),
        item.cosine.toFixed(3), bar(Math.max(0, item.cosine)),
      ]), [1]));
    }

    const some = count < names.length
      ? ` The map has room for the first ${count} of ${names.length.toLocaleString("en")} tokens; the table knows all.`
      : "";
    const earlier = models.length > 1
      ? " With another model of the training, chosen in the last panel, the tokens move."
      : "";
    const about = map
      ? [`Each token has a vector of ${session.c.embedding} numbers, which the model learned. The map shows the plane ` +
          "in which they differ most (principal components; it holds ", share, " of the variance), with labels moved " +
          "apart where they would overlap. The table compares all numbers, by the cosine of the angle." + some + earlier]
      : ["There are too few tokens for a map."];
    const node = make("div", {}, make("p", {}, ...about),
      make("p", { class: "legend" }, make("span", { class: "vowel" }, "vowels"), make("span", { class: "letter" }, "other small letters"),
        make("span", { class: "capital" }, "capitals"), make("span", { class: "other" }, "all else")),
      make("div", { class: "columns" }, make("div", { class: "plane-room" }, map ? drawing : ""), make("div", {}, heading, neighbors)));
    return { id: "embeddings", title: "Tokens", node, draw };
  };
})();
