/* The models that the run has kept on its way: a slider through the training. */

const CheckpointsPanel = (function () {
  "use strict";
  const { make } = Elements;
  const length = 200;

  return function CheckpointsPanel(session) {
    const { models } = session.data;
    const slider = make("input", {
      id: "checkpoint", type: "range", min: 0, max: models.length - 1, step: 1, "aria-label": "the model's training step",
    });
    slider.addEventListener("input", () => session.chooseModel(Number(slider.value)));
    const name = make("p", { id: "checkpoint-name", role: "status" });
    const sample = make("pre", { id: "checkpoint-sample", class: "text" });
    const maps = models.map((model, number) => {
      const canvas = make("canvas");
      const button = make("button", { class: "map", click: () => session.chooseModel(number) }, canvas,
        make("span", {}, model.name.replace(", the model itself", "")));
      return { canvas, button };
    });
    const caption = make("h3");

    /** What a model writes after the prompt, with the seed of the page. */
    function written(model) {
      const reading = new Reading(model);
      reading.begin(session.prompt);
      const generator = new RandomGenerator(session.seed);
      const tokens = [];
      while (tokens.length < length) {
        tokens.push(Sampler.draw(reading.logits, session.settings, generator));
        reading.append(tokens[tokens.length - 1]);
      }
      return session.tokenizer.decode(tokens);
    }

    function draw() {
      slider.value = session.number;
      slider.setAttribute("aria-valuetext", models[session.number].name);
      name.textContent = `Now running: ${models[session.number].name}.` +
        (models[session.number].isRounded ? " Its numbers are rounded to eight bits." : "");
      sample.textContent = written(session.modelOf(session.number));
      caption.textContent = `Layer ${session.layer + 1}, head ${session.head + 1} over the text above, step by step`;
      const text = session.reading.tokens;
      maps.forEach(({ canvas, button }, number) => {
        const reading = new Reading(session.modelOf(number));
        reading.begin(text);
        Heatmap.paint(canvas, reading.layers[session.layer].weights.map((row) => row[session.head]));
        button.setAttribute("aria-pressed", String(number === session.number));
      });
    }

    const node = make("div", {},
      make("p", {}, "These models come from earlier steps of the same training. The whole page runs the one that you " +
        "choose: look at its attention and its layers too."),
      slider, name, make("h3", {}, `What it writes first, with the seed and the settings of the page`), sample,
      caption, make("div", { class: "strip" }, ...maps.map(({ button }) => button)));
    return { id: "training", title: "Training", node, draw };
  };
})();
