extension Grammar {
  /// A part of a grammar: all the texts that it can write, and how likely each is.
  ///
  /// A rule is written as a string in which other rules stand for what varies:
  ///
  ///     let colour = Rule.words("red blue green")
  ///     let sentence: Rule = "The \(colour) lamp \(.choice(["shone", "went out"])). "
  ///
  /// Rules hold one another and never themselves, so every text is finite.
  public struct Rule: Sendable {
    let node: Node

    init(_ kind: Node.Kind) { node = Node(kind) }

    /// These rules one after another.
    public static func sequence(_ parts: [Rule]) -> Rule {
      parts.count == 1 ? parts[0] : Rule(.sequence(parts.map(\.node)))
    }

    /// One of these rules, each as likely as another.
    public static func choice(_ alternatives: [Rule]) -> Rule { choice(alternatives.map { (1, $0) }) }

    /// One of these rules, each as likely as its weight's share of all weights.
    public static func choice(_ alternatives: [(weight: Int, rule: Rule)]) -> Rule {
      precondition(!alternatives.isEmpty && alternatives.allSatisfy { $0.weight > 0 }, "a choice without a way out")
      return Rule(.choice(Weights(alternatives.map(\.weight)), alternatives.map(\.rule.node)))
    }

    /// One of these words, which spaces divide, each as likely as another.
    public static func words(_ text: String) -> Rule { choice(list(text)) }

    /// These words, which spaces divide, each a rule.
    static func list(_ text: String) -> [Rule] {
      text.split(whereSeparator: \.isWhitespace).map { Rule(stringLiteral: String($0)) }
    }

    /// A rule in which a variable has one value throughout, each value as likely as another.
    ///
    /// This is what makes words agree that stand far apart: the value is drawn once, and every ``match(_:_:)`` inside
    /// the rule follows it.
    ///
    /// - Parameters:
    ///   - variable: What is drawn.
    ///   - other: A variable that has its value already, which this one must not take.
    ///   - body: Where the value holds.
    public static func bind(_ variable: Variable, except other: Variable? = nil, in body: Rule) -> Rule {
      precondition(other == nil || other!.count == variable.count && variable.count > 1, "except what cannot be equal")
      return Rule(.bind(variable, except: other, body.node))
    }

    /// The rule that belongs to the value of a variable.
    public static func match(_ variable: Variable, _ rule: (Int) -> Rule) -> Rule {
      Rule(.match(variable, (0..<variable.count).map { rule($0).node }))
    }
  }

  /// What is drawn once and then holds for a part of a story: a country, a person, a number.
  ///
  /// Its values are numbers from 0; ``Rule/match(_:_:)`` says what each is called where.
  public final class Variable: Sendable {
    /// What it is called in messages.
    public let name: String
    /// How many values it can take.
    public let count: Int

    /// A variable with so many values.
    public init(_ name: String, count: Int) {
      precondition(count > 0, "a variable without a value")
      (self.name, self.count) = (name, count)
    }
  }
}

// MARK: - Rules as strings

extension Grammar.Rule: ExpressibleByStringInterpolation {
  /// A rule that writes this text.
  public init(stringLiteral text: String) { self.init(.text(Array(text.utf8))) }

  /// A rule that writes texts and rules in turn.
  public init(stringInterpolation: StringInterpolation) { self = .sequence(stringInterpolation.parts) }

  /// Takes a string with rules in it apart.
  public struct StringInterpolation: StringInterpolationProtocol {
    var parts: [Grammar.Rule] = []

    /// Begins with nothing.
    public init(literalCapacity: Int, interpolationCount: Int) {}

    /// A text between the rules.
    public mutating func appendLiteral(_ text: String) {
      if !text.isEmpty { parts.append(Grammar.Rule(stringLiteral: text)) }
    }

    /// A rule.
    public mutating func appendInterpolation(_ rule: Grammar.Rule) { parts.append(rule) }
  }
}

// MARK: - Inside

extension Grammar {
  /// A rule by its identity, so that what was found out about it once can be kept.
  final class Node: Sendable {
    enum Kind: Sendable {
      case text([UInt8])
      case sequence([Node])
      case choice(Weights, [Node])
      case bind(Variable, except: Variable?, Node)
      case match(Variable, [Node])
    }

    let kind: Kind
    /// The variables that must have a value for the rule to mean something, each once.
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

    /// The information of a choice.
    func bits(_ index: Int) -> Double { Grammar.bits(each[index], of: total) }
  }

  /// What the variables stand for, the latest last.
  struct Values {
    private var entries: [(variable: Variable, value: Int)] = []

    subscript(_ variable: Variable) -> Int {
      guard let entry = entries.last(where: { $0.variable === variable }) else {
        preconditionFailure("\(variable.name) is used where it has no value")
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
