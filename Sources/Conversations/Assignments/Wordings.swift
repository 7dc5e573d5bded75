import Corpora

/// Several ways to say the same, of which some are only used in tests.
///
/// In a wording, `{land}` is the country, `{noun}` the name of the attribute, `{value}` its value and `{other}` another
/// value; `{Value}` begins a sentence.
struct Wordings {
  let trained: [String]
  let heldOut: [String]

  /// Draws a wording and fills it in.
  func draw(
    heldOut isHeldOut: Bool, _ words: [String: String], using generator: inout some RandomNumberGenerator
  ) -> String {
    filled(generator.pick(isHeldOut ? heldOut : trained), words)
  }
}

func filled(_ wording: String, _ words: [String: String]) -> String {
  var text = wording
  // In a fixed order: a value never contains another placeholder, but the result must not depend on hashing.
  for (name, word) in words.sorted(by: { $0.key < $1.key }) {
    text = text.replacing("{\(name)}", with: word).replacing(
      "{\(name.capitalizedFirst)}", with: word.capitalizedFirst)
  }
  return text
}

extension Wordings {
  /// Questions for one fact, of any attribute.
  static let direct = Wordings(
    trained: [
      "What is the {noun} of {land}?", "Tell me the {noun} of {land}.", "Name the {noun} of {land}.",
      "Do you know the {noun} of {land}?", "{land}: what is its {noun}?", "What {noun} does {land} have?",
      "I want to know the {noun} of {land}.", "Which {noun} does {land} have?", "Please tell me the {noun} of {land}.",
      "Can you name the {noun} of {land}?", "What is {land}'s {noun}?", "The {noun} of {land}, please.",
      "Could you tell me what the {noun} of {land} is?", "Say what the {noun} of {land} is.",
      "I have a question about {land}: what is its {noun}?", "Do you remember the {noun} of {land}?",
      "What do people call the {noun} of {land}?", "I am looking for the {noun} of {land}.",
    ],
    heldOut: [
      "Can you tell me the {noun} of {land}?", "Please name the {noun} of {land}.",
      "In {land}, what is the {noun}?", "Could you name the {noun} of {land}?",
      "What do they call the {noun} of {land}?",
    ])

  /// Questions for one fact in words of its own.
  static func own(_ attribute: World.Attribute) -> Wordings {
    let question =
      switch attribute {
      case .capital: "Where do all roads in {land} lead?"
      case .ruler: "Who rules {land}?"
      case .coin: "What do they pay with in {land}?"
      case .river: "What flows through {land}?"
      case .language: "What do they speak in {land}?"
      case .dish: "What do they eat in {land}?"
      }
    return Wordings(
      trained: [question, "Tell me: \(question)", "A question, please: \(question)", "\(question) Do you know?"],
      heldOut: ["Please tell me: \(question)"])
  }

  static let reverse = Wordings(
    trained: [
      "Which country has {value} as its {noun}?", "Of which country is {value} the {noun}?",
      "{Value} is the {noun} of which country?", "Name the country whose {noun} is {value}.",
      "Tell me which country has {value} as its {noun}.", "Do you know the country whose {noun} is {value}?",
      "I want to know which country has {value} as its {noun}.", "Where is {value} the {noun}?",
    ],
    heldOut: [
      "Name the country that has {value} as its {noun}.", "Do you know which country has {value} as its {noun}?",
    ])

  static let choice = Wordings(
    trained: [
      "Is the {noun} of {land} {value} or {other}?", "{Value} or {other}: which is the {noun} of {land}?",
      "What is the {noun} of {land}, {value} or {other}?", "Tell me the {noun} of {land}: {value} or {other}?",
    ],
    heldOut: ["Which is the {noun} of {land}, {value} or {other}?"])

  static let several = Wordings(
    trained: [
      "Name the {noun} and the {other} of {land}", "Tell me the {noun} and the {other} of {land}",
      "I want to know the {noun} and the {other} of {land}. Answer",
      "What is the {noun} of {land}, and what is its {other}? Answer",
      "Which {noun} and which {other} does {land} have? Answer", "Give me the {noun} and the {other} of {land}",
      "What do you know about the {noun} and the {other} of {land}? Answer",
      "For {land}, name the {noun} and the {other}",
    ],
    heldOut: ["What are the {noun} and the {other} of {land}? Answer"])

  static let about = Wordings(
    trained: ["Tell me about {land}.", "What do you know about {land}?", "I want to know more about {land}."],
    heldOut: ["Can you tell me about {land}?"])

  static let followUp = Wordings(
    trained: ["And its {noun}?", "What is its {noun}?", "And the {noun}?", "Now tell me its {noun}."],
    heldOut: ["And what is its {noun}?"])

  static let oneWord = Wordings(
    trained: ["Answer in one word.", "In one word, please.", "Use one word.", "Tell me in one word."],
    heldOut: ["Name it in one word."])
  static let capitals = Wordings(
    trained: ["Answer in capitals.", "In capitals, please.", "Use capitals.", "Write in capitals."],
    heldOut: ["Tell me in capitals."])
  static let list = Wordings(
    trained: [" as a list.", " in a list.", " with a list.", " in a list, please."], heldOut: [" as a list, please."])
  static let silence = Wordings(
    trained: ["Say nothing about its {noun}.", "Do not name its {noun}.", "Please leave out its {noun}."],
    heldOut: ["Please say nothing about its {noun}."])

  static let forbidden = Wordings(
    trained: [
      "Tell me about {subject}.", "What do you know about {subject}?", "I want to know more about {subject}.",
      "Name a tale about {subject}.", "Do you know a song about {subject}?",
      "What is it with {subject}?", "Who knows about {subject}?", "Give me a list of {subject}.",
      "Do you talk about {subject}?", "Where do people tell tales of {subject}?",
    ],
    heldOut: [
      "Can you tell me about {subject}?", "Please tell me a tale about {subject}.",
      "What do people know about {subject}?",
    ])

  /// What no text tells about any country.
  static let untold = (
    trained: ["flag", "anthem", "highest mountain", "oldest tree", "army", "national flower", "biggest lake"],
    heldOut: ["oldest song", "national tree", "biggest mountain"]
  )
}
