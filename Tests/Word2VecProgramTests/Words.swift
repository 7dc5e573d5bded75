import Foundation
import TestSupport

/// The built `word2vec`, in a folder with the vectors of ``madeVectors``.
func programWithVectors() throws -> Program {
  let program = try Program("word2vec")
  try program.write(madeVectors, to: "made.txt")
  return program
}

/// Vectors with obvious answers: people by sex and by rank, then meals and a thing.
let madeVectors = """
  10 3
  man 1 0 0.1
  woman 0 1 0.1
  king 1 0 2
  queen 0 1 2
  lord 1 0.2 1.5
  Paris 0.5 0.5 -1
  lunch 5 5.5 0
  dinner 0.9 1 0
  supper 0.2 0.2 0.02
  stone -1 -2 -3

  """

/// The words of an answer, in order.
func words(_ list: Any?) -> [String] { (list as? [[String: Any]] ?? []).compactMap { $0["word"] as? String } }
