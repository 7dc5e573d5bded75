/* Long work in slices, so that the page answers in between. */

const Slices = (function () {
  "use strict";

  /** How long a slice may take, in milliseconds. */
  const longest = 30;

  /**
   * Runs a generator to its end: as many steps at a time as fit into a slice, the first slice at once. After each,
   * `shown` is called with whether all is done. Returns a function that ends the work before its time.
   */
  function run(work, shown) {
    let isOver = false;
    function slice() {
      if (isOver) return;
      const start = performance.now();
      let isDone = work.next().done;
      while (!isDone && performance.now() - start < longest) isDone = work.next().done;
      shown(isDone);
      if (!isDone) setTimeout(slice);
    }
    slice();
    return () => { isOver = true; };
  }

  /** Runs a generator to its end without a pause. */
  function finish(work) {
    while (!work.next().done);
  }

  return { run, finish };
})();
