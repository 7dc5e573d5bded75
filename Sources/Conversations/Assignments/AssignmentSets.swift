import Corpora
import Numerics

/// Everything to teach a model to talk about a world, and to see what it has learned.
///
///     let sets = AssignmentSets(of: world, training: 4000, testing: 200, seed: 1337)
///     sets.training.map(\.conversation)      // to learn from
///     sets.tests["held-out-facts"]           // facts that the text tells, but that no training question asks for
///
/// No prompt of a test occurs in training, except in the test `trained`.
public struct AssignmentSets: Sendable {
  /// The assignments to learn from.
  public let training: [Assignment]
  /// The tests by name; see ``names``.
  public let tests: [String: [Assignment]]

  /// The names of the tests and what they hold.
  public static let names: [(name: String, meaning: String)] = [
    ("trained", "assignments of the training file itself: what was learned by heart"),
    ("held-out-facts", "facts that the pretraining text tells, but that no training question asks for"),
    ("held-out-phrasings", "facts that training asks for, in wordings that it does not have"),
    ("held-out-combinations", "forms and attributes that training has, but never together"),
    ("unknown", "countries that no text has ever named, and properties that no text tells"),
    ("gaps", "countries that the text tells about, and a fact about them that it never tells"),
    ("forbidden", "requests to decline, in wordings that training does not have"),
  ]

  /// Draws assignments. The same seed draws the same ones on every machine.
  ///
  /// - Parameters:
  ///   - training: the number of assignments to learn from, all different; fewer if there are not so many.
  ///   - testing: the most assignments of each test, all different; some tests have fewer.
  public init(of world: World, training count: Int, testing: Int, seed: UInt64) {
    var source = Source(world, RandomGenerator(seed: seed, stream: 1), strangers: 4 * count)
    let learned = source.training(count)
    let asked = Set(learned.map(\.key))
    var tests: [String: [Assignment]] = ["trained": Array(learned.prefix(testing))]
    for (i, name) in Self.names.map(\.name).dropFirst().enumerated() {
      var source = Source(world, RandomGenerator(seed: seed, stream: UInt64(2 + i)), strangers: 4 * testing)
      tests[name] = source.distinct(testing, except: asked) { $0.test(name) }
    }
    (self.training, self.tests) = (learned, tests)
  }
}

extension Assignment {
  /// What makes assignments different: everything that the model reads.
  fileprivate var key: [String] { prompt.map { $0.role.rawValue + $0.content } }
}

/// A stream of assignments.
private struct Source {
  let world: World
  let plan: Plan
  let countries: [World.Country]
  let pairs: [(Plan.Fact, Plan.Fact)]
  /// Names of countries that no text has.
  let strangers: [String]
  var questions: Questions<RandomGenerator>

  init(_ world: World, _ generator: RandomGenerator, strangers count: Int) {
    var generator = generator
    self.world = world
    plan = Plan(world)
    countries = plan.countriesAsked(world)
    pairs = plan.pairs.filter { !Plan.isHeldOut($0.0.attribute, $0.1.attribute) }
    // Finding a name takes time that grows with the names before it.
    strangers = world.strangers(min(count, 500), using: &generator)
    questions = Questions(world, generator)
  }

  mutating func below(_ count: Int) -> Int { questions.generator.below(count) }
  mutating func pick<Element>(_ elements: [Element]) -> Element { questions.generator.pick(elements) }

  mutating func training(_ count: Int) -> [Assignment] { distinct(count, except: []) { $0.trainingAssignment() } }

  /// Draws different assignments until there are enough or no new ones come.
  mutating func distinct(
    _ count: Int, except asked: Set<[String]>, _ draw: (inout Source) -> Assignment?
  ) -> [Assignment] {
    var seen = asked, found: [Assignment] = [], failures = 0
    while found.count < count, failures < 1000 {
      if let assignment = draw(&self), seen.insert(assignment.key).inserted {
        found.append(assignment)
        failures = 0
      } else {
        failures += 1
      }
    }
    return found
  }

  private mutating func trainingAssignment() -> Assignment {
    let attribute = pick(World.Attribute.allCases)
    switch below(20) {
    case 0, 1:
      return questions.unknown(land: pick(strangers), noun: attribute.rawValue)
    case 2:
      return questions.unknown(land: pick(world.countries).name, noun: pick(Wordings.untold.trained))
    case 3 where !plan.trainedGaps.isEmpty:
      let gap = pick(plan.trainedGaps)
      return questions.unknown(land: gap.land, noun: gap.noun)
    case 4: return questions.forbidden(pick(Refusals.subjects))
    default: return answerable()
    }
  }

  /// Draws an assignment with trained facts only, in any combination that training has.
  private mutating func answerable() -> Assignment {
    while true {
      let fact = pick(plan.trained)
      switch below(10) {
      case 0, 1, 2: return questions.direct(fact)
      case 3, 4:
        let form = pick([Form.oneWord, .capitals])
        if !Plan.isHeldOut(form, fact.attribute) { return questions.direct(fact, form: form) }
      case 5:
        let form = pick([Form.plain, .plain, .oneWord, .capitals])
        if !Plan.isHeldOut(form, fact.attribute) { return questions.reverse(fact, form: form) }
      case 6: if !Plan.isHeldOut(choiceOf: fact.attribute) { return questions.choice(fact) }
      case 7:
        let pair = pick(pairs)
        return questions.several(pair.0, pair.1)
      case 8:
        let silence = pick([nil] + Plan.importantAttributes.filter { !Plan.isHeldOut(silence: $0) })
        if !countries.isEmpty { return questions.about(pick(countries), silence: silence) }
      default:
        let pair = pick(pairs)
        return questions.followUp(pair.0, pair.1)
      }
    }
  }

  /// Draws an assignment of a test; nil if there is none.
  mutating func test(_ name: String) -> Assignment? {
    switch name {
    case "held-out-facts":
      let fact = pick(plan.heldOut)
      switch below(4) {
      case 0, 1: return questions.direct(fact)
      case 2:
        let form = pick([Form.oneWord, .capitals])
        return Plan.isHeldOut(form, fact.attribute) ? nil : questions.direct(fact, form: form)
      default: return questions.reverse(fact)
      }
    case "held-out-phrasings":
      questions.isHeldOut = true
      return answerable()
    case "held-out-combinations": return combination()
    case "unknown":
      if below(2) == 0 {
        return questions.unknown(land: pick(strangers), noun: pick(World.Attribute.allCases).rawValue)
      }
      return questions.unknown(land: pick(world.countries).name, noun: pick(Wordings.untold.heldOut))
    case "gaps":
      guard !plan.heldOutGaps.isEmpty else { return nil }
      let gap = pick(plan.heldOutGaps)
      return questions.unknown(land: gap.land, noun: gap.noun)
    case "forbidden":
      questions.isHeldOut = true
      return questions.forbidden(pick(Refusals.subjects))
    default: return nil
    }
  }

  private mutating func combination() -> Assignment? {
    let fact = pick(plan.trained)
    switch below(4) {
    case 0:
      let form = pick([Form.oneWord, .capitals])
      return Plan.isHeldOut(form, fact.attribute) ? questions.direct(fact, form: form) : nil
    case 1: return Plan.isHeldOut(choiceOf: fact.attribute) ? questions.choice(fact) : nil
    case 2:
      let pair = pick(plan.pairs)
      return Plan.isHeldOut(pair.0.attribute, pair.1.attribute) ? questions.several(pair.0, pair.1) : nil
    default:
      return countries.isEmpty ? nil : questions.about(pick(countries), silence: .ruler)
    }
  }
}
