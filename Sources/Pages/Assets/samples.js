/* The samples of a run as a slider: the element "samples" holds them as JSON, in the order of training. */

(function () {
  "use strict";

  const source = document.getElementById("samples"), slider = document.getElementById("sample-slider");
  if (source === null || slider === null) { return; }
  const samples = JSON.parse(source.textContent);
  const name = document.getElementById("sample-name"), text = document.getElementById("sample");

  function show() {
    const sample = samples[Number(slider.value)];
    name.textContent = sample.name;
    text.textContent = sample.text;
    /* A screen reader says when, not the number of the sample. */
    slider.setAttribute("aria-valuetext", sample.name);
  }

  slider.addEventListener("input", show);
  show();
}());
