/// The energy that a machine takes and the carbon dioxide that its electricity causes.
///
///     let footprint = Footprint(watts: 100, gramsPerKilowattHour: 385)
///     footprint.wattHours(seconds: 3600)  // 100
///     footprint.grams(wattHours: 100)     // 38.5
///
/// It does not count failed runs, the manufacture of the machine, or later use of the model.
public struct Footprint: Sendable {
  /// The power that the machine draws, in watts.
  public let watts: Double
  /// The emissions of the local grid, in grams of CO2 equivalent per kilowatt-hour.
  public let gramsPerKilowattHour: Double

  /// The mean of the grid of the United States, which the authors of Llama use (Touvron et al. 2023, section 6).
  public static let usualGramsPerKilowattHour = 385.0

  /// Creates a footprint.
  public init(watts: Double, gramsPerKilowattHour: Double) {
    (self.watts, self.gramsPerKilowattHour) = (watts, gramsPerKilowattHour)
  }

  /// Returns the energy of a job in watt-hours: power x time.
  public func wattHours(seconds: Double) -> Double { watts * seconds / 3600 }

  /// Returns the emissions in grams of CO2 equivalent: energy x emissions per energy.
  public func grams(wattHours: Double) -> Double { wattHours / 1000 * gramsPerKilowattHour }
}
