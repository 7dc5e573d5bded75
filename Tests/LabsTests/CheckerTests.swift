import Foundation
import Testing

/// Tests the checker itself: it finds faults planted in made-up labs and passes correct labs.
struct CheckerTests {
  private func lab(_ text: String) -> Lab { Lab(name: "99-made-up.md", text: text) }

  /// The faults found by running a made-up lab.
  private func run(_ text: String) throws -> [Fault] { try LabRun(lab(text)).faults }

  private func form(_ text: String) -> [Fault] { FormChecks(lab: lab(text)).faults }

  private func links(_ text: String) -> [Fault] { LinkChecks(lab: lab(text)).faults }

  @Test func aCorrectLabPasses() throws {
    let text = """
      # Lab 99

      ```sh
      mkdir -p runs/lab-99
      printf 'the tide\\nturns\\nat ten\\n' > runs/lab-99/tide.txt
      cat runs/lab-99/tide.txt
      wc -l < data/README.md > runs/lab-99/lines.txt
      ```

      Prose may stand between.

      ```text
      the tide
      ...
      at ten
      ```

      ```swift
      import Kindling

      let x = Tensor([2], [1, 2])
      print(x)
      ```

      ```swift
      print(x.sum())
      ```

      ```text
      3.0
      ```

      <!-- exit 66 -->
      ```sh
      swift run ngram train nowhere.txt --overwrite
      ```

      ```text
      ngram: no such file: nowhere.txt
      ...
      ```

      See [`Tensor.sum()`](../Sources/Tensors/Operations/Reductions.swift), `Sources/Tensors`, [above](#lab-99).
      """
    #expect(form(text).isEmpty && links(text).isEmpty)
    #expect(try run(text) == [])
  }

  @Test func aWrongNumberIsFound() throws {
    let faults = try run("```sh\necho 'loss 4.25'\necho rest\n```\n\n```text\nloss 4.26\nrest\n```\n")
    let fault = try #require(faults.first)
    #expect(faults.count == 1 && fault.line == 6)
    // The place, the command, the expected line and the line found.
    for words in ["notebooks-md/99-made-up.md:6:", "echo 'loss 4.25'", "line 1: loss 4.26", "line 1: loss 4.25"] {
      #expect("\(fault)".contains(words), "\(fault)")
    }
  }

  @Test func aWrongNumberInALaterBlockOfASwiftProgramIsFound() throws {
    let faults = try run(
      """
      ```swift
      import Kindling
      print("first")
      ```

      ```text
      first
      ```

      ```swift
      print(1 + 1)
      ```

      ```text
      3
      ```
      """)
    #expect(faults.map(\.line) == [14])
  }

  @Test func anExtraOrMissingLineIsFound() throws {
    #expect(try run("```sh\necho a\necho b\n```\n\n```text\na\n```\n").count == 1)
    #expect(try run("```sh\necho a\n```\n\n```text\na\nb\n```\n").count == 1)
  }

  @Test func aFailingCommandIsFoundEvenIfOthersFollow() throws {
    let faults = try run("```sh\nls nowhere\necho done\n```\n")
    #expect(faults.count == 1 && faults[0].line == 1 && faults[0].message.contains("exit code"))
    #expect(faults[0].message.contains("ls nowhere") && !faults[0].message.contains("\n  done"))
    #expect(try run("```sh\nswift run nothing\n```\n").count == 1)
    #expect(try run("```sh\nswift build\n```\n").count == 1)
    #expect(try run("<!-- exit 1 -->\n```sh\ntrue\n```\n").count == 1)
  }

  @Test func compileErrorsWarningsAndTrapsAreFoundWithTheirLine() throws {
    let start = "```swift\nimport Kindling\n"
    let wrong = try run(start + "let x: Tensor = 3\n```\n")
    #expect(wrong.count == 1 && wrong[0].message.contains("notebooks-md/99-made-up.md:3:17: error:"), "\(wrong)")
    let warned = try run(start + "func f() { let unused = 3 }\nf()\n```\n")
    #expect(warned.count == 1 && warned[0].message.contains("warning"), "\(warned)")
    let trapped = try run(start + "print([1][Int.random(in: 2...3)])\n```\n")
    #expect(trapped.count == 1 && trapped[0].message.contains("exit code"), "\(trapped)")
    // The reader sees what is wrong, although the program is optimized.
    #expect(trapped[0].message.contains("Fatal error: Index out of range"), "\(trapped)")
  }

  @Test func aPictureThatIsUnwrittenOrDifferentIsFound() throws {
    let graph = "runs/lab-99/graph.svg", start = "```sh\nmkdir -p runs/lab-99\n"
    let picture = "\n<!-- picture \(graph) -->\n![a graph](pictures/01-graph.svg)\n"
    #expect(try run(picture).map(\.message) == ["no block has written \(graph)"])
    #expect(try run("\(start)echo wrong > \(graph)\n```\n" + picture).count == 1)
    #expect(try run("\(start)cp notebooks-md/pictures/01-graph.svg \(graph)\n```\n" + picture) == [])
  }

  @Test(arguments: [
    "echo a > a.txt", "mkdir -p runs; echo a > runs/a.txt", "mkdir -p runs/lab-9", "mkdir -p runs/lab-990",
    "echo a > data/a.txt",
  ]) func aBlockThatWritesOutsideTheLabsFolderIsFound(_ command: String) throws {
    let faults = try run("```sh\n\(command)\n```\n")
    #expect(faults.count == 1 && faults[0].message.contains("which is not in runs/lab-99"), "\(faults)")
  }

  @Test(arguments: [
    "[a lab](98-nowhere.md)", "[a file](../Sources/Nothing.swift)", "`Sources/Nothing.swift`", "[x](/etc/hosts)",
    "[`Tensor.backwards()`](../Sources/Tensors/Graph/Node.swift)", "[`Shape.swift`](../Sources/Tensors/Tensor.swift)",
    "[above](#nothing-of-the-kind)", "[a line](../Sources/Tensors/Tensor.swift#L12)", "![none](pictures/nothing.svg)",
    "[first](README.md#nothing-of-the-kind)", "[`node`](../Sources/Tensors/Graph/GraphPicture.swift)",
  ]) func aBrokenLinkIsFound(_ prose: String) {
    #expect(links("Look at \(prose).").count == 1)
  }

  @Test(arguments: [
    "[`Node`](../Sources/Tensors/Graph/Node.swift)",
    "[`backward(keepGraph:)`](../Sources/Tensors/Graph/Gradients.swift)",
    "[`Tensor.*`](../Sources/Tensors/Operations/Arithmetic.swift)",
    "[`+`](../Sources/Tensors/Operations/Arithmetic.swift)", "`array[0](1)`", "[web](https://example.org)",
    "[`Tensors/Tensor.swift`](../Sources/Tensors/Tensor.swift)",
  ]) func aValidLinkPasses(_ prose: String) {
    #expect(links("Look at \(prose).").isEmpty)
  }

  @Test(arguments: [
    "```text\nfrom nowhere\n```", "```sh\ntrue\n```\n\n```\ndrawing\n```\n\n```text\nof what?\n```",
    "```swift\nprint(1)\n```", "```python\nprint(1)\n```", "   ```sh\n   true\n   ```", "~~~\n~~~",
    "```sh\nnever closed",
    "<!-- tolerence 5% -->\n```sh\ntrue\n```", "<!-- tolerance much -->\n```sh\ntrue\n```", "<!-- exit 1 -->\nProse.",
    "<!-- exit 1 -->", "```sh\nswift run ngram train a.txt --out runs/a\n```",
    "```sh\nswift run ngram train a.txt \\\n  --out runs/a\n```",
    "```sh\nswift run ngram \\\n  train a.txt\necho --overwrite\n```",
    "```swift\nimport Kindling\n```\n\n```sh\ntrue\n```\n\n```swift\nprint(1)\n```",
    "```swift\n// Sources/Tensors/Nothing.swift\nlet x = 1\n```",
    "```swift\n// Sources/Tensors/Tensor.swift\nlet nothing = 1\n```",
  ]) func aFaultyFormIsFound(_ text: String) {
    #expect(!form(text + "\n").isEmpty)
  }

  @Test(arguments: [
    "```sh\n# not run: takes an hour\nswift run char-gpt train data/nothing.txt\n```",
    "```swift\n// not run: stops the program\nfatalError()\n```", "```\na drawing\n```", "```math\nx^2\n```",
    "```swift\n// Sources/Tensors/Tensor.swift\nopen class Tensor {\n  // ...\n  let shape: Shape\n```",
    "<!-- solution -->\n```swift\nfunc f() {}\n```",
  ]) func blocksThatAreOnlyShownAreNotRun(_ text: String) throws {
    // An excerpt must quote the whole line, with its modifiers.
    let text = text.replacing("  let shape", with: "  public final let shape")
    #expect(form(text + "\n").isEmpty)
    #expect(try run(text + "\n") == [])
  }

  @Test func overwriteCanBeOnALaterLineOfItsCommand() {
    let text = "```sh\nswift run ngram train a.txt --order 3 \\\n  --out runs/a \\\n  --overwrite\n```\n"
    #expect(form(text).isEmpty)
    let second = "```sh\necho\nswift run ngram train a.txt \\\n  --quiet\n```\n"
    #expect(form(second).map(\.line) == [3])
  }

  @Test(arguments: [
    ("ngram compress a.txt --model runs/a", true), ("ladder run a.txt", true),
    ("ngram decompress a.kz --model runs/a \\\n  --out a.txt", true),
    ("ladder run a.txt --overwrite", false), ("ngram sample --model runs/a", false),
    ("char-gpt logits a.txt --model runs/a --resume --out b", false),
  ]) func aCommandThatWouldBeRefusedTheSecondTimeIsFound(_ command: String, isFault: Bool) throws {
    let faults = try RepeatChecks(lab: lab("```sh\nswift run \(command)\n```\n")).faults()
    #expect(faults.map(\.line) == (isFault ? [2] : []))
  }

  @Test func aFolderUsedByTwoProgramsIsFound() {
    func labs(_ second: String) -> [Lab] {
      [
        lab("```sh\nswift run ngram train a.txt --out runs/a\nswift run ngram sample --model runs/a\n```\n"),
        lab("```sh\n# not run: long\nswift run \(second) \\\n  a.txt --out runs/a --overwrite\n```\n"),
      ]
    }
    #expect(RunFolderChecks(labs: labs("ngram train")).faults.isEmpty)
    #expect(RunFolderChecks(labs: labs("word2vec train")).faults.map(\.line) == [3])
    #expect(RunFolderChecks(labs: labs("ladder run")).faults.count == 1)
  }

  @Test func missingSectionsAreFound() {
    let headings = FormChecks.parts.map { "## \($0)\n" }
    #expect(FormChecks(lab: lab(headings.joined())).partFaults.isEmpty)
    #expect(FormChecks(lab: lab(headings.dropLast().joined())).partFaults.count == 1)
    #expect(FormChecks(lab: lab(headings.reversed().joined())).partFaults.count == headings.count - 1)
  }

  @Test func theUpdateInsertsTheOutputFoundAndKeepsWhatMatches() {
    let lab = lab(
      "```sh\nA\n```\n\n```text\n```\n\n```sh\nB\n```\n\n```text\nx\n...\ny\nz\n```\n\n"
        + "<!-- times vary -->\n```sh\nC\n```\n\n```text\ndone in 3 s\n```\n")
    let found = [0: ["new"], 2: ["1", "2", "3", "4", "5"], 4: ["done in 4 s"]]
    #expect(
      LabUpdate.updated(lab, found: found)
        == "```sh\nA\n```\n\n```text\nnew\n```\n\n```sh\nB\n```\n\n```text\n1\n...\n4\n5\n```\n\n"
        + "<!-- times vary -->\n```sh\nC\n```\n\n```text\ndone in 3 s\n```\n")
  }
}
