/* The logit lens: what the model would answer if it had to after each layer (nostalgebraist 2020). */

const LensPanel = (function () {
  "use strict";
  const { make, table, replace, bar, percent } = Elements;
  const most = 20;

  return function LensPanel(session) {
    const grid = make("div", { class: "scroll", id: "lens-grid" });
    const detail = make("div", { class: "scroll", id: "lens-detail" });
    const heading = make("h3");

    const stage = (layer) => (layer === 0 ? "before layer 1" : `after layer ${layer}`);

    /** The likeliest tokens after each layer, for one place. */
    function answers(place, count) {
      return session.reading.streams[place].map((stream) => {
        const p = Tensor.softmax(session.reading.model.logits(stream));
        const order = Array.from(p.keys()).sort((a, b) => p[b] - p[a] || a - b).slice(0, count);
        return order.map((token) => ({ token, p: p[token] }));
      });
    }

    /** A cell: the likeliest token, on a background that is the stronger, the more probable it is. */
    function cell({ token, p }, place, isRight) {
      const button = make("button", {
        class: `lens ${isRight ? "right" : ""}`, title: `${percent(p)}${isRight ? ", and so the text goes on" : ""}`,
        click: () => session.choosePlace(place),
      }, session.tokenizer.names[token]);
      button.style.setProperty("--share", `${Math.round(50 * p)}%`);
      return button;
    }

    function draw() {
      const { reading, tokenizer } = session;
      const first = Math.max(0, reading.length - most);
      const places = Array.from({ length: reading.length - first }, (_, i) => first + i);
      const columns = places.map((place) => answers(place, 1));
      const rows = [];
      for (let layer = session.c.layers; layer >= 0; layer -= 1) {
        const cells = places.map((place, i) => {
          const best = columns[i][layer][0];
          return cell(best, place, reading.tokens[place + 1] === best.token);
        });
        rows.push([make("span", { class: "nowrap" }, stage(layer)), ...cells]);
      }
      const tokens = places.map((place) => {
        const button = make("button", { class: "lens token", click: () => session.choosePlace(place) },
          tokenizer.names[reading.tokens[place]]);
        button.setAttribute("aria-pressed", String(place === session.currentPlace));
        return button;
      });
      rows.push(["the text", ...tokens]);
      const body = table(["", ...places.map((place) => String(place + 1))], rows);
      body.className = "lens";
      replace(grid, body);
      grid.scrollLeft = grid.scrollWidth;

      const place = session.currentPlace;
      heading.textContent = `After ${session.nameOf(place)}, layer by layer`;
      detail.replaceChildren(table(["", "1st", "", "2nd", "", "3rd", "", ""], answers(place, 3).map((best, layer) => [
        make("span", { class: "nowrap" }, stage(layer)),
        ...[0, 1, 2].flatMap((i) => best[i] ? [tokenizer.names[best[i].token], percent(best[i].p)] : ["", ""]),
        bar(best[0].p),
      ]), [2, 4, 6]));
    }

    const node = make("div", {},
      make("p", {}, "Each layer adds to a vector that travels through the model. The lens reads that vector early: it " +
        "sends it through the last norm and the output layer, as if the model ended there. From the bottom up you see " +
        "the answer form. A stronger blue is a surer answer; an outline marks the token that really comes next."),
      grid, heading, detail);
    return { id: "lens", title: "Layers", node, draw };
  };
})();
