// Solutions of lab 10 that are wrong; see ExercisesTests.

// wrong: 6 operations for each parameter and token
func trainingDays(parameters: Double, tokens: Double, devices: Int, speed: Double) throws -> Double {
  2 * parameters * tokens / (Double(devices) * speed) / 86_400
}

// wrong: 86,400 seconds in a day
func trainingDays(parameters: Double, tokens: Double, devices: Int, speed: Double) throws -> Double {
  6 * parameters * tokens / (Double(devices) * speed) / 3600
}

// wrong: a quarter of the time
func trainingDays(parameters: Double, tokens: Double, devices: Int, speed: Double) throws -> Double {
  6 * parameters * tokens / speed / 86_400
}

// wrong: A kilowatt is 1,000 watts
func footprint(hours: Double, watts: Double, gramsPerKilowattHour: Double) throws -> (energy: Double, carbon: Double) {
  (hours * watts, hours * watts * gramsPerKilowattHour / 1e6)
}

// wrong: A metric ton is 1,000,000 grams
func footprint(hours: Double, watts: Double, gramsPerKilowattHour: Double) throws -> (energy: Double, carbon: Double) {
  let energy = hours * watts / 1000
  return (energy, energy * gramsPerKilowattHour / 1000)
}

// wrong: N is a square root
func bestSize(operations: Double, tokensPerParameter: Double) throws -> (parameters: Double, tokens: Double) {
  let parameters = operations / (6 * tokensPerParameter)
  return (parameters, tokensPerParameter * parameters)
}

// wrong: Gradients and AdamW's two moments
func widestModel(layers: Int, vocabulary: Int, context: Int, windows: Int, bytes: Int) throws -> Int {
  var width = 0
  func memory(_ width: Int) -> Int {
    4 * ((vocabulary + context) * width + layers * (12 * width * width + 13 * width) + 2 * width)
      + 4 * windows * context * (20 * layers * width + 3 * vocabulary)
  }
  while memory(width + 64) <= bytes { width += 64 }
  return width
}

// wrong: windows times context
func widestModel(layers: Int, vocabulary: Int, context: Int, windows: Int, bytes: Int) throws -> Int {
  var width = 0
  func memory(_ width: Int) -> Int {
    16 * ((vocabulary + context) * width + layers * (12 * width * width + 13 * width) + 2 * width)
      + 4 * context * (20 * layers * width + 3 * vocabulary)
  }
  while memory(width + 64) <= bytes { width += 64 }
  return width
}

// wrong: exactly this many bytes still fits
func widestModel(layers: Int, vocabulary: Int, context: Int, windows: Int, bytes: Int) throws -> Int {
  var width = 0
  func memory(_ width: Int) -> Int {
    16 * ((vocabulary + context) * width + layers * (12 * width * width + 13 * width) + 2 * width)
      + 4 * windows * context * (20 * layers * width + 3 * vocabulary)
  }
  while memory(width + 64) < bytes { width += 64 }
  return width
}

// wrong: with nothing left out
func widestModel(layers: Int, vocabulary: Int, context: Int, windows: Int, bytes: Int) throws -> Int {
  var width = 0
  func memory(_ width: Int) -> Int {
    16 * (vocabulary * width + 12 * layers * width * width)
      + 4 * windows * context * (20 * layers * width + 3 * vocabulary)
  }
  while memory(width + 64) <= bytes { width += 64 }
  return width
}
