/* The conversations: one per stage, with the same messages of the reader and the stage's own answers. */

const Talks = (function () {
  "use strict";
  const without = "The conversation goes on without this message.";

  return class Talks {
    constructor(stages) {
      this.stages = stages;
      this.clear();
    }

    clear() {
      this.turns = this.stages.map(() => []);
    }

    /**
     * Asks a stage, and shows the answer as it comes. Returns what a screen reader should say about it.
     *
     * A message without an answer does not become part of the conversation, because there the speakers take turns.
     */
    async ask(stage, message, settings, place, signal) {
      const said = this.turns[stage];
      const turns = [...settings.systemTurns, ...said, { role: "user", content: message }];
      let text = "";
      const keep = () => {
        const isAnswer = text.trim() !== "";
        if (isAnswer) said.push({ role: "user", content: message }, { role: "assistant", content: text });
        return isAnswer;
      };
      place.begin();
      try {
        const remark = await AnswerStream.ask({ stage, turns, ...settings.values }, signal, (piece) => {
          text += piece;
          place.hear(piece);
        });
        const note = keep() ? "" : `The answer is empty. ${without}`;
        place.end([remark ?? "", note].join("\n").trim(), remark === null ? "quiet" : "remark");
      } catch (error) {
        if (error.name !== "AbortError") place.end(`${error.message}\n${without}`, "error");
        else if (keep()) place.end("Stopped. The conversation goes on with this part.");
        else place.end(`Stopped. ${without}`);
      }
      return `${this.stages[stage].name}: ${text} ${place.note.textContent}`;
    }
  };
})();
