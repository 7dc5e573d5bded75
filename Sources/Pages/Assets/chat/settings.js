/* What the reader chooses for all stages: which are shown, the system text, the temperature and the seed. */

const Settings = (function () {
  "use strict";
  const { make } = Elements;

  /** A number that belongs to the form, which refuses what is out of range. */
  function number(words, properties) {
    const input = make("input", { type: "number", required: true, form: "ask", ...properties });
    return { label: make("label", { class: "field" }, make("span", {}, words), input), input };
  }

  return class Settings {
    constructor(stages) {
      this.boxes = stages.map((_, i) => make("input", { type: "checkbox", id: `stage-${i}`, checked: true }));
      this.temperature = number("temperature", { id: "temperature", min: 0, max: 10, step: "any", value: 0.8 });
      // The largest whole number that JavaScript does not round.
      this.seed = number("seed", { id: "seed", min: 0, max: Number.MAX_SAFE_INTEGER, step: 1, value: 1 });
      this.system = make("textarea", { id: "system", rows: 3, "aria-label": "system text" });
      const choices = make("fieldset", {}, make("legend", {}, "stages"), ...stages.map((stage, i) =>
        make("label", { class: "choice", for: `stage-${i}` }, this.boxes[i],
          make("span", {}, make("strong", {}, stage.name), " ", make("span", { class: "quiet" }, stage.summary)))));
      this.node = make("section", { class: "settings", "aria-label": "settings" }, choices,
        make("div", { class: "row" }, this.temperature.label, this.seed.label,
          make("p", { class: "quiet" }, "The same seed and the same conversation give the same answer.")),
        make("details", {}, make("summary", {}, "System text"),
          make("p", { class: "quiet" }, "Instructions that come before the conversation, for all stages."), this.system));
    }

    /** Calls a function when the choice of stages changes. */
    listen(listener) {
      for (const box of this.boxes) box.addEventListener("change", listener);
    }

    /** The numbers of the stages that are shown. */
    get shown() {
      return Array.from(this.boxes.keys()).filter((i) => this.boxes[i].checked);
    }

    /** What a question carries besides the stage and the turns. */
    get values() {
      return { temperature: this.temperature.input.valueAsNumber, seed: this.seed.input.valueAsNumber };
    }

    /** The system text as turns: one, or none if it is empty. */
    get systemTurns() {
      const text = this.system.value.trim();
      return text === "" ? [] : [{ role: "system", content: text }];
    }
  };
})();
