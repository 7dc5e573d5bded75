import Console
import Reports

private let text = Argument("TEXT", help: "the text to classify, in quotes")
private let count = CommonOptions.count(default: 10, of: "deciding words")

/// The answer with `--json`.
private struct Answer: Encodable {
  struct Class: Encodable {
    let name: String
    let probability: Float
  }

  struct Evidence: Encodable {
    let term: String
    let weight: Float
  }

  let text: String
  let predicted: String
  /// The evidence for the predicted class before any word is read.
  let bias: Float
  let classes: [Class]
  let evidence: [Evidence]
  let unknown: [String]
}

let classifyCommand = Command(
  "classify", summary: "show the class of a text and the words that decided it", arguments: [text],
  options: [CommonOptions.model, count, CommonOptions.threads, CommonOptions.json, CommonOptions.quiet]
) { parsed in
  let classifier = try loadClassifier(parsed)
  let answer = try classifier.classify(parsed[text])
  let names = classifier.configuration.classes
  let evidence = answer.evidence.prefix(parsed[count])
  if parsed[CommonOptions.json] {
    return try printJSON(
      Answer(
        text: parsed[text], predicted: names[answer.predicted], bias: answer.bias,
        classes: zip(names, answer.probabilities).map { .init(name: $0, probability: $1) },
        evidence: evidence.map { .init(term: $0.term, weight: $0.weight) }, unknown: answer.unknown))
  }
  let shown = classifier.configuration.terms.shown
  var table = TextTable([.left("class"), .right("probability"), .left("")])
  for (name, probability) in zip(names, answer.probabilities).sorted(by: { $0.1 > $1.1 }) {
    let bar = TextTable.bar(Double(probability), width: 40)
    table.append([shortened(name), Formats.fixed(Double(probability) * 100, decimals: 2) + " %", bar])
  }
  var parts = ["\(table)"]
  if evidence.isEmpty {
    let answerer =
      switch classifier.configuration.classifier {
      case .naiveBayes: "the answer depends only on how many texts each class had"
      case .logistic: "the answer depends only on the bias of each class"
      }
    parts.append("No term of the text is known: \(answerer).")
  } else {
    let name = shortened(names[answer.predicted], to: 30)
    var table = TextTable([.left("term"), .right("weight for \(name)")])
    for entry in evidence { table.append([shown(entry.term), Formats.fixed(Double(entry.weight), decimals: 3)]) }
    // Without the bias, the words could all speak against the class that wins.
    table.append(["(bias, before any word)", Formats.fixed(Double(answer.bias), decimals: 3)])
    let rest = answer.evidence.dropFirst(parsed[count]).reduce(0) { $0 + Double($1.weight) }
    if answer.evidence.count > evidence.count {
      let others = Formats.count(answer.evidence.count - evidence.count, "other term")
      table.append(["(\(others))", Formats.fixed(rest, decimals: 3)])
    }
    let sum = answer.evidence.reduce(Double(answer.bias)) { $0 + Double($1.weight) }
    table.total = ["sum", Formats.fixed(sum, decimals: 3)]
    parts.append("\(table)")
  }
  if !answer.unknown.isEmpty {
    parts.append("Unknown terms (ignored): \(answer.unknown.map(shown).joined(separator: ", "))")
  }
  try Terminal.write(parts.joined(separator: "\n\n") + "\n")
}
