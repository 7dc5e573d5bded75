// A child that a module stores but does not list would be neither trained nor saved, and nothing else would reveal it.

extension Module {
  /// The parameters and modules that are stored in properties of this module or of one below it, but not listed among
  /// its children, such as `Model.layer, a Linear`.
  ///
  /// It inspects stored properties by reflection: parameters, modules, and optionals and arrays of them. Listed
  /// children may be stored anywhere, even in several places.
  public var unlistedChildren: [String] {
    var modules: [any Module] = [], listed: Set<ObjectIdentifier> = []
    collectListed(&modules, &listed)
    return modules.flatMap { module in
      module.storedParts.filter { !listed.contains(ObjectIdentifier($0.part)) }
        .map { "\(type(of: module)).\($0.name), a \(type(of: $0.part))" }
    }
  }

  /// Collects this module and all modules listed below it, and the identities of everything that is listed anywhere.
  private func collectListed(_ modules: inout [any Module], _ listed: inout Set<ObjectIdentifier>) {
    modules.append(self)
    for child in children {
      switch child {
      case .parameter(_, let parameter): listed.insert(ObjectIdentifier(parameter))
      case .module(_, let module):
        if listed.insert(ObjectIdentifier(module)).inserted { module.collectListed(&modules, &listed) }
      case .modules(_, let several):
        for module in several where listed.insert(ObjectIdentifier(module)).inserted {
          module.collectListed(&modules, &listed)
        }
      case .none: break
      }
    }
  }

  /// The parameters and modules in the stored properties, including those of superclasses.
  private var storedParts: [(name: String, part: AnyObject)] {
    var mirror: Mirror? = Mirror(reflecting: self)
    var found: [(String, AnyObject)] = []
    while let here = mirror {
      for property in here.children { found += parts(of: property.value).map { (property.label ?? "?", $0) } }
      mirror = here.superclassMirror
    }
    return found
  }

  /// Stops the program if a child is stored but not listed.
  func requireCompleteChildren() {
    guard let first = unlistedChildren.first else { return }
    fatalError("\(first), is stored but not listed in `children`: it would be neither trained nor saved")
  }
}

/// The parameters and modules inside a property's value.
private func parts(of value: Any) -> [AnyObject] {
  if let parameter = value as? Parameter { return [parameter] }
  if let module = value as? any Module { return [module as AnyObject] }
  let mirror = Mirror(reflecting: value)
  switch mirror.displayStyle {
  case .optional: return mirror.children.flatMap { parts(of: $0.value) }
  case .collection:
    // The first element tells whether it is worth looking at all of them: an array may hold a million numbers.
    guard let first = mirror.children.first, !(first.value is any Numeric) else { return [] }
    return mirror.children.flatMap { parts(of: $0.value) }
  default: return []
  }
}
