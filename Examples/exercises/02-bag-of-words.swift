import Foundation
import Kindling

// Lab 02: a bag of words. Replace each `throw NotYetWritten()`, then: swift run exercises 2

/// How often each word of the vocabulary occurs in the text.
///
/// Words are runs of letters, here even of a single letter, in upper or lower case; the vocabulary is in lower case.
/// Words that are not in the vocabulary are ignored.
func wordVector(of text: String, over vocabulary: [String]) throws -> [Int] {
  throw NotYetWritten()
}

/// The cosine of the angle between two vectors of the same length; 0 if one of them is all zeros.
func cosine(_ x: [Double], _ y: [Double]) throws -> Double {
  throw NotYetWritten()
}

/// The naive Bayes weight of a word in a class, with 1 added to every word's count.
///
/// - Parameters:
///   - count: how often the word occurs in the texts of the class.
///   - total: how many words these texts have.
///   - vocabularySize: how many distinct words the texts of all classes have.
func bayesWeight(count: Int, total: Int, vocabularySize: Int) throws -> Double {
  throw NotYetWritten()
}

/// The naive Bayes score of praise minus that of complaint. If it is above 0, the text is classified as praise.
///
/// The vocabulary is the words of all examples, which are in lower case, separated by single spaces. Both classes have
/// at least one example. Words of the text that are in no example are ignored.
func praiseScore(of text: String, learnedFrom examples: [(text: String, isPraise: Bool)]) throws -> Double {
  throw NotYetWritten()
}
