/* Asks the server for an answer and reads it as it comes: one JSON object per line. */

const AnswerStream = (function () {
  "use strict";
  const broken = "The answer broke off: the program that serves this page has ended or left this answer.";

  /** The lines of a body as they arrive. A line without its end is left out: the connection broke inside it. */
  async function* lines(body) {
    const reader = body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = "";
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      const parts = (rest + value).split("\n");
      rest = parts.pop();
      yield* parts;
    }
  }

  /** Words of the server with a period after each line that has none. */
  function sentences(words) {
    return words.split("\n").map((line) => (/[.?!]$/.test(line) ? line : `${line}.`)).join("\n");
  }

  /** What a response that is no answer says. */
  async function refusal(response) {
    try {
      return `The server refuses: ${sentences((await response.json()).error)}`;
    } catch {
      return `The server refuses, with status ${response.status}.`;
    }
  }

  /** Runs a step of the network; a failure that is not the reader's Stop becomes an error in these words. */
  async function step(words, action) {
    try {
      return await action();
    } catch (error) {
      throw error.name === "AbortError" ? error : new Error(words);
    }
  }

  /**
   * Asks for an answer: `{ stage, turns, temperature, seed }`. Calls `hear` with each piece, and returns the remark of
   * the end or null. An error has words to show; that of `signal` is an AbortError.
   */
  async function ask(question, signal, hear) {
    const options = { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(question), signal };
    const response = await step("The program that serves this page does not answer. Is it still running?",
      () => fetch("/answer", options));
    if (!response.ok) throw new Error(await refusal(response));
    const reading = lines(response.body);
    for (;;) {
      const { value, done } = await step(broken, () => reading.next());
      if (done) throw new Error(broken);
      const message = JSON.parse(value);
      if (message.error !== undefined) throw new Error(`Something went wrong: ${sentences(message.error)}`);
      if (message.done) return message.remark;
      hear(message.text);
    }
  }

  return { ask };
})();
