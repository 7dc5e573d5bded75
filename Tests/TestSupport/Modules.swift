import Layers
import Numerics
import Testing

/// Fills all parameters of a module with random numbers of order one, so no gradient is small compared with the others.
public func fill(_ module: some Module, seed: UInt64 = 11) {
  var generator = RandomGenerator(seed: seed)
  for parameter in module.parameters {
    for i in 0..<parameter.count { parameter.data[i] = generator.normal() * 0.5 }
  }
}

/// Names parameters a, b, c and so on, for tests that need names but have no module.
public func named(_ parameters: [Parameter]) -> [NamedParameter] {
  zip(parameters, "abcdefghijklmnopqrstuvwxyz").map { NamedParameter(name: String($1), parameter: $0) }
}

/// Properties whose names in model files are older than the properties: the initial values of a seed follow from a
/// parameter's name, so renaming it in files would change every trained model.
private let namesInFiles = ["tokenEmbedding": "token", "positionEmbedding": "position", "feedForward": "mlp"]

/// Expects a module and all its submodules to list each stored parameter and module exactly once, under the name of its
/// property.
///
/// Run-time reflection is fine in a test; the library itself reads only the lists.
public func expectChildrenAreComplete(
  _ module: any Module, _ name: String = "module", sourceLocation: SourceLocation = #_sourceLocation
) {
  let stored = Mirror(reflecting: module).children.flatMap { child in
    let name = child.label ?? ""
    return parts(of: child.value).map { Part(name: namesInFiles[name] ?? name, object: ObjectIdentifier($0)) }
  }
  var listed: [Part] = []
  for child in module.children {
    switch child {
    case .parameter(let name, let parameter):
      listed.append(Part(name: name, object: ObjectIdentifier(parameter)))
    case .module(let name, let module): listed.append(Part(name: name, object: ObjectIdentifier(module)))
    case .modules(let name, let modules):
      listed += modules.map { Part(name: name, object: ObjectIdentifier($0)) }
    case .none: continue
    }
  }
  if Set(listed).count != listed.count {
    complain("\(name) lists a child twice: \(listed.map(\.name))", sourceLocation: sourceLocation)
  }
  let difference = Set(stored).symmetricDifference(listed).map(\.name).sorted()
  if !difference.isEmpty {
    complain("\(name) does not list what it stores: \(difference)", sourceLocation: sourceLocation)
  }
  for child in module.children {
    switch child {
    case .module(let part, let module):
      expectChildrenAreComplete(module, "\(name).\(part)", sourceLocation: sourceLocation)
    case .modules(let part, let modules):
      for (i, module) in modules.enumerated() {
        expectChildrenAreComplete(module, "\(name).\(part).\(i)", sourceLocation: sourceLocation)
      }
    case .parameter, .none: continue
    }
  }
}

private struct Part: Hashable {
  let name: String
  let object: ObjectIdentifier
}

/// The parameters and modules in a stored value: itself, or those in an optional, an array or a struct.
private func parts(of value: Any) -> [AnyObject] {
  if let parameter = value as? Parameter { return [parameter] }
  if let module = value as? any Module { return [module] }
  let mirror = Mirror(reflecting: value)
  return mirror.displayStyle == .class ? [] : mirror.children.flatMap { parts(of: $0.value) }
}
