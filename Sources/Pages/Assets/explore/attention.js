/* Attention: small maps of all heads, the chosen head as a large map and as arcs, and its arithmetic. */

const AttentionPanel = (function () {
  "use strict";
  const { make } = Elements;

  return function AttentionPanel(session) {
    const { layers, heads } = session.c;
    const small = [];
    const grid = make("div", { class: "heads", role: "group", "aria-label": "all heads" });
    grid.style.gridTemplateColumns = `auto repeat(${heads}, minmax(1.5rem, 4.5rem))`;
    grid.append(make("span"), ...Array.from({ length: heads }, (_, head) => make("span", { class: "quiet" }, `head ${head + 1}`)));
    for (let layer = 0; layer < layers; layer += 1) {
      grid.append(make("span", { class: "quiet" }, `layer ${layer + 1}`));
      for (let head = 0; head < heads; head += 1) {
        const canvas = make("canvas");
        const button = make("button", {
          class: "map", "aria-label": `layer ${layer + 1}, head ${head + 1}`, click: () => session.chooseHead(layer, head),
        }, canvas);
        small.push({ canvas, button, layer, head });
        grid.append(button);
      }
    }

    const large = make("canvas", {
      id: "map", class: "map", tabindex: 0, role: "application", "aria-roledescription": "map",
      "aria-describedby": "sees",
      "aria-label": "map of the chosen head: a row for each token that looks; the arrow keys move the choice",
    });
    const mark = make("div", { class: "mark", "aria-hidden": "true" });
    large.addEventListener("click", (event) => {
      const size = session.reading.length;
      const box = large.getBoundingClientRect();
      const at = (distance, length) => Math.max(0, Math.min(size - 1, Math.floor((distance / length) * size)));
      const row = at(event.clientY - box.top, box.height);
      session.choosePlace(row);
      session.chooseSeen(at(event.clientX - box.left, box.width));
    });
    large.addEventListener("keydown", (event) => {
      const place = session.currentPlace;
      const seen = session.currentSeen;
      const moves = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
      const move = moves[event.key];
      if (!move) return;
      event.preventDefault();
      session.choosePlace(place + move[0]);
      session.chooseSeen(seen + move[1]);
    });
    const sentence = make("p", { id: "sees", role: "status" });
    const arcs = make("div", { id: "arcs", class: "scroll" });
    const arithmetic = make("div", { id: "arithmetic" });

    function draw() {
      const { reading } = session;
      const size = reading.length;
      for (const { canvas, button, layer, head } of small) {
        Heatmap.paint(canvas, reading.layers[layer].weights.map((row) => row[head]));
        button.setAttribute("aria-pressed", String(layer === session.layer && head === session.head));
      }
      Heatmap.paint(large, reading.layers[session.layer].weights.map((row) => row[session.head]));
      const place = session.currentPlace;
      const seen = session.currentSeen;
      Object.assign(mark.style, {
        left: `${(100 * seen) / size}%`, top: `${(100 * place) / size}%`, width: `${100 / size}%`, height: `${100 / size}%`,
      });
      const best = Array.from(session.attention(place), (weight, i) => ({ weight, i }))
        .sort((a, b) => b.weight - a.weight).slice(0, 3);
      sentence.textContent =
        `Layer ${session.layer + 1}, head ${session.head + 1}: ${session.nameOf(place)} sees ` +
        best.map(({ weight, i }) => `${session.nameOf(i)} ${Elements.percent(weight)}`).join(", ") + ".";
      arcs.replaceChildren(Arcs(session));
      // The chosen token comes into view.
      arcs.scrollLeft = Math.max(0, place * 18 - arcs.clientWidth + 60);
      const wasOpen = arithmetic.querySelector("details")?.open ?? false;
      Elements.replace(arithmetic, Arithmetic(session, wasOpen));
    }

    const node = make("div", {},
      make("p", {}, "In each layer, each head decides for every token how much it looks at each earlier one. A row of a " +
        "map is a token that looks, a column one that is seen; darker or brighter blue is more. Click a map to choose " +
        "a head, and a place in the large map, or a token below it, to choose who looks."),
      make("div", { class: "columns" }, make("div", { class: "scroll" }, grid),
        make("div", { class: "frame" }, large, mark)),
      sentence, arcs, arithmetic);
    return { id: "attention", title: "Attention", node, draw };
  };
})();
