import Console

/// What the check of one exercise can take before it is ended.
struct Limits: Sendable {
  let seconds: Int
  let megabytes: Int

  /// Far more than any check needs.
  static let standard = Limits(seconds: secondsOption.defaultValue, megabytes: megabytesOption.defaultValue)

  private static let secondsOption = Option(
    "time-limit", default: 30,
    help:
      "seconds that the check of one exercise can take; 0 sets no limits and runs all checks in this process, for a "
      + "debugger", in: 0...86_400)
  private static let megabytesOption = Option(
    "memory-limit", default: 2000, help: "megabytes that the check of one exercise can take", in: 100...1_000_000)

  static let options: [any CommandOption] = [secondsOption, megabytesOption]

  init(seconds: Int, megabytes: Int) {
    self.seconds = seconds
    self.megabytes = megabytes
  }

  init(_ parsed: Parsed) {
    self.init(seconds: parsed[Self.secondsOption], megabytes: parsed[Self.megabytesOption])
  }
}
