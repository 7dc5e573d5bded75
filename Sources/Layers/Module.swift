import Files
import Numerics

/// A part of a model: it has parameters of its own, parts of its own, or both.
///
/// A module lists what it is made of, by name and in order; names joined by dots then identify each parameter, as
/// `blocks.0.attention.qkv.weight` does. In debug builds a model is checked whenever its parameters are listed: a parameter or module that
/// is stored, but not listed, would silently stay untrained, so it stops the program with its name.
public protocol Module: AnyObject {
  /// The parameters and modules of this module, by name and in order.
  var children: [Child] { get }
}

/// One entry of a module's list of children.
public enum Child {
  case parameter(String, Parameter)
  case module(String, any Module)
  case modules(String, [any Module])
  /// Nothing: what an optional bias that is switched off stands for.
  case none

  /// A parameter that may be switched off.
  public static func parameter(_ name: String, _ parameter: Parameter?) -> Child {
    parameter.map { .parameter(name, $0) } ?? .none
  }
}

/// A parameter and its full name in a model.
public struct NamedParameter {
  /// The names of the modules that hold it and its own, joined by dots.
  public let name: String
  /// The parameter itself.
  public let parameter: Parameter

  /// A parameter under a name.
  public init(name: String, parameter: Parameter) {
    self.name = name
    self.parameter = parameter
  }
}

extension Module {
  /// All parameters with their full names, in order; one that is used in two places appears once, where it is listed.
  public var namedParameters: [NamedParameter] {
    #if DEBUG
      requireCompleteChildren()
    #endif
    var found: [NamedParameter] = []
    var seen: Set<ObjectIdentifier> = []
    collect(prefix: "", into: &found, seen: &seen)
    return found
  }

  /// All parameters, in order.
  public var parameters: [Parameter] { namedParameters.map(\.parameter) }

  /// The number of numbers that the model learns.
  public var parameterCount: Int { parameters.reduce(0) { $0 + $1.count } }

  /// Sets all parameters to their start. Each has a generator of its own, so that adding one leaves the others as
  /// they were.
  public func initialise(seed: UInt64) {
    for named in namedParameters {
      var generator = RandomGenerator(seed: seed, stream: fingerprint(of: named.name.utf8))
      named.parameter.initialise(using: &generator)
    }
  }

  /// Freezes all parameters, or makes all trainable again; see ``Parameter/isTrainable``.
  public func setTrainable(_ isTrainable: Bool) {
    for parameter in parameters { parameter.isTrainable = isTrainable }
  }

  private func collect(prefix: String, into found: inout [NamedParameter], seen: inout Set<ObjectIdentifier>) {
    for child in children {
      switch child {
      case .parameter(let name, let parameter):
        guard seen.insert(ObjectIdentifier(parameter)).inserted else { continue }
        found.append(NamedParameter(name: prefix + name, parameter: parameter))
      case .module(let name, let module):
        module.collect(prefix: prefix + name + ".", into: &found, seen: &seen)
      case .modules(let name, let modules):
        for (i, module) in modules.enumerated() {
          module.collect(prefix: "\(prefix)\(name).\(i).", into: &found, seen: &seen)
        }
      case .none: continue
      }
    }
  }
}
