/* The conversation on the page: below each message, the answers of the stages side by side. Everything that people or
   models write goes in as text. */

const Log = (function () {
  "use strict";
  const { make } = Elements;

  /** Does something that makes the page longer; who looks at its end still does so afterward. */
  function keepingTheEnd(action) {
    const page = document.documentElement;
    const isAtEnd = page.scrollHeight - window.scrollY - window.innerHeight < 40;
    action();
    if (isAtEnd) window.scrollTo(0, page.scrollHeight);
  }

  /** The place of one stage's answer to one message. */
  class Answer {
    constructor(stage, number) {
      this.text = make("div", { class: "text" });
      this.note = make("p", { class: "note" });
      const heading = `answer-${number}`;
      this.node = make("section", { class: "answer", "aria-labelledby": heading },
        make("h3", { id: heading }, stage.name), this.text, this.note);
    }

    /** Says what happens with the answer; the kind is the look: quiet, remark or error. */
    say(words, kind = "quiet") {
      keepingTheEnd(() => {
        this.note.className = `note ${kind}`;
        this.note.textContent = words;
      });
    }

    begin() {
      this.node.setAttribute("aria-busy", "true");
      this.say("is answering \u2026");
    }

    hear(piece) {
      keepingTheEnd(() => this.text.append(piece));
    }

    end(words, kind) {
      this.node.removeAttribute("aria-busy");
      this.say(words, kind);
    }
  }

  return class Log {
    constructor(stages) {
      this.stages = stages;
      this.answers = [];
      this.list = make("ol", { class: "log" });
      this.empty = make("p", { class: "quiet" }, "Nothing has been said yet.");
      this.node = make("section", { "aria-label": "conversation" }, this.empty, this.list);
    }

    /** Adds a message of the reader, and returns the places of the stages' answers to it. */
    add(message) {
      const answers = this.stages.map((stage, i) => new Answer(stage, this.answers.length + i));
      this.answers.push(...answers);
      const words = make("div", { class: "message" }, make("h2", {}, "You"), make("div", { class: "text" }, message));
      this.empty.hidden = true;
      this.list.append(make("li", {}, words, make("div", { class: "answers" }, ...answers.map((answer) => answer.node))));
      return answers;
    }

    /** Shows the answers of these stages only, of earlier messages too. */
    show(shown) {
      this.answers.forEach((answer, i) => {
        answer.node.hidden = !shown.includes(i % this.stages.length);
      });
    }

    /** Scrolls to the newest message; from then on, the page follows the answers. */
    showEnd() {
      window.scrollTo(0, document.documentElement.scrollHeight);
    }

    clear() {
      this.answers = [];
      this.list.replaceChildren();
      this.empty.hidden = false;
    }
  };
})();
