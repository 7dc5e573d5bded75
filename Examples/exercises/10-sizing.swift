import Foundation
import Kindling

// Lab 10: sizing. Replace each `throw NotYetWritten()`, then: swift run exercises 10

/// The number of days that a training run takes.
///
/// - Parameters:
///   - parameters: the number of parameters of the model.
///   - tokens: the number of training tokens.
///   - devices: the number of processors that work at the same time.
///   - speed: the speed that each of them actually achieves, in FLOP/s.
func trainingDays(parameters: Double, tokens: Double, devices: Int, speed: Double) throws -> Double {
  throw NotYetWritten()
}

/// The energy and carbon footprint of a run.
///
/// - Parameters:
///   - hours: the total hours of all processors: one hour on ten processors counts as 10.
///   - watts: the power that each processor draws.
///   - gramsPerKilowattHour: the grams of carbon dioxide per kilowatt-hour of electricity.
/// - Returns: the energy in kWh, and the carbon dioxide in metric tons.
func footprint(hours: Double, watts: Double, gramsPerKilowattHour: Double) throws -> (energy: Double, carbon: Double) {
  throw NotYetWritten()
}

/// The number of parameters and the number of training tokens that use up the given number of operations, at the given
/// number of tokens per parameter.
func bestSize(operations: Double, tokensPerParameter: Double) throws -> (parameters: Double, tokens: Double) {
  throw NotYetWritten()
}

/// The width of the widest GPT that can be trained in the given memory: a multiple of 64, or 0 if not even 64 fits.
///
/// - Parameters:
///   - layers: the number of blocks.
///   - vocabulary: the number of distinct tokens.
///   - context: the length of a window, in tokens.
///   - windows: how many windows go through the model at the same time.
///   - bytes: the memory. A parameter takes 16 bytes, and each token of these windows takes 4 bytes for each of its
///     20 L C + 3 V activations.
func widestModel(layers: Int, vocabulary: Int, context: Int, windows: Int, bytes: Int) throws -> Int {
  throw NotYetWritten()
}
