/// Reads an ``Attribute``.
final class AttributeNode: Node {
    private let attribute: Attribute
    private let unknown: UnknownSet

    init(_ attribute: Attribute, path: String) {
        self.attribute = attribute
        self.unknown = UnknownSet(path)
    }

    func evaluate(_ activation: inout Activation) -> Outcome {
        switch attribute.read(&activation) {
        case .known(let value): .value(value)
        case .unknown, .pending: .unknown(unknown)
        case .mismatch: .error(.wrongRecord)
        }
    }
}

/// `has()` of an ``Attribute``: whether it is known.
final class HasAttributeNode: Node {
    private let attribute: Attribute

    init(_ attribute: Attribute) { self.attribute = attribute }

    func evaluate(_ activation: inout Activation) -> Outcome {
        switch attribute.read(&activation) {
        case .known: .value(.bool(true))
        case .unknown, .pending: .value(.bool(false))
        case .mismatch: .error(.wrongRecord)
        }
    }
}
