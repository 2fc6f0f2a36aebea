extension Checker {
    mutating func identifier(
        _ name: String, isAbsolute: Bool, _ expression: Expression
    ) throws(CompileError) -> CELType {
        if !isAbsolute, let local = locals.lastIndex(where: { $0.name == name }) {
            note(expression) { $0.reference = .local(local) }
            return locals[local].type
        }
        if let reference = environment.resolve(name, isAbsolute: isAbsolute) {
            return try use(reference, for: expression)
        }
        let known = locals.map(\.name) + environment.variables.map(\.name)
        try refuse("unknown name '\(name)'", at: expression.offset, hint: NearestName.hint(for: name, among: known))
        note(expression) { $0.reference = .undeclared(name) }
        return .dyn
    }

    private mutating func use(_ reference: Reference, for expression: Expression) throws(CompileError) -> CELType {
        note(expression) { $0.reference = reference }
        guard case .variable(let slot) = reference else { return .type }
        let type = environment.variables[slot].type
        if type == .blocks, expression.id != container {
            try refuse("a list of blocks can only be asked with 'in'", at: expression.offset)
        }
        return type
    }

    mutating func select(
        _ operand: Expression, _ field: Expression.Name, isOptional: Bool, _ expression: Expression
    ) throws(CompileError) -> CELType {
        // A dotted name may be declared as a whole. The outermost selection is checked first, so the longest one wins.
        if let name = expression.selection, let root = expression.root, !isLocal(root),
            let reference = environment.resolve(name, isAbsolute: root.isAbsolute)
        {
            return try use(reference, for: expression)
        }
        let type = try check(operand)
        let (fieldType, constraint) = try fieldType(of: type, field)
        if isOptional || type.wrapped != nil { return .optional(fieldType) }
        note(expression) {
            $0.constraint = constraint
            if case .record = type { $0.isField = true }
        }
        return fieldType
    }

    func isLocal(_ root: (name: String, isAbsolute: Bool)) -> Bool {
        !root.isAbsolute && locals.contains { $0.name == root.name }
    }

    /// The type of a field of a value of some type, or of what is in it if it is an optional.
    mutating func fieldType(
        of type: CELType, _ field: Expression.Name
    ) throws(CompileError) -> (CELType, RecordType.Constraint?) {
        switch type.wrapped ?? type {
        case .record(let record):
            if let slot = record.slot(of: field.text) {
                return (record.fields[slot].type, record.fields[slot].constraint)
            }
            let hint = NearestName.hint(for: field.text, among: record.fields.map(\.name))
            try refuse("no field '\(field.text)' in \(record.name)", at: field.offset, hint: hint)
        case .map(let key, let value):
            if substitution.assign(.string, to: key) { return (value, nil) }
            try refuse(
                "the map's keys are \(substitution.settled(key)), so it has no field '\(field.text)'", at: field.offset)
        case .dyn, .parameter: break
        case let other: try refuse("\(words(for: other)) has no fields, so no '\(field.text)'", at: field.offset)
        }
        return (.dyn, nil)
    }

    mutating func index(
        _ operand: Expression, _ index: Expression, isOptional: Bool
    ) throws(CompileError) -> CELType {
        let type = try check(operand)
        let indexType = try check(index)
        let element = try elementType(of: type.wrapped ?? type, at: indexType, index)
        return isOptional || type.wrapped != nil ? .optional(element) : element
    }

    private mutating func elementType(
        of type: CELType, at indexType: CELType, _ index: Expression
    ) throws(CompileError) -> CELType {
        switch type {
        case .list(let element):
            if indexType.isNumeric || substitution.assign(indexType, to: .int) { return element }
            try refuse("a list's index is an int, not \(words(for: indexType))", at: index.offset)
        case .map(let key, let value):
            if indexType.isNumeric && key.isNumeric || substitution.assign(indexType, to: key) { return value }
            let (wanted, given) = (substitution.settled(key), substitution.settled(indexType))
            try refuse("the map's keys are \(wanted), not \(given)", at: index.offset)
        case .record:
            try refuse("fields are selected with a dot, not an index", at: index.offset)
        case .dyn, .parameter: break
        default: try refuse("\(words(for: type)) has no elements", at: index.offset)
        }
        return .dyn
    }
}

extension Checker {
    /// A type for messages. What nothing is known of is no name that a reader has given.
    func words(for type: CELType) -> String {
        if case .parameter = substitution.resolved(type) { return "a value" }
        return substitution.settled(type).withArticle
    }
}

extension CELType {
    /// For messages: `an int`, `a string`, `null`.
    var withArticle: String {
        switch self {
        case .null: "null"
        case .int: "an int"
        case .record(let type): type.name
        case .opaque("optional_type", _): "an optional"
        case .opaque("net.IP", _): "an address"
        default: "a \(self)"
        }
    }
}
