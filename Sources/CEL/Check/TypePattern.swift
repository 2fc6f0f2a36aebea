/// What an operator or function takes or gives: a type, or one with parameters that have to agree.
indirect enum TypePattern: Sendable {
    case exact(CELType)
    /// Any type, the same wherever the same name stands.
    case parameter(String)
    case list(TypePattern)
    case map(TypePattern, TypePattern)

    /// Whether an argument fits, binding parameters on the way. `dyn` fits everything.
    func matches(_ type: CELType, _ bindings: inout [String: CELType]) -> Bool {
        switch (self, type) {
        case (.exact(let exact), _): return exact.isCompatible(with: type)
        case (.parameter(let name), _):
            guard let bound = bindings[name] else {
                bindings[name] = type
                return true
            }
            guard bound.isCompatible(with: type) else { return false }
            bindings[name] = bound.joined(with: type)
            return true
        case (.list(let element), .list(let type)): return element.matches(type, &bindings)
        case (.map(let key, let value), .map(let keyType, let valueType)):
            return key.matches(keyType, &bindings) && value.matches(valueType, &bindings)
        case (_, .dyn): return true
        default: return false
        }
    }

    /// The type, with parameters replaced by what was bound to them, or by `dyn`.
    func type(_ bindings: [String: CELType]) -> CELType {
        switch self {
        case .exact(let type): type
        case .parameter(let name): bindings[name] ?? .dyn
        case .list(let element): .list(element.type(bindings))
        case .map(let key, let value): .map(key.type(bindings), value.type(bindings))
        }
    }
}

extension CELType {
    /// Whether a value of one type may stand where the other is wanted, as far as that is known before it runs.
    func isCompatible(with other: CELType) -> Bool {
        switch (self, other) {
        case (.dyn, _), (_, .dyn): true
        case (.list(let left), .list(let right)): left.isCompatible(with: right)
        case (.map(let leftKey, let left), .map(let rightKey, let right)):
            leftKey.isCompatible(with: rightKey) && left.isCompatible(with: right)
        default: self == other
        }
    }

    /// The type of what may be of either: the same, or `dyn`.
    func joined(with other: CELType) -> CELType {
        switch (self, other) {
        case (.list(let left), .list(let right)): .list(left.joined(with: right))
        case (.map(let leftKey, let left), .map(let rightKey, let right)):
            .map(leftKey.joined(with: rightKey), left.joined(with: right))
        default: self == other ? self : .dyn
        }
    }

    /// Int, uint and double compare with each other.
    var isNumeric: Bool { self == .int || self == .uint || self == .double }
}
