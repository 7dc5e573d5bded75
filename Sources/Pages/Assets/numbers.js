/* How the charts of a page write numbers, and where an axis has its ticks. */

const Numbers = (function () {
  "use strict";

  /* A whole number with a comma before every group of three digits: 124,439,808. */
  function grouped(value) {
    return String(Math.round(value)).replace(/\B(?=(\d{3})+(?!\d))/g, ",");
  }

  /* A value with four significant digits; very small ones have an exponent. */
  function short(value) {
    if (value === 0) { return "0"; }
    const size = Math.abs(value);
    if (size >= 1000) { return grouped(value); }
    if (size < 1e-3) { return value.toExponential(2).replace("e-", "e\u2212"); }
    return String(Number(value.toPrecision(4)));
  }

  /* A number of seconds in its two largest units, as the programs write it: 1 min 20 s. */
  function duration(seconds) {
    if (seconds < 59.5) { return short(Number(seconds.toPrecision(3))) + " s"; }
    const units = [[86400, "d", 3600, "h"], [3600, "h", 60, "min"], [60, "min", 1, "s"]];
    for (const [large, name, small, smallName] of units) {
      if (seconds < large * 0.9995) { continue; }
      const smalls = Math.round(seconds / small);
      const whole = Math.floor(smalls * small / large), part = smalls - whole * large / small;
      return whole + " " + name + (part > 0 ? " " + part + " " + smallName : "");
    }
    return short(seconds) + " s";
  }

  /* A count for the labels of an axis that ends at `high`: 8,000, but 1.5M on an axis of large numbers. */
  function compact(value, high) {
    if (high < 1e5) { return grouped(value); }
    for (const [size, name] of [[1e9, "G"], [1e6, "M"], [1e3, "k"]]) {
      if (value >= size) { return Number((value / size).toPrecision(4)) + name; }
    }
    return grouped(value);
  }

  /* The step between ticks of a linear axis: 1, 2 or 5 times a power of ten, at most `count` of them. */
  function niceStep(span, count) {
    const power = Math.pow(10, Math.floor(Math.log10(span / count)));
    return [1, 2, 5, 10].map((factor) => factor * power).find((step) => span / step <= count);
  }

  function multiples(low, high, step) {
    const ticks = [];
    for (let i = Math.ceil(low / step - 1e-9); i * step <= high + step * 1e-9; i += 1) { ticks.push(i * step); }
    return ticks;
  }

  /* The ticks of an axis from low to high; a logarithmic one has 1, 2 and 5 of each power of ten if there is room. */
  function ticks(low, high, count, isLogarithmic) {
    if (!(high > low)) { return [low]; }
    if (isLogarithmic) {
      const powers = Math.log10(high / low);
      const factors = powers > count ? [1] : [1, 2, 5];
      const found = [];
      for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power += 1) {
        for (const factor of factors) { found.push(factor * Math.pow(10, power)); }
      }
      const inside = found.filter((tick) => tick >= low * 0.999 && tick <= high * 1.001);
      /* Within less than a power of ten, even steps say more. */
      if (inside.length >= 4) {
        const every = Math.ceil(inside.length / (count + 1));
        return inside.filter((tick, i) => i % every === 0);
      }
    }
    return multiples(low, high, niceStep(high - low, count));
  }

  /* The ticks of an axis of seconds, which are even in minutes and hours. */
  function timeTicks(low, high, count) {
    const steps = [60, 120, 300, 600, 1200, 1800, 3600, 7200, 18000, 36000, 86400];
    if (!(high - low > 60 * 2)) { return ticks(low, high, count, false); }
    const step = steps.find((size) => (high - low) / size <= count) || 86400 * niceStep((high - low) / 86400, count);
    return multiples(low, high, step);
  }

  return { grouped, short, duration, compact, ticks, timeTicks };
}());
