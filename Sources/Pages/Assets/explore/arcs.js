/* Attention as arcs over the text: from the chosen token to all that it sees, thicker where it looks more. */

const Arcs = (function () {
  "use strict";
  const { draw } = Elements;
  const step = 18;
  const height = 120;

  /** Returns a drawing of the context. A click on a token chooses it as the one that looks. */
  return function arcs(session) {
    const { reading } = session;
    const place = session.currentPlace;
    const seen = session.currentSeen;
    const weights = session.attention(place);
    const width = Math.max(1, reading.length) * step + 8;
    const x = (i) => 4 + (i + 0.5) * step;
    const drawing = draw("svg", {
      class: "arcs", width, height: height + 34, viewBox: `0 0 ${width} ${height + 34}`, role: "group",
      "aria-label": `what ${session.nameOf(place)} sees`,
    });
    weights.forEach((weight, i) => {
      if (weight < 0.01) return;
      const rise = Math.min(height - 4, 14 + (place - i) * 5);
      const shape = i === place
        ? `M ${x(i) - 5} ${height} C ${x(i) - 9} ${height - 20} ${x(i) + 9} ${height - 20} ${x(i) + 5} ${height}`
        : `M ${x(place)} ${height} C ${x(place)} ${height - rise * 1.3} ${x(i)} ${height - rise * 1.3} ${x(i)} ${height}`;
      drawing.append(draw("path", {
        d: shape, class: i === seen ? "arc chosen" : "arc", "stroke-width": 0.6 + 5 * weight,
        "stroke-opacity": 0.25 + 0.75 * weight,
      }));
    });
    reading.tokens.forEach((token, i) => {
      const kind = i === place ? "looks" : i === seen ? "seen" : i > place ? "later" : "";
      const back = draw("rect", { x: x(i) - step / 2, y: height + 4, width: step, height: 26, class: "back" });
      back.style.fillOpacity = i <= place ? Math.sqrt(weights[i]) : 0;
      const name = session.tokenizer.vocabulary[token];
      const label = draw("text", { x: x(i), y: height + 22, "text-anchor": "middle" }, name === "\n" ? "\u21b5" : name === " " ? "\u00b7" : name);
      const group = draw("g", { class: `token ${kind}`, click: () => session.choosePlace(i) },
        draw("title", {}, session.nameOf(i) + (i <= place ? `: ${Elements.percent(weights[i])}` : "")), back, label);
      drawing.append(group);
    });
    return drawing;
  };
})();
