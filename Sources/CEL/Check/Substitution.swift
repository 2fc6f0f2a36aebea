/// What type parameters stand for, found out while an expression is checked.
///
/// Inference is that of cel-go's checker: a parameter is bound to the first type it meets, and to a more general one
/// when it meets one that fits. It is not Hindley and Milner's, as `dyn` fits everything.
struct Substitution {
    private var types: [String: CELType] = [:]
    private var made = 0

    /// A parameter that nothing is known of yet.
    mutating func freshParameter() -> CELType {
        made += 1
        // No declaration can have such a name.
        return .parameter("\(made)")
    }

    /// A declaration's types with parameters of their own, so that two calls don't get in each other's way.
    mutating func instantiated(_ types: [CELType]) -> [CELType] {
        var fresh: [String: CELType] = [:]
        return types.map { type in
            type.replacingParameters { name in
                if let type = fresh[name] { return type }
                let type = freshParameter()
                fresh[name] = type
                return type
            }
        }
    }

    /// The type with every bound parameter replaced.
    func resolved(_ type: CELType) -> CELType {
        type.replacingParameters { name in types[name].map(resolved) ?? .parameter(name) }
    }

    /// The type with every parameter replaced, those that nothing is known of by `dyn`.
    func settled(_ type: CELType) -> CELType {
        type.replacingParameters { name in types[name].map(settled) ?? .dyn }
    }

    /// Whether a value of the one type may stand where the other is wanted. Binds parameters if so, and only then.
    mutating func assign(_ type: CELType, to target: CELType) -> Bool {
        assign([type], to: [target])
    }

    /// The same of several types together.
    mutating func assign(_ types: [CELType], to targets: [CELType]) -> Bool {
        let before = self
        if isAssignable(types, targets) { return true }
        self = before
        return false
    }

    private mutating func isAssignable(_ left: [CELType], _ right: [CELType]) -> Bool {
        guard left.count == right.count else { return false }
        for (left, right) in zip(left, right) where !isAssignable(left, right) { return false }
        return true
    }

    private mutating func isAssignable(_ left: CELType, _ right: CELType) -> Bool {
        if case .parameter(let name) = right {
            switch bind(name, to: left) {
            case .bound: return true
            case .conflict: return false
            case .circular: break
            }
        }
        if case .parameter(let name) = left { return bind(name, to: right) == .bound }
        switch (left, right) {
        case (.dyn, _), (_, .dyn): return true
        case (.null, let other), (let other, .null): return other.isNullable
        case (.list(let left), .list(let right)): return isAssignable(left, right)
        case (.map(let leftKey, let left), .map(let rightKey, let right)):
            return isAssignable([leftKey, left], [rightKey, right])
        case (.opaque(let leftName, let left), .opaque(let rightName, let right)):
            return leftName == rightName && isAssignable(left, right)
        default: return left == right
        }
    }

    private enum Binding { case bound, conflict, circular }

    private mutating func bind(_ name: String, to type: CELType) -> Binding {
        if type == .parameter(name) { return .bound }
        guard let known = types[name] else {
            guard !refers(type, to: name) else { return .circular }
            types[name] = type
            return .bound
        }
        if type == known { return .bound }
        guard isAssignable(type, known) else { return .conflict }
        let general = type.moreGeneral(than: known)
        if !refers(general, to: name) { types[name] = general }
        return .bound
    }

    private func refers(_ type: CELType, to name: String) -> Bool {
        switch type {
        case .parameter(let other): other == name || types[other].map { refers($0, to: name) } ?? false
        case .list(let element): refers(element, to: name)
        case .map(let key, let value): refers(key, to: name) || refers(value, to: name)
        case .opaque(_, let parameters): parameters.contains { refers($0, to: name) }
        default: false
        }
    }
}
