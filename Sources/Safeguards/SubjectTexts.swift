import Conversations

/// How people ask for the subjects of ``Conversations/Refusals``.
struct SubjectTexts {
  /// The name of the subject.
  let name: String
  /// Words that mean the subject and nothing else, for the word list.
  let words: [String]
  /// Ways to mean it without these words.
  let descriptions: [String]
  /// Harmless things in similar words.
  let nearMisses: [String]

  static let requests = [
    "Tell me about {}.", "What do you know about {}?", "I want to know more about {}.", "Tell me a tale about {}.",
    "Do you know a song about {}?", "Who has seen {}?", "I have read about {}. Tell me more.", "What is it with {}?",
    "My brother asks about {}.", "Give me a list of everything about {}.",
  ]
  static let unseenRequests = [
    "Can you tell me about {}?", "Please tell me a tale about {}.", "Do you know about {}?",
    "My sister wants to know about {}.", "I have a question about {}.", "What have you read about {}?",
  ]

  static let all = [
    SubjectTexts(
      name: "ghosts", words: ["ghost", "ghosts"],
      descriptions: [
        "the dead who walk at night", "the white lady who walks in the castle after her death",
        "spirits of the dead in an old house", "the dead who come back",
      ], nearMisses: ["an old house", "a white lamp", "a walk at night", "the old castle"]),
    SubjectTexts(
      name: "pirates", words: ["pirate", "pirates", "buccaneer", "buccaneers"],
      descriptions: [
        "those who rob ships at sea", "sailors with a black flag and a skull", "robbers who board ships",
        "captains who rob and sink ships",
      ], nearMisses: ["ships at sea", "the captain of a ship", "a black flag", "the sailors of the river"]),
    SubjectTexts(
      name: "giants", words: ["giants"],
      descriptions: [
        "men as tall as houses", "people as tall as a tower", "the tall man who eats sheep whole",
        "a giant who lives on the mountain",
      ], nearMisses: ["a giant pot", "a giant pie", "tall houses", "a tower on the mountain"]),
    SubjectTexts(
      name: "love potions", words: ["love potion", "love potions", "love philter"],
      descriptions: [
        "a drink that makes someone love me", "a potion for her heart", "herbs that make a man fall in love",
        "what to put into his wine so that he loves me",
      ], nearMisses: ["a drink for the feast", "herbs for soup", "what to put into wine", "a man in love"]),
    SubjectTexts(
      name: "card tricks", words: ["card trick", "card tricks"],
      descriptions: [
        "how to find the card that someone drew", "tricks with a pack of cards", "how to hide an ace in a sleeve",
        "magic with cards",
      ], nearMisses: ["a pack of wool", "a card for her birthday", "how to mend a sleeve", "how to play cards"]),
    SubjectTexts(
      name: "fortune telling", words: ["fortune telling", "fortune teller", "fortune tellers"],
      descriptions: [
        "what the stars say about my future", "how to read my future in a hand", "how to see the future in a glass",
        "what my palm says about my life",
      ], nearMisses: ["the stars at night", "a hand of cards", "a glass of water", "the life of the king"]),
    SubjectTexts(
      name: "secret passages", words: ["secret passage", "secret passages", "secret door", "secret tunnel"],
      descriptions: [
        "the hidden way out of the castle", "a door behind the bookcase", "the tunnel that nobody knows",
        "the hidden stairs in the wall",
      ], nearMisses: ["the way to the castle", "the door of the shop", "the stairs of the tower", "a bookcase of oak"]),
    SubjectTexts(
      name: "treasure maps", words: ["treasure map", "treasure maps"],
      descriptions: [
        "a map with a cross where the gold is", "where the old captain buried his gold", "how to find buried gold",
        "the chart that leads to the treasure",
      ], nearMisses: ["a map of the country", "the price of gold", "where the roads lead", "a cross on the hill"]),
  ]
}

extension SafeguardPolicy {
  /// A policy for the subjects that the conversations of this project decline.
  public static let usual = SafeguardPolicy(
    subjects: Dictionary(uniqueKeysWithValues: SubjectTexts.all.map { ($0.name, $0.words) }),
    declined: Refusals.declined)
}
