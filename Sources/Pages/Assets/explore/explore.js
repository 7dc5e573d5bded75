/* Puts the page together: the text on top, one panel at a time below, and the tour. */

(function () {
  "use strict";
  const { make } = Elements;
  const data = JSON.parse(document.getElementById("model").textContent);
  const session = new Session(data);
  const text = TextCard(session);
  const panels = [NextPanel, AttentionPanel, LensPanel, SurprisePanel, EmbeddingsPanel].map((panel) => panel(session));
  if (data.models.length > 1) panels.push(CheckpointsPanel(session));
  let shown = panels[0];

  const tabs = panels.map((panel) => make("button", {
    id: `tab-${panel.id}`, role: "tab", "aria-controls": "panel", click: () => show(panel.id),
  }, panel.title));
  const bar = make("div", { class: "tabs", role: "tablist", "aria-label": "what to look at" }, ...tabs);
  // As in all lists of tabs, the arrow keys move between them.
  bar.addEventListener("keydown", (event) => {
    const move = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!move) return;
    const next = (panels.indexOf(shown) + move + panels.length) % panels.length;
    show(panels[next].id);
    tabs[next].focus();
  });
  const place = make("section", { id: "panel", class: "card", role: "tabpanel" });
  const facts = make("p", { class: "quiet", id: "facts" });
  const notes = make("p", { class: "warning", id: "notes" });

  function show(id) {
    shown = panels.find((panel) => panel.id === id);
    tabs.forEach((tab, i) => {
      tab.setAttribute("aria-selected", String(panels[i] === shown));
      tab.tabIndex = panels[i] === shown ? 0 : -1;
    });
    place.replaceChildren(shown.node);
    place.setAttribute("aria-labelledby", `tab-${id}`);
    draw();
  }

  function draw() {
    const { c } = session;
    const model = data.models[session.number];
    text.draw();
    if (!session.isWriting) shown.draw();
    facts.textContent =
      `${data.parameterCount.toLocaleString("en")} parameters, ${c.layers} layers of ${c.heads} heads, ` +
      `width ${c.embedding}, context ${c.context}, ${c.vocabulary} tokens; ${model.name}`;
    notes.textContent = model.isRounded
      ? "This earlier model is rounded to eight bits."
      : model.isMemoryRounded
        ? "To keep the page small, the numbers of the memory of n-grams are rounded. The page may write other texts than the command sample."
        : "";
  }

  const tour = Tour(session, show);
  const main = document.getElementById("explore");
  main.replaceChildren(facts, notes, tour.start, tour.card, text.node, bar, place);
  session.listen(draw);
  // The maps take their colors from the style sheet, which follows the system.
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
  show("next");
})();
