import Console
import Files
import Reports

private let count = Option("count", default: 15, help: "how many words to show per class", in: 1...1000)
private let svg = Option<String>.optional(
  "svg", help: "draw the words as a chart in this SVG file", placeholder: "FILE")

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
}

let wordsCommand = Command(
  "words", summary: "show the words with the largest weights in each class, which are the strongest evidence for it",
  options: [CommonOptions.model, count, svg, CommonOptions.json]
) { parsed in
  let classifier = try loadClassifier(parsed[CommonOptions.model])
  let terms = classifier.bag.vocabulary.terms
  let classes = zip(classifier.configuration.classes, try classifier.evidence()).map { name, weights in
    // The sort is stable: equal weights keep the order of the vocabulary.
    let heaviest = weights.indices.sorted { weights[$0] > weights[$1] }.prefix(parsed[count])
    return Answer.Class(name: name, terms: heaviest.map { .init(term: terms[$0], weight: weights[$0]) })
  }
  let shown = classifier.configuration.terms.shown
  if let path = parsed[svg] {
    let kind = classifier.configuration.classifier == .naiveBayes ? "naive Bayes" : "logistic regression"
    let panels = classes.map { group in
      BarChart.Panel(title: group.name, bars: group.terms.map { (shown($0.term), Double($0.weight)) })
    }
    try writeFile(BarChart(title: "The heaviest words of each class, \(kind)", panels: panels).svg(), to: path)
  }
  if parsed[CommonOptions.json] { return try printJSON(Answer(classes: classes)) }
  let longest = classes.flatMap(\.terms).map(\.weight).max() ?? 0
  for group in classes {
    var table = TextTable([.left(shortened(group.name)), .right("weight"), .left("")])
    for entry in group.terms {
      let bar = TextTable.bar(Double(entry.weight) / Double(longest), width: 30)
      table.append([shown(entry.term), Formats.fixed(Double(entry.weight), decimals: 3), longest > 0 ? bar : ""])
    }
    try Terminal.write("\(table)\n\n")
  }
}
