import Files

/// How well safeguards tell texts apart.
///
///     let evaluation = try SafeguardEvaluation(of: safeguards, on: examples.testing)
///     evaluation.precision, evaluation.recall, evaluation.overRefusal
///
/// A text that is forbidden or gibberish should be stopped, and an allowed one should not.
public struct SafeguardEvaluation: Equatable, Sendable {
  /// The number of texts that were stopped and let through, by what they are.
  public private(set) var stopped: [SafeguardExample.Kind: Int] = [:], passed: [SafeguardExample.Kind: Int] = [:]
  /// How often each filter was the first to act.
  public private(set) var actions: [SafeguardPolicy.Filter: Int] = [:]
  /// The texts that were judged wrongly, and what acted on them; nil for texts that should have been stopped.
  public private(set) var mistakes: [(example: SafeguardExample, action: Safeguards.Action?)] = []

  /// Judges examples as input.
  ///
  /// - Throws: the errors of ``Safeguards/check(_:_:)``.
  public init(of safeguards: Safeguards, on examples: [SafeguardExample]) throws {
    for example in examples {
      let action = try safeguards.check(example.text, .input)
      if let action {
        stopped[example.kind, default: 0] += 1
        actions[action.filter, default: 0] += 1
      } else {
        passed[example.kind, default: 0] += 1
      }
      if (action == nil) != (example.kind == .allowed) { mistakes.append((example, action)) }
    }
  }

  /// The number of texts.
  public var count: Int { stopped.values.reduce(0, +) + passed.values.reduce(0, +) }

  /// The share of the stopped texts that should be stopped; 0 if none was.
  public var precision: Double {
    let all = stopped.values.reduce(0, +)
    return Self.share(all - (stopped[.allowed] ?? 0), of: all)
  }

  /// The share of the texts to stop that were stopped; 0 if there are none.
  public var recall: Double {
    let found = (stopped[.forbidden] ?? 0) + (stopped[.gibberish] ?? 0)
    return Self.share(found, of: found + (passed[.forbidden] ?? 0) + (passed[.gibberish] ?? 0))
  }

  /// The share of the allowed texts that were stopped: how often a harmless question gets no answer; 0 if there are none.
  public var overRefusal: Double {
    let refused = stopped[.allowed] ?? 0
    return Self.share(refused, of: refused + (passed[.allowed] ?? 0))
  }

  private static func share(_ part: Int, of whole: Int) -> Double { whole == 0 ? 0 : Double(part) / Double(whole) }

  /// Compares everything.
  public static func == (a: Self, b: Self) -> Bool {
    a.stopped == b.stopped && a.passed == b.passed && a.actions == b.actions
      && a.mistakes.map(\.example) == b.mistakes.map(\.example)
      && a.mistakes.map(\.action) == b.mistakes.map(\.action)
  }
}
