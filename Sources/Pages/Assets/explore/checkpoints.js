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
    let stop = () => {};

    // What the models have written and read, by their numbers; the keys say after what and with which settings.
    const samples = { key: "", known: new Map() };
    const readings = { key: "", known: new Map() };

    /** The entry of a model, made new if there is none, or none for the present key. */
    function entry(entries, key, number, makeNew) {
      if (entries.key !== key) {
        entries.key = key;
        entries.known.clear();
      }
      if (!entries.known.has(number)) entries.known.set(number, makeNew());
      return entries.known.get(number);
    }

    /** What a model writes after the prompt, with the seed of the page. */
    function sampleOf(number) {
      const key = JSON.stringify([session.prompt, session.seed, session.settings]);
      return entry(samples, key, number, () => {
        const tokens = [];
        return { tokens, work: writing(session.modelOf(number), tokens, { ...session.settings }) };
      });
    }

    /** A generator that adds what a model writes to tokens, one per step. */
    function* writing(model, tokens, settings) {
      const reading = new Reading(model);
      yield* reading.beginning(session.prompt);
      const generator = new RandomGenerator(session.seed);
      while (tokens.length < length) {
        tokens.push(Sampler.draw(reading.logits, settings, generator));
        yield* reading.appending(tokens[tokens.length - 1]);
        yield;
      }
    }

    /** How a model reads the text above. */
    function readingOf(number) {
      const { tokens } = session.reading;
      return entry(readings, tokens.join(), number, () => {
        if (number === session.number) return { reading: session.reading, work: [] };
        const reading = new Reading(session.modelOf(number));
        return { reading, work: reading.beginning(tokens.slice()) };
      });
    }

    /** A generator for all that the panel shows: first what the model writes, then the maps of all models. */
    function* drawing(written) {
      // An entry that was left before its time goes on where it stopped.
      yield* written.work;
      for (const [number, { canvas }] of maps.entries()) {
        const { reading, work } = readingOf(number);
        yield* work;
        Heatmap.paint(canvas, reading.layers[session.layer].weights.map((row) => row[session.head]));
        yield;
      }
    }

    function draw() {
      stop();
      slider.value = session.number;
      slider.setAttribute("aria-valuetext", models[session.number].name);
      name.textContent = `Now running: ${models[session.number].name}.` +
        (models[session.number].isRounded ? " Its numbers are rounded to eight bits." : "");
      caption.textContent = `Layer ${session.layer + 1}, head ${session.head + 1} over the text above, step by step`;
      maps.forEach(({ button }, number) => button.setAttribute("aria-pressed", String(number === session.number)));
      const written = sampleOf(session.number);
      stop = Slices.run(drawing(written), () => { sample.textContent = session.tokenizer.decode(written.tokens); });
    }

    const node = make("div", {},
      make("p", {}, "These models come from earlier steps of the same training. The whole page runs the one that you " +
        "choose: look at its attention and its layers too."),
      slider, name, make("h3", {}, `What it writes first, with the seed and the settings of the page`), sample,
      caption, make("div", { class: "strip" }, ...maps.map(({ button }) => button)));
    return { id: "training", title: "Training", node, draw };
  };
})();
