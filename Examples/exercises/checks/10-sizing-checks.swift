import Kindling

/// The checks of lab 10.
let lab10 = ExerciseLab(
  10, "sizing", file: "10-sizing.swift",
  exercises: [
    Exercise("trainingDays") {
      try check(
        "trainingDays(parameters: 1e9, tokens: 1.44e10, devices: 1, speed: 1e15)",
        try trainingDays(parameters: 1e9, tokens: 1.44e10, devices: 1, speed: 1e15), near: 1,
        hint: "6 operations for each parameter and token, and 86,400 seconds in a day.")
      try check(
        "trainingDays(parameters: 1e9, tokens: 1.44e10, devices: 4, speed: 1e15)",
        try trainingDays(parameters: 1e9, tokens: 1.44e10, devices: 4, speed: 1e15), near: 0.25,
        hint: "Four processors take a quarter of the time.")
      try check(
        "trainingDays(parameters: 70e9, tokens: 2e12, devices: 6000, speed: 135e12)",
        try trainingDays(parameters: 70e9, tokens: 2e12, devices: 6000, speed: 135e12), near: 8.4e23 / 8.1e17 / 86_400)
    },
    Exercise("footprint") {
      let call = "footprint(hours: 3000, watts: 500, gramsPerKilowattHour: 40)"
      let (energy, carbon) = try footprint(hours: 3000, watts: 500, gramsPerKilowattHour: 40)
      try check("\(call).energy", energy, near: 1500, hint: "A kilowatt is 1,000 watts.")
      try check(
        "\(call).carbon", carbon, near: 0.06,
        hint: "A metric ton is 1,000,000 grams; carbon is proportional to energy.")
    },
    Exercise("bestSize") {
      let call = "bestSize(operations: 1.2e22, tokensPerParameter: 20)"
      let (parameters, tokens) = try bestSize(operations: 1.2e22, tokensPerParameter: 20)
      try check(
        "6 N D of \(call)", 6 * parameters * tokens, near: 1.2e22,
        hint: "Both grow with the budget: 6 N D = 6 r N N, so N is a square root.")
      try check("tokens / parameters of \(call)", tokens / parameters, near: 20, hint: "D = r N.")
      let other = try bestSize(operations: 6e10, tokensPerParameter: 100)
      try check("bestSize(operations: 6e10, tokensPerParameter: 100).parameters", other.parameters, near: 1e4)
    },
    Exercise("widestModel") {
      func width(_ layers: Int, _ vocabulary: Int, _ windows: Int, _ bytes: Int, hint: String) throws {
        try check(
          "widestModel(layers: \(layers), vocabulary: \(vocabulary), context: 64, windows: \(windows), bytes: \(bytes))",
          try widestModel(layers: layers, vocabulary: vocabulary, context: 64, windows: windows, bytes: bytes),
          is: widestWidth(layers: layers, vocabulary: vocabulary, context: 64, windows: windows, bytes: bytes),
          hint: hint)
      }
      try width(4, 75, 1, 1000, hint: "If nothing fits, the answer is 0.")
      try width(
        4, 75, 1, 500_000_000, hint: "Gradients and AdamW's two moments take three times as much as the parameters.")
      try width(
        4, 75, 1000, 4_000_000_000, hint: "Activations are kept for all tokens of all windows: windows times context.")
      try width(4, 75, 12, bytesAtWidth512, hint: "A model that takes exactly this many bytes still fits.")
      try width(
        4, 75, 12, bytesAtWidth512 - 1,
        hint: "One byte too few. N = V C + T C + L (12 C C + 13 C) + 2 C, with nothing left out.")
    },
  ])

/// The exact number of bytes that a model of width 512 takes.
private let bytesAtWidth512 = trainingBytes(layers: 4, width: 512, vocabulary: 75, context: 64, windows: 12)

private func trainingBytes(layers: Int, width: Int, vocabulary: Int, context: Int, windows: Int) -> Int {
  let block = 12 * width * width + 13 * width
  let parameters = vocabulary * width + context * width + layers * block + 2 * width
  return 16 * parameters + 4 * windows * context * (20 * layers * width + 3 * vocabulary)
}

/// The largest width that fits, found by counting down from one that is too large for any of the checks.
private func widestWidth(layers: Int, vocabulary: Int, context: Int, windows: Int, bytes: Int) -> Int {
  stride(from: 65_536, to: 0, by: -64).first {
    trainingBytes(layers: layers, width: $0, vocabulary: vocabulary, context: context, windows: windows) <= bytes
  } ?? 0
}
