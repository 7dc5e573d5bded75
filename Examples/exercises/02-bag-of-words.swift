// Lab 02: a bag of words. Replace each `throw NotYetWritten()`, then: swift run exercises 2

import Foundation
import Kindling

/// How often each word of the vocabulary stands in the text.
///
/// Words are runs of letters, here also of a single one, and capitals count as small letters; the vocabulary is in small
/// letters. Words that it does not have vanish.
func wordVector(of text: String, over vocabulary: [String]) throws -> [Int] {
  throw NotYetWritten()
}

/// The cosine of the angle between two vectors of one length; 0 when one of them is all zeros.
func cosine(_ x: [Double], _ y: [Double]) throws -> Double {
  throw NotYetWritten()
}

/// The weight of a word in a class by naive Bayes, with 1 added to every word's count.
///
/// - Parameters:
///   - count: how often the word stands in the texts of the class.
///   - total: how many words these texts have.
///   - vocabularySize: how many different words all texts of all classes have.
func bayesWeight(count: Int, total: Int, vocabularySize: Int) throws -> Double {
  throw NotYetWritten()
}

/// The score of praise less that of complaint, by naive Bayes: above 0, the text is taken for praise.
///
/// The vocabulary is the words of all examples, which are in small letters with single spaces between; both classes have
/// one at least. Words of the text that no example has vanish.
func praiseScore(of text: String, learntFrom examples: [(text: String, isPraise: Bool)]) throws -> Double {
  throw NotYetWritten()
}
