import Cleaning
import Files
import Foundation
import TestSupport
import Testing

struct LanguageGuesserTests {
  private static let guesser = Result { try LanguageGuesser() }
  private var guesser: LanguageGuesser { get throws { try Self.guesser.get() } }

  /// Sentences that have nothing to do with the samples.
  private static let sentences = [
    ("en", "The goat has eaten three hats since Monday, and the mayor's wig is said to be missing as well."),
    ("en", "Turn left at the mill, then follow the hedge until you hear somebody singing out of tune."),
    ("fr", "Les chèvres ont mangé trois chapeaux depuis lundi, et la perruque du maire aurait également disparu."),
    ("fr", "Tournez à gauche après le moulin, puis longez la haie jusqu'à ce que vous entendiez chanter faux."),
    ("de", "Die Ziege hat seit Montag drei Hüte gefressen, und auch die Perücke des Bürgermeisters soll fehlen."),
    ("de", "Biegen Sie an der Mühle links ab und folgen Sie der Hecke, bis Sie jemanden falsch singen hören."),
    ("es", "La cabra se ha comido tres sombreros desde el lunes, y también falta la peluca del alcalde."),
    ("it", "La capra ha mangiato tre cappelli da lunedì, e pare che manchi anche la parrucca del sindaco."),
  ]

  @Test func aScriptWithTooManyLettersIsRefused() throws {
    let text = String(String.UnicodeScalarView((0x4E00..<0x5200).map { Unicode.Scalar(UInt32($0))! }))
    let problem = try problem(.badData) {
      _ = try LanguageGuesser(samples: LanguageSample.builtIn + [LanguageSample("zh", text)])
    }
    #expect(problem.message.contains("zh"))
  }

  @Test(arguments: sentences) func sentencesAreRecognized(language: String, text: String) throws {
    let guess = try #require(guesser.guess(text))
    #expect(guess.language == language && guess.possible == [language])
    #expect(guess.bitsPerCharacter < 4.6)
    // Neither capitals nor digits matter.
    #expect(try guesser.guess("12 34 " + text.uppercased() + " 56!")?.language == language)
  }

  @Test func thisProjectsTextsAreEnglish() throws {
    let text = try String(contentsOfFile: data("tern-valley.txt"), encoding: .utf8)
    let paragraphs = text.components(separatedBy: "\n\n").compactMap { try? guesser.guess($0) }
    let wrong = paragraphs.count { !$0.possible.contains("en") }
    #expect(paragraphs.count > 1000 && wrong == 0, "\(wrong) of \(paragraphs.count)")
  }

  @Test func shortAndForeignTextsAreNotJudged() throws {
    for text in ["", "Too short.", "1234567890 1234567890 1234567890 1234567890", "— … — …"] {
      #expect(try guesser.guess(text) == nil)
    }
    let russian = "Коза съела три шляпы с понедельника, и парик мэра, говорят, тоже пропал без следа."
    #expect(try guesser.guess(russian) == nil)
  }

  @Test func aSampleTeachesALanguage() throws {
    let russian = """
      Утро было холодным, и никто не хотел первым выходить из дома. Когда показался старый мост, мы увидели, что вода за
      ночь поднялась. Он работал в одной и той же конторе больше двадцати лет и знал всех, кто входил в её двери. Большинство
      людей думает, что научиться готовить легко, но лишь немногие каждую неделю пробуют что-нибудь новое.
      """
    let guesser = try LanguageGuesser(samples: LanguageSample.builtIn + [LanguageSample("ru", russian)])
    #expect(guesser.languages == ["en", "fr", "de", "es", "it", "ru"])
    let text = "Коза съела три шляпы с понедельника, и парик мэра, говорят, тоже пропал без следа."
    #expect(guesser.guess(text)?.language == "ru")
    for (language, text) in Self.sentences { #expect(guesser.guess(text)?.language == language) }
  }

  @Test func aSampleThatIsTooShortIsRefused() throws {
    let found = try problem(.badData) { _ = try LanguageGuesser(samples: [LanguageSample("xx", "a few words")]) }
    #expect(found.message.contains("xx"))
  }

  /// More different letters than are told apart.
  @Test func aSampleOfManyLettersWorks() throws {
    let scalars = (0x4E00..<0x4E00 + 300).map { Unicode.Scalar($0)! }
    let text = String(
      String.UnicodeScalarView([[Unicode.Scalar]](repeating: Array(scalars.prefix(40)), count: 10).joined() + scalars))
    let guesser = try LanguageGuesser(samples: LanguageSample.builtIn + [LanguageSample("zz", text)])
    for (language, text) in Self.sentences { #expect(guesser.guess(text)?.language == language) }
    #expect(guesser.guess(String(text.prefix(100)))?.language == "zz")
  }

  @Test func theFilterKeepsSomeLanguages() throws {
    let step = try LanguageFilter(keeping: ["en", "de"], guesser: guesser)
    for (language, text) in Self.sentences {
      let expected: Verdict =
        ["en", "de"].contains(language) ? .unchanged : .removed(because: "language \(language)")
      #expect(verdict(step, text) == expected)
    }
    #expect(verdict(step, "Bonjour !") == .unchanged)
    let russian = String(repeating: "Коза съела три шляпы. ", count: 4)
    #expect(verdict(step, russian) == .removed(because: "no known language"))
  }

  @Test func theFilterRefusesUnknownLanguages() throws {
    let found = try problem(.usage) { _ = try LanguageFilter(keeping: ["en", "nl"], guesser: guesser) }
    #expect(found.message.contains("nl") && found.message.contains("en, fr, de, es, it"))
  }
}
