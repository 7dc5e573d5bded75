import Reports

/// Formats of quantities that can be those of a minute on a laptop or of months in a data center.
enum CostFormats {
  /// Returns an energy: `0.31 Wh`, `74.3 MWh`.
  static func energy(_ wattHours: Double) -> String {
    wattHours < 10
      ? Formats.significant(wattHours, digits: 2) + " Wh" : Formats.quantity(wattHours, unit: "Wh")
  }

  /// Returns a mass: `0.12 g`, `3.4 kg`, `8,930 t`.
  static func mass(_ grams: Double) -> String {
    if grams < 1000 { return Formats.significant(grams, digits: 2) + " g" }
    if grams < 1e6 { return Formats.significant(grams / 1000, digits: 3) + " kg" }
    return Formats.significant(grams / 1e6, digits: 4) + " t"
  }

  /// Returns a duration, in years if it is longer than one.
  static func duration(_ seconds: Double) -> String {
    let years = seconds / (365.25 * 86_400)
    return years < 1 ? Formats.duration(seconds) : Formats.significant(years, digits: 2) + " years"
  }
}
