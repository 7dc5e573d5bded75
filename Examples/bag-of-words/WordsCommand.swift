import Console
import Files
import Reports

private let count = CommonOptions.count(default: 15, of: "words per class")
private let out = CommonOptions.outFile("also draw the words as a chart, in this SVG file").formerly("svg")

/// The answer with `--json`.
private struct Answer: Encodable {
  struct Class: Encodable {
    let name: String
    let terms: [Term]
  }

  struct Term: Encodable {
    let term: String
    let weight: Float
  }

  let classes: [Class]
  /// The picture that was written.
  let out: String?
}

let wordsCommand = Command(
  "words", summary: "show the words with the largest weights in each class, which are the strongest evidence for it",
  options: [
    CommonOptions.model, count, out, CommonOptions.overwrite, CommonOptions.json, CommonOptions.quiet,
  ]
) { parsed in
  let path = try parsed[out].map {
    try OutputFile.checked($0, parsed, reading: [parsed[CommonOptions.model]].compactMap(\.self))
  }
  let classifier = try loadClassifier(parsed)
  let terms = classifier.bag.vocabulary.terms
  let classes = zip(classifier.configuration.classes, try classifier.evidence()).map { name, weights in
    // The sort is stable: equal weights keep the order of the vocabulary.
    let heaviest = weights.indices.sorted { weights[$0] > weights[$1] }.prefix(parsed[count])
    return Answer.Class(name: name, terms: heaviest.map { .init(term: terms[$0], weight: weights[$0]) })
  }
  let shown = classifier.configuration.terms.shown
  if let path {
    let kind = classifier.configuration.classifier == .naiveBayes ? "naive Bayes" : "logistic regression"
    let panels = classes.map { group in
      BarChart.Panel(title: group.name, bars: group.terms.map { (shown($0.term), Double($0.weight)) })
    }
    try writeFile(BarChart(title: "The heaviest words of each class, \(kind)", panels: panels).svg(), to: path)
  }
  if parsed[CommonOptions.json] { return try printJSON(Answer(classes: classes, out: path)) }
  let longest = classes.flatMap(\.terms).map(\.weight.magnitude).max() ?? 0
  for group in classes {
    var table = TextTable([.left(shortened(group.name)), .right("weight"), .left("")])
    for entry in group.terms {
      let bar = TextTable.bar(Double(entry.weight.magnitude) / Double(longest), width: 30)
      table.append([shown(entry.term), Formats.fixed(Double(entry.weight), decimals: 3), longest > 0 ? bar : ""])
    }
    try Terminal.write("\(table)\n\n")
  }
}
