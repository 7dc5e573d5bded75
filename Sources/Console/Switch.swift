/// A part that an option turns on or off: `--gated on`. `--no-gated` is short for `--gated off`.
public enum Switch: String, CaseIterable, OptionValue {
  case on, off

  /// Whether it is on.
  public var isOn: Bool { self == .on }

  /// Creates a switch that is on or off.
  public init(_ isOn: Bool) { self = isOn ? .on : .off }

  /// `on|off`.
  public static var placeholder: String { "on|off" }
}
