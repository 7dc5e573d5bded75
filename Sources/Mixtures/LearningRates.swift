/// How far a ``ContextMixer`` moves its weights at each answer.
///
/// From nothing, the rate of the weights falls from 0.02 to 0.002, half of the way in 230,000 answers, some 30,000
/// characters. It stays there, because the best weights change as a text goes on. To find weights that are good for any
/// text, all rates fall to 0 instead.
struct LearningRates {
  /// The rate of the weights of the mixers.
  var weights: Float { current * calm }
  /// The rate of the weights of their results.
  var final: Float { 0.002 * calm }
  /// The part of the distance by which a corrected probability moves.
  var correction: Float { 0.02 * calm }

  private var current: Float = 0.02
  private var calm: Float = 1
  private var calming: Float = 0

  /// The rates after much has been learned.
  static let continuing: LearningRates = {
    var rates = LearningRates()
    rates.current = last
    return rates
  }()

  /// Rates that fall to 0 within this number of answers.
  static func settling(answers: Int) -> LearningRates {
    var rates = LearningRates()
    rates.current = 0.004
    rates.calming = 1 / Float(max(1, answers))
    return rates
  }

  private static let last: Float = 0.002

  /// Advances by an answer.
  mutating func advance() {
    current += (Self.last - current) * 3e-6
    calm = max(0, calm - calming)
  }
}
