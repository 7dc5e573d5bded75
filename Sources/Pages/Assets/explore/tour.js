/* A guided tour that says in plain words what is on the screen, and sets it up: ten steps, and one more if the page has
   earlier models. */

const Tour = (function () {
  "use strict";
  const { make } = Elements;

  /** The steps: the panel, the element that is pointed at, the words, and what is set up before. */
  function steps(session) {
    const all = [
      ["next", "text-card", "A model that continues texts",
        "This page holds a trained model, all its numbers and the program that computes with them; nothing is sent " +
        "anywhere. Its one skill: it reads a text and says which token may come next. Type something into the prompt."],
      ["next", "next-table", "A probability for every token",
        "For each token the model computes a probability, and all together are 100 %. Here the tokens are characters. " +
        "The second column is what the model says; the third is what is left for a draw with your settings."],
      ["next", "temperature", "Temperature",
        "What the model really computes is a number per token, its logit. The logits are divided by the temperature before " +
        "the softmax makes probabilities of them. Move the slider: near 0 the likeliest token always wins, and the text " +
        "repeats itself; above 1 rare tokens get their chance, and the text gets wild."],
      ["next", "write", "Writing is drawing, again and again",
        "One token is drawn, added to the text, and the model reads on. The seed fixes the random numbers: the same seed " +
        "and settings give the same text, here and with the command sample.",
        () => { session.restart(); for (let i = 0; i < 60; i += 1) session.step(); }],
      ["attention", "map", "Attention: who looks at whom",
        "To predict, a token gathers what earlier ones know. Each head has a map: a row is a token that looks, and the " +
        "colored places are what it sees. The upper right is empty, since nobody sees the future."],
      ["attention", "arcs", "The same as arcs",
        "The arcs start at the chosen token. Try the heads: some look one token back, some at the start of the word or of " +
        "the line, some at many places at once. Nobody told them; they found it useful."],
      ["attention", "arithmetic", "One number, step by step",
        "Every token has a query (what it looks for), a key (what it offers) and a value (what it passes on). Query times " +
        "key, divided, through the softmax: that is all there is to a share of attention."],
      ["lens", "lens-grid", "The answer forms layer by layer",
        "Read the grid from the bottom up. Before the first layer the model knows only the token itself; each layer adds " +
        "what it found, and further up the guesses get surer."],
      ["surprise", "colors", "Surprise",
        "The stronger the color, the less the model expected this token. Beginnings of words are hard, their ends easy. " +
        "Paste a text of another kind: its mean surprise tells how far it is from what the model was trained on."],
      ["embeddings", "plane", "What the tokens mean to the model",
        "Tokens that are used alike have vectors that are alike: vowels, capitals and punctuation find each other, though " +
        "the model has never seen what a letter looks like."],
      ["training", "checkpoint", "How it got there",
        "Drag the slider to earlier steps of the training. At first the model knows only which letters are frequent; " +
        "then come words; the maps of the heads take shape on the way."],
    ];
    return all.filter(([panel]) => panel !== "training" || session.data.models.length > 1);
  }

  return function Tour(session, show) {
    const list = steps(session);
    let number = 0;
    const count = make("p", { class: "quiet", id: "tour-count" });
    const heading = make("h2");
    const words = make("p", { id: "tour-words" });
    const back = make("button", { id: "tour-back", click: () => go(number - 1) }, "Back");
    const next = make("button", { id: "tour-next", click: () => (number === list.length - 1 ? close() : go(number + 1)) });
    const card = make("section", { id: "tour", class: "card", hidden: true, "aria-label": "guided tour", "aria-live": "polite" },
      count, heading, words, make("div", { class: "row" }, back, next, make("button", { id: "tour-close", click: () => close() }, "Close")));
    const start = make("button", { id: "tour-start", click: () => go(0) }, "Guided tour");
    let pointed = null;

    function point(element) {
      pointed?.classList.remove("pointed");
      pointed = element;
      pointed?.classList.add("pointed");
    }

    function close() {
      card.hidden = true;
      point(null);
      start.focus();
    }

    function go(to) {
      const wasHidden = card.hidden;
      number = to;
      const [panel, target, title, text, prepare] = list[number];
      card.hidden = false;
      count.textContent = `${number + 1} of ${list.length}`;
      heading.textContent = title;
      words.textContent = text;
      back.disabled = number === 0;
      next.textContent = number === list.length - 1 ? "End" : "Next";
      if (prepare) prepare();
      show(panel);
      const element = document.getElementById(target);
      // A field is pointed at with its label.
      point(element.closest("label") ?? element);
      card.style.setProperty("--height", `${card.offsetHeight}px`);
      pointed.style.scrollMarginTop = `${card.offsetHeight + 16}px`;
      pointed.scrollIntoView({ block: "start" });
      if (wasHidden) next.focus({ preventScroll: true });
    }

    return { card, start };
  };
})();
