import Foundation
import TestSupport
import Testing

@testable import Serving

struct ChatPageTests {
  /// Opens the page of a server, lets the script act as a user would, and checks what it finds.
  private func visit(_ models: FakeModels, _ script: String, count: Int) throws {
    try withServer(models, script: Self.tools + script) { server in
      let complaints = try Browser.visit(server.address) { models.record.withLock { $0.findings != nil } }
      #expect(complaints == [])
      let findings = try #require(models.record.withLock { $0.findings }, "the visit did not end")
      for finding in findings { #expect(finding.hasPrefix("ok "), "\(finding)") }
      #expect(findings.count == count)
    }
  }

  @Test(.enabled(if: Browser.isInstalled, "no browser is installed")) func stagesAnswerSideBySide() throws {
    let models = FakeModels()
    try visit(
      models,
      #"""
      async function act() {
        check("the message has the focus", document.activeElement === at("message"));
        check("stages are text", document.querySelector(".settings").textContent.includes("after <fine-tuning>"));
        at("system").value = "Be brief.";
        at("seed").value = "42";
        at("temperature").value = "0.25";
        write("Who rules?");
        enter({ shiftKey: true });
        enter({ isComposing: true });
        check("Shift+Enter does not send", answers().length === 0 && at("message").value !== "");
        enter();
        check("the message is taken", at("message").value === "" && !at("stop").hidden && at("send").hidden);
        await idle();
        check("both answer", answers().join("|") === "base heard Who rules?|tuned heard Who rules?");
        const tops = nodes().map((node) => node.getBoundingClientRect().top);
        check("side by side", tops[0] === tops[1]);
        check("answers are spoken", at("spoken").textContent.startsWith("tuned: tuned heard Who rules?"));

        const hostile = "<script>document.title = 'taken'<\/script><img src=x onerror=\"document.title = 'taken'\">";
        write(hostile);
        enter();
        await idle();
        check("hostile text is text", answers()[3] === `tuned heard ${hostile}` && document.title === "Chat with a & b");
        check("no element came of it", document.querySelector("#chat img, #chat script") === null);

        at("stage-0").click();
        check("a stage can be hidden", nodes().map((node) => node.hidden).join() === "true,false,true,false");
        write("forbidden");
        at("send").click();
        await idle();
        check("only the other is asked", answers()[4] === "" && notes()[4] === "was not asked");
        check("the filter's remark is shown", notes()[5] === "the output filter acted" &&
          nodes()[5].querySelector(".note").classList.contains("remark"));
        at("stage-1").click();
        write("again");
        enter();
        check("no stage, no message", at("warning").textContent.includes("at least one") && nodes().length === 6);
        at("stage-0").click();
        at("temperature").value = "-1";
        enter();
        check("a wrong number is not sent", nodes().length === 6 && at("message").value === "again");
        at("temperature").value = "0";
        at("system").value = " ";
        enter();
        await idle();
        check("a message that a stage was not asked is not in its conversation", answers()[6] === "base heard again");
        const page = document.documentElement;
        check("the end is in view", window.scrollY > 0 && page.scrollHeight - window.scrollY - window.innerHeight < 2);
      }
      """#, count: 16)
    let record = models.record.withLock { $0 }
    #expect(record.settings == ["0 0.25 42", "1 0.25 42", "0 0.25 42", "1 0.25 42", "1 0.25 42", "0 0.0 42"])
    #expect(record.questions.map(\.count) == [2, 2, 4, 4, 6, 5])
    #expect(record.questions[0].map(\.content) == ["Be brief.", "Who rules?"])
    #expect(record.questions[5].map(\.role) == [.user, .assistant, .user, .assistant, .user])
  }

  @Test(.enabled(if: Browser.isInstalled, "no browser is installed")) func whatGoesWrongIsSaid() throws {
    let models = FakeModels()
    try visit(
      models,
      #"""
      async function act() {
        write("fail");
        enter();
        await idle();
        check("an error is shown in words", notes()[0].startsWith(
          "Something went wrong: the conversation is longer than the context.\nStart again.\nThe conversation"));
        check("for both stages", notes()[1] === notes()[0] && nodes()[1].querySelector(".error") !== null);
        write("nothing");
        enter();
        await idle();
        check("an empty answer is named", notes()[2].startsWith("The answer is empty."));
        write("forever");
        enter();
        await until(() => answers()[4].includes("tick tick"));
        check("the answer comes in pieces", notes()[4].startsWith("is answering"));
        check("the next one waits", notes()[5] === "waits");
        at("stop").focus();
        document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
        await idle();
        check("it is stopped", notes()[4].startsWith("Stopped.") && notes()[5] === "was not asked");
        check("the focus is back", document.activeElement === at("message"));
        write("more");
        enter();
        await idle();
        check("it goes on", answers()[6] === "base heard more" && answers()[7] === "tuned heard more");
        at("new").click();
        check("a new conversation", nodes().length === 0);
      }
      """#, count: 9)
    #expect(comes { models.record.withLock { $0.stopped } == 1 })
    // The stopped part belongs to the conversation of the stage that said it, the failures to none.
    #expect(models.record.withLock { $0.questions.map(\.count) } == [1, 1, 1, 1, 1, 3, 1])
  }

  /// What all visits use. The pieces of an answer come through a real connection, so a visit waits until they are there.
  private static let tools = #"""
    const findings = [];
    const check = (name, isRight) => findings.push(`${isRight ? "ok" : "WRONG"} ${name}`);
    const at = (id) => document.getElementById(id);
    const nodes = () => Array.from(document.querySelectorAll(".answer"));
    const answers = () => nodes().map((node) => node.querySelector(".text").textContent);
    const notes = () => nodes().map((node) => node.querySelector(".note").textContent);
    const write = (text) => { at("message").value = text; };
    const enter = (more = {}) => at("message").dispatchEvent(
      new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true, ...more }));
    /** Waits until a condition holds after a change of the page. */
    const until = (condition) => new Promise((resolve) => {
      const look = () => { if (condition()) { watcher.disconnect(); resolve(); } };
      const watcher = new MutationObserver(look);
      watcher.observe(document.body, { attributes: true, childList: true, characterData: true, subtree: true });
      look();
    });
    const idle = () => until(() => at("stop").hidden);
    async function visit() {
      try {
        await act();
      } catch (error) {
        check(`no exception: ${error}`, false);
      }
      // The models of the tests take this as the end of the visit.
      const turns = [{ role: "user", content: ["findings", ...findings].join("\n") }];
      const body = JSON.stringify({ stage: 0, turns, temperature: 0, seed: 0 });
      await fetch("/answer", { method: "POST", headers: { "Content-Type": "application/json" }, body });
    }

    """#
}
