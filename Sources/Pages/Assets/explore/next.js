/* The table of the next token, before and after temperature, top-k and top-p. */

const NextPanel = (function () {
  "use strict";
  const { make, field, table, replace, bar, percent } = Elements;
  const rows = 12;

  return function NextPanel(session) {
    const temperature = field("temperature", { id: "temperature", type: "range", min: 0, max: 2, step: 0.05 });
    const topK = field("top-k", { id: "top-k", type: "range", min: 0, max: session.data.vocabulary.length, step: 1 });
    const topP = field("top-p", { id: "top-p", type: "range", min: 0.05, max: 1, step: 0.05 });
    temperature.input.addEventListener("input", () => session.setSettings({ temperature: Number(temperature.input.value) }));
    topK.input.addEventListener("input", () => session.setSettings({ topK: Number(topK.input.value) }));
    topP.input.addEventListener("input", () => session.setSettings({ topP: Number(topP.input.value) }));
    const place = make("div", { id: "next-table", class: "scroll" });
    const summary = make("p", { id: "hesitation" });

    function draw() {
      const { settings } = session;
      temperature.input.value = settings.temperature;
      topK.input.value = settings.topK;
      topP.input.value = settings.topP;
      temperature.output.textContent = settings.temperature.toFixed(2);
      topK.output.textContent = settings.topK === 0 ? "all" : settings.topK;
      topP.output.textContent = settings.topP === 1 ? "all" : settings.topP.toFixed(2);

      const { logits } = session.reading;
      const model = Tensor.softmax(logits);
      const left = Sampler.choices(logits, settings);
      const shares = new Map();
      for (let rank = 0; rank < left.count; rank += 1) shares.set(left.order[rank], left.p[left.order[rank]] / left.total);
      const order = Array.from(model.keys()).sort((a, b) => model[b] - model[a] || a - b).slice(0, rows);
      replace(place, table(["next", "the model", "your draw", ""], order.map((token) => [
        make("button", { class: "token", title: "continue with this token", click: () => session.append(token) },
          session.tokenizer.names[token]),
        percent(model[token]),
        shares.has(token) ? percent(shares.get(token)) : "\u2013",
        bar(shares.get(token) ?? 0),
      ]), [1, 2]));
      const bits = Tensor.entropy(model);
      summary.textContent =
        `The model's uncertainty is ${bits.toFixed(2)} bits, as if it chose among ${(2 ** bits).toFixed(1)} equally ` +
        `likely tokens. Your settings leave ${left.count} of ${logits.length}.`;
    }

    const node = make("div", {},
      make("p", {}, "For the text above, the model gives each token a probability to come next. A low temperature " +
        "favors the likely ones; top-k keeps the k likeliest, and top-p the likeliest that together reach p. A click " +
        "on a token continues the text with it."),
      make("div", { class: "row" }, temperature.label, topK.label, topP.label), summary, place);
    return { id: "next", title: "Next token", node, draw };
  };
})();
