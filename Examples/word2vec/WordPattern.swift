import Console
import Corpora

extension WordPattern: OptionValue {
  /// The pattern with that name, or with the name that it had in earlier versions.
  public init?(optionText: String) { self.init(rawValue: optionText == "words" ? "letters" : optionText) }
}
