/* Puts the page together: settings, conversation, and the form at the end. */

(function () {
  "use strict";
  const { make } = Elements;
  const stages = JSON.parse(document.getElementById("stages").textContent);
  const settings = new Settings(stages);
  const log = new Log(stages);
  const talks = new Talks(stages);
  // Ends the answers in progress; null if there are none.
  let control = null;

  const box = make("textarea", {
    id: "message", rows: 2, placeholder: "Write to the chosen stages", "aria-label": "your message", "aria-describedby": "keys",
  });
  const sendButton = make("button", { type: "submit", id: "send" }, "Send");
  const stopButton = make("button", { type: "button", id: "stop", hidden: true, click: () => stop() }, "Stop");
  const newButton = make("button", { type: "button", id: "new", click: () => startAgain() }, "New conversation");
  const warning = make("p", { class: "error", role: "alert", id: "warning" });
  // Whole answers are read aloud, not their pieces.
  const spoken = make("p", { class: "only-spoken", "aria-live": "polite", id: "spoken" });
  const form = make("form", { id: "ask", autocomplete: "off" }, warning, box,
    make("div", { class: "row" }, sendButton, stopButton, newButton,
      make("span", { class: "quiet", id: "keys" }, "Enter sends, Shift+Enter begins a line, Escape stops.")));

  /** Shows whether there are answers in progress. */
  function setBusy(isBusy) {
    sendButton.hidden = isBusy;
    stopButton.hidden = !isBusy;
    // A hidden button would lose the focus to nothing.
    if (document.activeElement === document.body) box.focus({ preventScroll: true });
  }

  function stop() {
    control?.abort();
    box.focus();
  }

  function startAgain() {
    stop();
    talks.clear();
    log.clear();
    spoken.textContent = "";
  }

  /** Sends what is in the box to the stages that are shown, one after the other, because the server answers one at a time. */
  async function send() {
    const message = box.value.trim();
    const { shown } = settings;
    warning.textContent = shown.length === 0 ? "Choose at least one stage." : message === "" ? "Write something first." : "";
    if (control !== null || warning.textContent !== "") return;
    const own = new AbortController();
    control = own;
    box.value = "";
    setBusy(true);
    const places = log.add(message);
    places.forEach((place, i) => place.say(shown.includes(i) ? "waits" : "was not asked"));
    log.show(shown);
    log.showEnd();
    for (const stage of shown) {
      if (own.signal.aborted) places[stage].say("was not asked");
      else spoken.textContent = await talks.ask(stage, message, settings, places[stage], own.signal);
    }
    control = null;
    setBusy(false);
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send();
  });
  box.addEventListener("keydown", (event) => {
    // While a word is being composed, as in Japanese, Enter belongs to it.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && control !== null) stop();
  });
  settings.listen(() => log.show(settings.shown));

  document.getElementById("chat").replaceChildren(settings.node, log.node, form, spoken);
  box.focus();
})();
