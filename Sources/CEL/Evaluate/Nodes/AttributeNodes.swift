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
        case .withheld, .partlyWithheld: .unknown(unknown.withheld)
        case .mismatch: .error(.wrongRecord)
        }
    }
}

/// `has()` of an attribute: whether it is known.
final class HasAttributeNode: Node {
    private let attribute: Int
    private let unknown: UnknownSet

    init(_ attribute: Int, path: String) {
        self.attribute = attribute
        self.unknown = UnknownSet(path)
    }

    func evaluate(_ activation: inout Activation) -> Outcome {
        switch activation.fact(attribute) {
        case .known, .partlyWithheld: .value(.bool(true))
        case .unknown: .value(.bool(false))
        case .withheld: .unknown(unknown.withheld)
        case .mismatch: .error(.wrongRecord)
        }
    }
}
