import Files
import Numerics

/// A part of a model, with parameters of its own, submodules, or both.
///
/// A module lists its children by name and in order; names joined by dots then identify each parameter, such as
/// `blocks.0.attention.qkv.weight`. Debug builds check a model whenever its parameters are listed: a parameter or
/// module that is stored but not listed would silently stay untrained, so the check stops the program and names it.
public protocol Module: AnyObject {
  /// The parameters and modules of this module, by name and in order.
  var children: [Child] { get }
}

/// One entry of a module's list of children.
public enum Child {
  case parameter(String, Parameter)
  case module(String, any Module)
  case modules(String, [any Module])
  /// Nothing, such as an optional bias that is turned off.
  case none

  /// A parameter that may be turned off.
  public static func parameter(_ name: String, _ parameter: Parameter?) -> Child {
    parameter.map { .parameter(name, $0) } ?? .none
  }
}

/// A parameter and its full name in a model.
public struct NamedParameter {
  /// The names of the modules that hold it, followed by its own, joined by dots.
  public let name: String
  /// The parameter itself.
  public let parameter: Parameter

  /// Creates a parameter with a name.
  public init(name: String, parameter: Parameter) {
    self.name = name
    self.parameter = parameter
  }
}

extension Module {
  /// All parameters with their full names, in order. A parameter that is listed more than once appears only in its
  /// first place.
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

  /// The parameters that training changes, in order: what an optimizer should get if some are frozen. Frozen ones then take
  /// neither gradients nor optimizer state.
  public var trainableParameters: [NamedParameter] { namedParameters.filter(\.parameter.isTrainable) }

  /// The number of learned values in the model.
  public var parameterCount: Int { parameters.reduce(0) { $0 + $1.count } }

  /// Sets all parameters to their initial values. Each has its own generator, so adding a parameter leaves the others
  /// unchanged.
  public func initialize(seed: UInt64) {
    for named in namedParameters {
      var generator = RandomGenerator(seed: seed, stream: fingerprint(of: named.name.utf8))
      named.parameter.initialize(using: &generator)
    }
  }

  /// Freezes all parameters, or makes all of them trainable again; see ``Parameter/isTrainable``.
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
