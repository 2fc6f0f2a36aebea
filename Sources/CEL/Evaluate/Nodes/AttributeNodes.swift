/// Reads an attribute of the ``AttributeTable``.
final class AttributeNode: Node {
    private let attribute: Int
    private let unknown: UnknownSet

    init(_ attribute: Int, path: String) {
        self.attribute = attribute
        self.unknown = UnknownSet(path)
    }

    func evaluate(_ activation: inout Activation) -> Outcome {
        switch activation.fact(attribute) {
        case .known(let value): .value(value)
        case .unknown: .unknown(unknown)
        case .mismatch: .error(.wrongRecord)
        }
    }
}

/// `has()` of an attribute: whether it is known.
final class HasAttributeNode: Node {
    private let attribute: Int

    init(_ attribute: Int) { self.attribute = attribute }

    func evaluate(_ activation: inout Activation) -> Outcome {
        switch activation.fact(attribute) {
        case .known: .value(.bool(true))
        case .unknown: .value(.bool(false))
        case .mismatch: .error(.wrongRecord)
        }
    }
}
