extension Checker {
    mutating func list(_ elements: [Expression.Element]) throws(CompileError) -> CELType {
        var type: CELType?
        for element in elements {
            let next = try check(element.value)
            type = joined(type, element.isOptional ? try unwrapped(next, element.value) : next)
        }
        return .list(type ?? substitution.freshParameter())
    }

    mutating func map(_ entries: [Expression.Entry]) throws(CompileError) -> CELType {
        var keyType: CELType?
        var valueType: CELType?
        for entry in entries {
            var key = try check(entry.key)
            switch key {
            case .bool, .int, .uint, .string, .dyn, .parameter: break
            default:
                try refuse("a map's key can't be \(words(for: key))", at: entry.key.offset)
                // Types can't nest in keys, and so can't grow without bound.
                key = .dyn
            }
            keyType = joined(keyType, key)
            let value = try check(entry.value)
            valueType = joined(valueType, entry.isOptional ? try unwrapped(value, entry.value) : value)
        }
        return .map(keyType ?? substitution.freshParameter(), valueType ?? substitution.freshParameter())
    }

    /// The type of what may be of either of two: the more general if they fit each other, or else `dyn`.
    mutating func joined(_ left: CELType?, _ right: CELType) -> CELType {
        guard let left else { return right }
        return substitution.assign(left, to: right) ? left.moreGeneral(than: right) : .dyn
    }

    /// The type of what is in an optional, which the expression has to be.
    mutating func unwrapped(_ type: CELType, _ expression: Expression) throws(CompileError) -> CELType {
        if let wrapped = type.wrapped { return wrapped }
        if !type.isOpen {
            try refuse("an optional is wanted here, not \(words(for: type))", at: expression.offset)
        }
        return .dyn
    }

    mutating func message(
        _ name: Expression.Name, isAbsolute: Bool, _ fields: [Expression.Entry], _ expression: Expression
    ) throws(CompileError) -> CELType {
        let type = environment.candidates(name.text, isAbsolute: isAbsolute).lazy.compactMap {
            WellKnownMessage(rawValue: $0)
        }.first
        note(expression) { $0.reference = type.map(Reference.message) }
        if type == nil { try refuse("unknown message type '\(name.text)'", at: name.offset) }
        for field in fields {
            let given = try check(field.value)
            let value = field.isOptional ? try unwrapped(given, field.value) : given
            guard let type, case .literal(.string(let key)) = field.key.kind else { continue }
            guard let wanted = type.fields[key] else {
                let hint = NearestName.hint(for: key, among: type.fields.keys.sorted())
                try refuse("no field '\(key)' in \(type.rawValue)", at: field.key.offset, hint: hint)
                continue
            }
            if !substitution.assign(value, to: wanted) {
                try refuse("'\(key)' has to be \(words(for: wanted)), not \(words(for: value))", at: field.value.offset)
            }
        }
        return type?.type ?? .dyn
    }
}
