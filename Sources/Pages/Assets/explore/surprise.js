/* Surprise: how many bits each token of a pasted text costs the model, as colors. */

const SurprisePanel = (function () {
  "use strict";
  const { make } = Elements;
  const longest = 1000;
  const strongest = 8;

  /** The surprise of each token but the first, and the one that the model itself expected, in bits. */
  function measure(model, tokens) {
    const reading = new Reading(model);
    return tokens.map((token, i) => {
      let result = null;
      if (i > 0) {
        const p = Tensor.softmax(reading.logits);
        let expected = 0;
        for (const x of p) if (x > 0) expected -= x * Math.log2(x);
        result = { surprise: -Math.log2(Math.max(p[token], Number.MIN_VALUE)), expected };
      }
      reading.append(token);
      return { token, ...result };
    });
  }

  /** A character inside of a line: white space is visible. */
  const shown = (character) => ({ " ": "\u00b7", "\n": "\u21b5" })[character] ?? character;

  const mean = (list, of) => list.reduce((sum, item) => sum + of(item), 0) / Math.max(1, list.length);

  return function SurprisePanel(session) {
    let kind = "surprise";
    let isOwn = false;
    const input = make("textarea", { id: "pasted", rows: 4, spellcheck: "false" });
    const result = make("pre", { id: "colors", class: "text", "aria-label": "the text in colors" });
    const summary = make("p", { id: "bits", role: "status" });
    const worst = make("p", { id: "worst" });
    input.addEventListener("input", () => { isOwn = true; draw(); });
    const kinds = [["surprise", "surprise"], ["expected", "what it expected"]].map(([id, words]) =>
      make("button", { id: `kind-${id}`, click: () => { kind = id; draw(); } }, words));

    /** The text of the panel: the reader's, or else what stands above. */
    function words() {
      if (!isOwn) input.value = session.tokenizer.decode(session.isEmpty ? session.written : session.text);
      return input.value;
    }

    function draw() {
      const { tokenizer } = session;
      const { tokens, unknown } = tokenizer.encode(words());
      // The first token of a text is not predicted; a start token makes it the second.
      const measured = measure(session.reading.model, [session.data.start, ...tokens.slice(0, longest)]).slice(1);
      result.replaceChildren(...measured.map((item) => {
        const name = tokenizer.names[item.token];
        const span = make("span", { title: `${name}: ${item.surprise.toFixed(2)} bits, expected ${item.expected.toFixed(2)}` },
          tokenizer.vocabulary[item.token]);
        span.style.setProperty("--share", `${Math.round(Math.min(1, item[kind] / strongest) * 55)}%`);
        return span;
      }));
      kinds.forEach((button) => button.setAttribute("aria-pressed", String(button.id === `kind-${kind}`)));
      const surprise = mean(measured, (item) => item.surprise);
      const left = tokens.length > longest ? ` Only the first ${longest} are read.` : "";
      const missing = unknown.length > 0 ? ` Characters that the model never saw are left out: ${unknown.slice(0, 10).join(" ")}.` : "";
      summary.textContent = measured.length === 0
        ? "Paste a text, or let the model write one above." + missing
        : `${measured.length} tokens: ${surprise.toFixed(2)} bits each on average, as if it guessed among ` +
          `${(2 ** surprise).toFixed(1)}. It expected ${mean(measured, (item) => item.expected).toFixed(2)} bits.` + left + missing;
      const order = measured.map((item, i) => ({ ...item, i })).sort((a, b) => b.surprise - a.surprise).slice(0, 3);
      worst.textContent = order.length === 0 ? "" : "The greatest surprises: " + order.map(({ token, surprise: bits, i }) => {
        const before = measured.slice(Math.max(0, i - 8), i).map((item) => shown(tokenizer.vocabulary[item.token])).join("");
        return `${tokenizer.names[token]}${before ? ` after ${before}` : ""} (${bits.toFixed(1)} bits)`;
      }).join(", ") + ".";
    }

    const node = make("div", {},
      make("p", {}, "Surprise is measured in bits: a token with a probability of one half costs one bit, one of a " +
        "quarter two. Training makes the mean as small as it can. Where the model knows that it does not know, as at " +
        "the start of a word, it expects a surprise itself: the second button shows that (the entropy of its answer)."),
      make("label", { for: "pasted" }, "A text of your own"), input,
      make("div", { class: "row", role: "group", "aria-label": "what the colors show" }, ...kinds),
      summary, result, worst);
    return { id: "surprise", title: "Surprise", node, draw };
  };
})();
