// Lab 10: sizing. Replace each `throw NotYetWritten()`, then: swift run exercises 10

import Foundation
import Kindling

/// How many days a training run takes.
///
/// - Parameters:
///   - parameters: those of the model.
///   - tokens: what it learns from.
///   - devices: the processors that work at the same time.
///   - speed: what each of them really does, in FLOP/s.
func trainingDays(parameters: Double, tokens: Double, devices: Int, speed: Double) throws -> Double {
  throw NotYetWritten()
}

/// What a run costs the world.
///
/// - Parameters:
///   - hours: of all processors together, so one hour of ten processors is 10.
///   - watts: what each processor draws.
///   - gramsPerKilowattHour: the carbon dioxide of the power.
/// - Returns: the energy in kWh, the carbon dioxide in tonnes.
func footprint(hours: Double, watts: Double, gramsPerKilowattHour: Double) throws -> (energy: Double, carbon: Double) {
  throw NotYetWritten()
}

/// The model whose training takes so many operations when it sees so many tokens for each of its parameters.
func bestSize(operations: Double, tokensPerParameter: Double) throws -> (parameters: Double, tokens: Double) {
  throw NotYetWritten()
}

/// The widest GPT that can be trained in so many bytes; its width is a multiple of 64, and 0 if not even 64 will do.
///
/// - Parameters:
///   - layers: the number of blocks.
///   - vocabulary: the number of different tokens.
///   - context: the length of a window, in tokens.
///   - windows: how many windows go through the model at once.
///   - bytes: the memory: 16 bytes a parameter, and for each token at once 4 bytes for each of 20 L C + 3 V activations.
func widestModel(layers: Int, vocabulary: Int, context: Int, windows: Int, bytes: Int) throws -> Int {
  throw NotYetWritten()
}
