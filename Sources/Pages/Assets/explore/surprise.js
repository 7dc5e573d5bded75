/* Surprise: how many bits each token of a pasted text costs the model, as colors. */

const SurprisePanel = (function () {
  "use strict";
  const { make } = Elements;
  const longest = 1000;
  const strongest = 8;
  // With a larger share of the color, in percent, the text would be hard to read on it.
  const most = 50;

  /** A character inside of a line: white space is visible. */
  const shown = (character) => ({ " ": "\u00b7", "\n": "\u21b5" })[character] ?? character;

  return function SurprisePanel(session) {
    const { tokenizer } = session;
    const { start, floor, ngrams } = session.data;
    const counts = ngrams ? new NGrams(ngrams) : null;
    // What each model has read, by its number.
    const read = new Map();
    let stop = () => {};
    let kind = "surprise";
    let isOwn = false;

    const input = make("textarea", { id: "pasted", rows: 4, spellcheck: "false" });
    const result = make("pre", {
      id: "colors", class: "text", tabindex: 0, role: "group", "aria-label": "the text in colors",
    });
    const progress = make("p", { id: "progress", class: "quiet" });
    const summary = make("p", { id: "bits", role: "status" });
    const worst = make("p", { id: "worst" });
    input.addEventListener("input", () => { isOwn = true; draw(); });
    const names = [["surprise", "surprise"], ["expected", "what it expected"]];
    if (counts) names.push(["counted", `surprise of the ${counts.order}-gram`]);
    const kinds = names.map(([id, words]) =>
      make("button", { id: `kind-${id}`, click: () => { kind = id; draw(); } }, words));

    /** The text of the panel: the reader's, or else what is written above. */
    function words() {
      if (!isOwn) input.value = tokenizer.decode(session.isEmpty ? session.written : session.text);
      return input.value;
    }

    /** What the model of the page has read, if it is the beginning of a text; or else nothing. */
    function begun(text) {
      const known = read.get(session.number);
      if (known?.fits(text)) return known;
      read.set(session.number, new Surprises(session.reading.model, counts));
      return read.get(session.number);
    }

    function colored(item) {
      const bits = (number) => number.toFixed(2);
      const counted = counts ? `, the ${counts.order}-gram ${bits(item.counted)}` : "";
      const title =
        `${tokenizer.names[item.token]}: ${bits(item.surprise)} bits, expected ${bits(item.expected)}${counted}`;
      const span = make("span", { title }, tokenizer.vocabulary[item.token]);
      span.style.setProperty("--share", `${Math.round(Math.min(1, item[kind] / strongest) * most)}%`);
      return span;
    }

    /** The means, in sentences. */
    function sentences(list) {
      const mean = (of) => list.reduce((sum, item) => sum + of(item), 0) / list.length;
      const surprise = mean((item) => item.surprise);
      const parts = [
        `${list.length} tokens: ${surprise.toFixed(2)} bits each on average, as if it guessed among ` +
          `${(2 ** surprise).toFixed(1)}.`,
        `It expected ${mean((item) => item.expected).toFixed(2)} bits.`,
      ];
      if (counts) {
        parts.push(`The ${counts.order}-gram, which has only counted the training text, has ` +
          `${mean((item) => item.counted).toFixed(2)} bits.`);
      }
      if (floor) parts.push(`On texts like the one of the training, no model can go below ${floor.toFixed(2)} bits.`);
      return parts;
    }

    function greatest(list) {
      const order = list.map((item, i) => ({ ...item, i })).sort((a, b) => b.surprise - a.surprise).slice(0, 3);
      return "The greatest surprises: " + order.map(({ token, surprise, i }) => {
        const before = list.slice(Math.max(0, i - 8), i).map((item) => shown(tokenizer.vocabulary[item.token])).join("");
        return `${tokenizer.names[token]}${before ? ` after ${before}` : ""} (${surprise.toFixed(1)} bits)`;
      }).join(", ") + ".";
    }

    function draw() {
      stop();
      const { tokens, unknown } = tokenizer.encode(words());
      // The first token of a text is not predicted; a start token makes it the second.
      const text = [start, ...tokens.slice(0, longest)];
      const notes = [];
      if (tokens.length > longest) notes.push(`Only the first ${longest} are read.`);
      if (unknown.length > 0) {
        notes.push(`Characters that the model never saw are left out: ${unknown.slice(0, 10).join(" ")}.`);
      }
      kinds.forEach((button) => button.setAttribute("aria-pressed", String(button.id === `kind-${kind}`)));
      result.replaceChildren();

      const surprises = begun(text);
      stop = Slices.run(surprises.read(text), (isDone) => {
        // A text that is shorter than before has been read beyond its end.
        const list = surprises.list.slice(0, text.length - 1);
        result.append(...list.slice(result.childElementCount).map(colored));
        progress.textContent = isDone ? "" : `The model has read ${list.length} of ${text.length - 1} tokens.`;
        const found = list.length > 0 ? sentences(list) : ["Paste a text, or let the model write one above."];
        summary.textContent = isDone ? found.concat(notes).join(" ") : "";
        worst.textContent = isDone && list.length > 0 ? greatest(list) : "";
      });
    }

    const node = make("div", {},
      make("p", {}, "Surprise is measured in bits: a token with a probability of one half costs one bit, one of a " +
        "quarter two. Training makes the mean as small as it can. Where the model knows that it does not know, as at " +
        "the start of a word, it expects a surprise itself: the second button shows that (the entropy of its answer)."),
      make("label", { for: "pasted" }, "A text of your own"), input,
      make("div", { class: "row", role: "group", "aria-label": "what the colors show" }, ...kinds),
      progress, summary, result, worst);
    return { id: "surprise", title: "Surprise", node, draw };
  };
})();
