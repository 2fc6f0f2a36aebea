extension CELType {
    /// Int, uint and double compare with each other.
    var isNumeric: Bool { self == .int || self == .uint || self == .double }

    /// What null may stand for, as in the protocol buffers that CEL comes from.
    var isNullable: Bool {
        switch self {
        case .null, .timestamp, .duration, .record, .opaque: true
        default: false
        }
    }

    /// Whether nothing is known of it before it runs.
    var isOpen: Bool {
        switch self {
        case .dyn, .parameter: true
        default: false
        }
    }

    /// What an optional of this type holds, or nil for another type.
    var wrapped: CELType? {
        if case .opaque("optional_type", let parameters) = self { parameters.first ?? .dyn } else { nil }
    }

    /// The type with each parameter replaced by what a closure gives for its name.
    func replacingParameters(_ replace: (String) -> CELType) -> CELType {
        switch self {
        case .parameter(let name): replace(name)
        case .list(let element): .list(element.replacingParameters(replace))
        case .map(let key, let value): .map(key.replacingParameters(replace), value.replacingParameters(replace))
        case .opaque(let name, let parameters) where !parameters.isEmpty:
            .opaque(name, parameters.map { $0.replacingParameters(replace) })
        default: self
        }
    }

    /// Of two types that fit each other the one that says less, or this one if neither does.
    func moreGeneral(than other: CELType) -> CELType {
        if self == .null { return other }
        if other == .null { return self }
        return isAtMostAsSpecific(as: other) ? self : other
    }

    private func isAtMostAsSpecific(as other: CELType) -> Bool {
        switch (self, other) {
        case (.dyn, _), (.parameter, _): true
        case (_, .dyn), (_, .parameter): false
        case (.list(let left), .list(let right)): left.isAtMostAsSpecific(as: right)
        case (.map(let leftKey, let left), .map(let rightKey, let right)):
            leftKey.isAtMostAsSpecific(as: rightKey) && left.isAtMostAsSpecific(as: right)
        case (.opaque(let leftName, let left), .opaque(let rightName, let right)):
            leftName == rightName && left.count == right.count
                && zip(left, right).allSatisfy { $0.isAtMostAsSpecific(as: $1) }
        default: self == other
        }
    }
}
