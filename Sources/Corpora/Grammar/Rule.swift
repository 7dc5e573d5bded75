import Files

extension Grammar {
  /// A part of a grammar: all the texts that it can write, and the probability of each.
  ///
  /// A rule is written as a string, with other rules in the places that vary:
  ///
  ///     let color = Rule.words("red blue green")
  ///     let sentence: Rule = "The \(color) lamp \(.choice(["shone", "went out"])). "
  ///
  /// Rules contain other rules but never themselves, so every text is finite.
  public struct Rule: Sendable {
    let node: Node

    init(_ kind: Node.Kind) { node = Node(kind) }

    /// These rules one after another.
    public static func sequence(_ parts: [Rule]) -> Rule {
      parts.count == 1 ? parts[0] : Rule(.sequence(parts.map(\.node)))
    }

    /// One of these rules, all equally likely.
    public static func choice(_ alternatives: [Rule]) -> Rule { choice(alternatives.map { (1, $0) }) }

    /// One of these rules, each with a probability proportional to its weight.
    public static func choice(_ alternatives: [(weight: Int, rule: Rule)]) -> Rule {
      require(
        !alternatives.isEmpty && alternatives.allSatisfy { $0.weight > 0 },
        "a choice needs alternatives with positive weights")
      return Rule(.choice(Weights(alternatives.map(\.weight)), alternatives.map(\.rule.node)))
    }

    /// One of these words, separated by spaces, all equally likely.
    public static func words(_ text: String) -> Rule { choice(list(text)) }

    /// These words, separated by spaces, each as a rule.
    static func list(_ text: String) -> [Rule] {
      text.split(whereSeparator: \.isWhitespace).map { Rule(stringLiteral: String($0)) }
    }

    /// A rule in which a variable has one value throughout, with all values equally likely.
    ///
    /// This makes words that are far apart agree: the value is drawn once, and every ``match(_:_:)`` inside the rule
    /// follows it.
    ///
    /// - Parameters:
    ///   - variable: The variable to draw.
    ///   - other: A variable that already has a value, which this one must not take.
    ///   - body: The rule in which the value holds.
    public static func bind(_ variable: Variable, except other: Variable? = nil, in body: Rule) -> Rule {
      require(
        other == nil || other!.count == variable.count && variable.count > 1,
        "only a variable with the same number of values, at least two, can be excluded")
      return Rule(.bind(variable, except: other, body.node))
    }

    /// The rule for the value of a variable.
    public static func match(_ variable: Variable, _ rule: (Int) -> Rule) -> Rule {
      Rule(.match(variable, (0..<variable.count).map { rule($0).node }))
    }
  }

  /// A value that is drawn once and then holds for a part of a story: a country, a person, a number.
  ///
  /// Values are numbers from 0; ``Rule/match(_:_:)`` defines the text of each.
  public final class Variable: Sendable {
    /// The name in messages.
    public let name: String
    /// The number of values it can take.
    public let count: Int

    /// Creates a variable with `count` values.
    public init(_ name: String, count: Int) {
      require(count > 0, "a variable needs at least one value")
      (self.name, self.count) = (name, count)
    }
  }
}

// MARK: - Rules as strings

extension Grammar.Rule: ExpressibleByStringInterpolation {
  /// Creates a rule that writes this text.
  public init(stringLiteral text: String) { self.init(.text(Array(text.utf8))) }

  /// Creates a rule that writes texts and rules in turn.
  public init(stringInterpolation: StringInterpolation) { self = .sequence(stringInterpolation.parts) }

  /// Takes apart a string that contains rules.
  public struct StringInterpolation: StringInterpolationProtocol {
    var parts: [Grammar.Rule] = []

    /// Begins without parts.
    public init(literalCapacity: Int, interpolationCount: Int) {}

    /// Adds a text between the rules.
    public mutating func appendLiteral(_ text: String) {
      if !text.isEmpty { parts.append(Grammar.Rule(stringLiteral: text)) }
    }

    /// Adds a rule.
    public mutating func appendInterpolation(_ rule: Grammar.Rule) { parts.append(rule) }
  }
}

// MARK: - Implementation

extension Grammar {
  /// A rule with an identity, so results about it can be cached.
  final class Node: Sendable {
    enum Kind: Sendable {
      case text([UInt8])
      case sequence([Node])
      case choice(Weights, [Node])
      case bind(Variable, except: Variable?, Node)
      case match(Variable, [Node])
    }

    let kind: Kind
    /// The variables that must have a value before the rule can be used, each once.
    let free: [Variable]

    init(_ kind: Kind) {
      self.kind = kind
      var free: [Variable] = []
      func add(_ variables: [Variable]) {
        for variable in variables where !free.contains(where: { $0 === variable }) { free.append(variable) }
      }
      switch kind {
      case .text: break
      case .sequence(let parts), .choice(_, let parts): for part in parts { add(part.free) }
      case .bind(let variable, let other, let body):
        add(body.free.filter { $0 !== variable } + [other].compactMap { $0 })
      case .match(let variable, let parts):
        add([variable])
        for part in parts { add(part.free) }
      }
      self.free = free
    }
  }

  /// The weights of a choice.
  struct Weights: Sendable {
    let each: [Int]
    let total: Int

    init(_ each: [Int]) { (self.each, total) = (each, each.reduce(0, +)) }

    /// Returns the information of choosing an alternative, in bits.
    func bits(_ index: Int) -> Double { Grammar.bits(each[index], of: total) }
  }

  /// The values of the variables, latest last.
  struct Values {
    private var entries: [(variable: Variable, value: Int)] = []

    subscript(_ variable: Variable) -> Int {
      guard let entry = entries.last(where: { $0.variable === variable }) else {
        fatalError("\(variable.name) is used where it has no value")
      }
      return entry.value
    }

    func setting(_ variable: Variable, to value: Int) -> Values {
      var result = self
      result.entries.append((variable, value))
      return result
    }
  }
}
