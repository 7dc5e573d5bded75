import Corpora
import Files
import Numerics
import TestSupport
import Testing

@testable import Conversations

struct AssignmentSetsTests {
  private static let world = {
    var generator = RandomGenerator(seed: 7)
    return World(countries: 12, gaps: 4, using: &generator)
  }()
  private static let sets = AssignmentSets(of: world, training: 3000, testing: 150, seed: 7)

  private func test(_ name: String) throws -> [Assignment] { try #require(Self.sets.tests[name]) }

  private func text(_ assignment: Assignment) -> String { assignment.prompt.map(\.content).joined(separator: "\n") }

  @Test func theSameSeedDrawsTheSameAssignments() {
    let again = AssignmentSets(of: Self.world, training: 300, testing: 20, seed: 7)
    let other = AssignmentSets(of: Self.world, training: 300, testing: 20, seed: 8)
    #expect(again.training == Array(Self.sets.training.prefix(300)) && again.training != other.training)
    #expect(again.tests["gaps"]?.count == 20)
  }

  @Test func theBestAnswerOfEveryAssignmentHasTheHighestMarks() {
    for assignment in Self.sets.training + Self.sets.tests.values.joined() {
      let grade = assignment.grade(assignment.answer)
      #expect(grade.isExact && grade.isRight && grade.followsForm && grade.utility == 3, "\(assignment)")
      #expect(assignment.conversation.mistake() == nil)
    }
  }

  @Test func everyTestIsLargeAndNoPromptOfItIsInTraining() throws {
    let learned = Set(Self.sets.training.map(text))
    #expect(Self.sets.training.count == 3000 && learned.count > 2900)
    #expect(Set(Self.sets.tests.keys) == Set(AssignmentSets.names.map(\.name)))
    for (name, assignments) in Self.sets.tests {
      #expect(assignments.count >= (name == "forbidden" ? 16 : 30), "\(name): \(assignments.count)")
      if name != "trained" { #expect(!assignments.contains { learned.contains(text($0)) }, "\(name)") }
    }
  }

  @Test func trainingHasAllKindsAndForms() {
    #expect(Set(Self.sets.training.map(\.kind)) == Set(Assignment.Kind.allCases))
    #expect(Set(Self.sets.training.map(\.check.form)) == Set(Form.allCases))
    #expect(
      Self.sets.training.contains { $0.prompt[0].role == .system }
        && Self.sets.training.contains { !$0.check.silence.isEmpty })
  }

  @Test func trainingNeverAsksForHeldOutFacts() throws {
    let plan = Plan(Self.world)
    #expect(plan.heldOut.count == 8 && plan.heldOutGaps.count == 4)
    for fact in plan.heldOut {
      let (land, noun) = (fact.country.name, fact.attribute.rawValue)
      for assignment in Self.sets.training where assignment.kind != .choice {
        #expect(!assignment.answer.lowercased().contains("the \(noun) of \(land)".lowercased()))
        #expect(!(text(assignment).contains(land) && assignment.check.values.contains(fact.value)), "\(assignment)")
      }
    }
    #expect(
      try test("held-out-facts").allSatisfy { one in
        plan.heldOut.contains { text(one).contains($0.country.name) || one.check.values.contains($0.country.name) }
      })
  }

  @Test func gapsAndStrangersAreInNoText() throws {
    let names = Set(Self.world.countries.map(\.name))
    for assignment in try test("unknown") {
      let asksForStranger = !names.contains { text(assignment).contains($0) }
      #expect(asksForStranger || Wordings.untold.heldOut.contains { text(assignment).contains($0) })
    }
    for assignment in try test("gaps") {
      let country = try #require(Self.world.countries.first { text(assignment).contains($0.name) })
      #expect(!country.isComplete)
      #expect(
        World.Attribute.allCases.contains { country.facts[$0] == nil && text(assignment).contains($0.rawValue) })
    }
  }

  @Test func combinationsAreNewButTheirHalvesAreNot() throws {
    for assignment in try test("held-out-combinations") {
      switch assignment.kind {
      case .direct:
        let pair = (assignment.check.form, assignment.answer)
        #expect(pair.0 == .oneWord || pair.0 == .capitals)
        #expect(Self.sets.training.contains { $0.check.form == pair.0 })
      case .choice: #expect(text(assignment).contains("dish"))
      case .several: #expect(assignment.check.values.count == 2)
      default: #expect(assignment.kind == .about && assignment.check.silence.contains("ruler"))
      }
    }
    #expect(!Self.sets.training.contains { $0.kind == .choice && text($0).contains("dish") })
    #expect(!Self.sets.training.contains { $0.check.silence.contains("ruler") })
  }

  /// Each character of a conversation occurs in the pretraining text, so a tokenizer of its characters knows them all.
  @Test func everyCharacterOccursInThePretrainingText() {
    var generator = RandomGenerator(seed: 1)
    let chronicle = Grammar.chronicle(of: Self.world)
    let known = Set((0..<2000).flatMap { _ in chronicle.story(using: &generator).text.unicodeScalars })
    for assignment in Self.sets.training + Self.sets.tests.values.joined() {
      let unknown = (text(assignment) + assignment.answer).unicodeScalars.filter { !known.contains($0) }
      #expect(unknown.isEmpty, "\(unknown.map(String.init)) in \(assignment.conversation)")
    }
  }

  @Test func filesAreReadBackAndAreConversations() throws {
    let some = Array(Self.sets.training.prefix(200))
    try withFile(some.map { try $0.line() }.joined().utf8) { path in
      let assignments = try Assignment.read(path), conversations = try Conversation.read(path)
      #expect(assignments == some && conversations == some.map { $0.conversation })
    }
  }

  @Test(arguments: [
    (#""kind": "quiz", "check": {}"#, "kind"), (#""check": {}"#, "kind"), (#""kind": "direct""#, "check"),
    (#""kind": "direct", "check": {"form": "verse"}"#, "check"), (#""kind": "direct", "check": 3"#, "check"),
  ])
  func malformedAssignmentsAreRefused(fields: String, word: String) throws {
    let messages = #"[{"role": "user", "content": "a"}, {"role": "assistant", "content": "b"}]"#
    try withFile("\n{\"messages\": \(messages), \(fields)}".utf8) { path in
      let found = try problem(.badData) { _ = try Assignment.read(path) }
      #expect(found.message.contains("line 2") && found.message.contains(word))
    }
  }
}
