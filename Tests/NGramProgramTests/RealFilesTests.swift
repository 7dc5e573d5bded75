import Foundation
import TestSupport
import Testing

/// Files as people have them, through the program; the readers' own tests cover the details.
private let names = ["anna", "bela", "carol", "dora", "emil"]

@Test func windowsLineEndsAreNoCharactersOfAModel() throws {
  let program = try Program()
  defer { program.remove() }
  try program.write(String(repeating: names.map { $0 + "\r\n" }.joined(), count: 30), to: "names.txt")
  let training = try program.run(["train", "names.txt", "--sentences", "line", "--out", "m", "--quiet"])
  #expect(training.status == 0, "\(training.errors)")
  #expect(try !program.text("m/tokenizer.json").contains("\\r"))
  let next = try object(program("next", "--prompt", "anna", "--model", "m", "--json").output)
  let first = try #require((next["next"] as? [[String: Any]])?.first)
  #expect(first["token"] as? String == "</s>", "\(first)")
}

/// Two words, with the marks of a sentence.
private let arpa = """
  # by hand
  \\data\\
  ngram 1=5
  \t
  \\1-grams:
  -99 <s>
  -0.30103 </s>
  -0.60206 kite
  -0.90309 rope
  -0.90309 <UNK>

  \\end\\

  """

@Test func foreignModelsArePackedPipedOrWithoutALevel() throws {
  let program = try Program()
  defer { program.remove() }
  try program.write(arpa, to: "plain.arpa")
  try Data(gzipped(arpa.utf8)).write(to: program.file("packed.arpa.gz"))
  for (arguments, input) in [("plain.arpa", ""), ("packed.arpa.gz", ""), ("-", arpa)] {
    let result = try program.run(["import", arguments, "--out", "m", "--overwrite"], input: input)
    #expect(result.status == 0 && result.output == "m: n-grams: 5 of order 1\n", "\(result.errors)")
    let figures = try program.run(["evaluate", "-", "--model", "m"], input: "kite rope\r\nkite zebra\r\n").figures
    // Two ends at 1/2, two kites at 1/4, a rope and an unknown word at 1/8: 12 bits in six tokens.
    #expect(figures["tokens"] == 6 && figures["unknown_tokens"] == 1, "\(figures)")
    #expect(abs((figures["bits_per_token"] ?? 0) - 2) < 1e-4)
  }
}

@Test func emptyStandardInputIsNamed() throws {
  let program = try Program()
  defer { program.remove() }
  let result = try program.run(["train", "-", "--out", "new"])
  #expect(result.status == 65 && result.errors.hasPrefix("ngram: standard input is empty\n"))
  let binary = try program.run(["train", "-", "--out", "new"], input: "\u{28}PK")
  #expect(binary.status == 65)
}
