/* One number of an attention map, computed on the page for all to see: query times key, scaled, through the softmax. */

const Arithmetic = (function () {
  "use strict";
  const { make, table, short, percent } = Elements;

  /** Returns the arithmetic of what the chosen place sees of the other chosen place. */
  return function arithmetic(session, isOpen) {
    const { heads, groups } = session.c;
    const { model, layers } = session.reading;
    const size = model.headSize;
    const place = session.currentPlace;
    const seen = session.currentSeen;
    const cache = layers[session.layer];
    const first = Math.floor(session.head / (heads / groups)) * size;
    const query = cache.queries[place].slice(session.head * size, (session.head + 1) * size);
    const part = (vectors, i) => vectors[i].slice(first, first + size);
    const key = part(cache.keys, seen);
    const value = part(cache.values, seen);
    const score = (i) => Tensor.dot(query, 0, part(cache.keys, i), 0, size) / Math.sqrt(size);
    let total = 0;
    for (let i = 0; i <= place; i += 1) total += Math.exp(score(i));
    const own = Math.exp(score(seen));
    const weight = session.attention(place)[seen];

    const line = (words, ...formula) => make("li", {}, words, " ", make("span", { class: "mono" }, ...formula));
    const steps = make("ol", { class: "steps" },
      line("Query times key, channel by channel, added up:", `q\u00b7k = ${short(score(seen) * Math.sqrt(size))}`),
      line(`Divided by the square root of the ${size} channels of a head:`,
        `${short(score(seen) * Math.sqrt(size))} / ${short(Math.sqrt(size))} = ${short(score(seen))}`),
      line("e to this power, which is always above 0:", `e^${short(score(seen))} = ${short(own)}`),
      line(`Divided by the sum over the ${place + 1} tokens that can be seen:`,
        `${short(own)} / ${short(total)} = `, make("output", { id: "weight" }, percent(own / total))),
      line("So this share of its value goes into the head's result:", `${short(weight)} \u00d7 v`));
    const channels = Array.from(query, (q, i) => [
      String(i + 1), short(q), short(key[i]), short(q * key[i]), short(value[i]),
    ]);
    const details = make("details", { id: "channels" },
      make("summary", {}, `all ${size} channels of query, key and value`),
      make("div", { class: "scroll" }, table(["channel", "q", "k", "q \u00d7 k", "v"], channels, [0, 1, 2, 3, 4])));
    details.open = isOpen;
    return make("div", {},
      make("h3", {}, `Why ${session.nameOf(place)} gives ${percent(weight)} to ${session.nameOf(seen)}`), steps, details);
  };
})();
