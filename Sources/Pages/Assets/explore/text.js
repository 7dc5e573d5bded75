/* The top of the page: the prompt, the text that the model has written, and the buttons that make it write. */

const TextCard = (function () {
  "use strict";
  const { make, field } = Elements;

  return function TextCard(session) {
    const prompt = make("textarea", { id: "prompt", rows: 2, spellcheck: "false", "aria-describedby": "unknown" });
    prompt.value = session.data.prompt;
    prompt.addEventListener("input", () => session.setPrompt(prompt.value));
    const unknown = make("p", { id: "unknown", class: "warning", role: "status" });
    const text = make("pre", { id: "text", class: "text", tabindex: 0, role: "group", "aria-label": "the text so far" });
    const speed = make("p", { id: "speed", class: "quiet", role: "status" });
    const count = field("tokens", { id: "count", type: "number", min: 1, max: 5000, value: 100 });
    const seed = field("seed", { id: "seed", type: "number", min: 0, step: 1, value: session.seed });
    seed.input.addEventListener("change", () => {
      const number = Math.floor(Number(seed.input.value));
      session.setSeed(Number.isSafeInteger(number) && number >= 0 ? number : 1);
      seed.input.value = session.seed;
    });

    const write = make("button", { id: "write", click: () => {
      const wanted = Math.max(1, Math.min(5000, Math.floor(Number(count.input.value)) || 1));
      count.input.value = wanted;
      write.disabled = true;
      session.write(wanted, (seconds) => {
        write.disabled = false;
        if (seconds === null) speed.textContent = "";
        else speed.textContent = seconds > 0
          ? `${wanted} tokens in ${seconds.toFixed(2)} s: ${Math.round(wanted / seconds).toLocaleString("en")} per second`
          : `${wanted} tokens`;
      });
    } }, "Write");

    function draw() {
      const { tokenizer } = session;
      const opening = session.isEmpty ? "" : tokenizer.decode(session.prompt);
      text.replaceChildren(opening, make("span", { class: "written" }, tokenizer.decode(session.written)));
      text.scrollTop = text.scrollHeight;
      unknown.textContent = session.unknown.length === 0
        ? ""
        : `The model never saw ${session.unknown.slice(0, 10).join(" ")}, so it is left out.`;
    }

    const node = make("section", { id: "text-card", class: "card", "aria-label": "text" },
      make("label", { for: "prompt" }, "Prompt: the text that the model continues"), prompt, unknown,
      make("div", { class: "row" },
        make("button", { id: "step", click: () => session.step() }, "One token"), write, count.label, seed.label,
        make("button", { id: "restart", click: () => { speed.textContent = ""; session.restart(); } }, "Start again")),
      text, speed);
    return { node, draw };
  };
})();
