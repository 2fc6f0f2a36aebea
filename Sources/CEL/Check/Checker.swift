/// Finds out what each name of an expression means and which type each part has.
///
/// Strict, it refuses what is undeclared and what can't be of the right type. Otherwise it only resolves.
struct Checker {
    /// What was found out about one node.
    struct Note: Sendable {
        var type: CELType = .dyn
        var reference: Reference?
        /// What the declaration says of a field's values, where the node reads one.
        var constraint: RecordType.Constraint?
    }

    let environment: Environment
    let source: SourceText
    let isStrict: Bool
    /// By the nodes' identifiers.
    private(set) var notes: [Note] = []
    /// The variables of the macros around, the innermost last.
    private var locals: [(name: String, type: CELType)] = []

    init(_ environment: Environment, source: SourceText, isStrict: Bool) {
        self.environment = environment
        self.source = source
        self.isStrict = isStrict
    }

    func note(of expression: Expression) -> Note {
        notes.indices.contains(expression.id) ? notes[expression.id] : Note()
    }

    /// Keeps what was found out about a node.
    mutating func note(_ expression: Expression, _ change: (inout Note) -> Void) {
        while notes.count <= expression.id { notes.append(Note()) }
        change(&notes[expression.id])
    }

    /// Throws when strict. Otherwise what is wrong shows when it is evaluated, and the type is taken for `dyn`.
    func refuse(_ message: String, at offset: Int, hint: String? = nil) throws(CompileError) {
        if isStrict { throw source.error(message, at: offset, hint: hint) }
    }

    mutating func check(_ expression: Expression) throws(CompileError) -> CELType {
        let type = try type(of: expression)
        note(expression) { $0.type = type }
        return type
    }

    private mutating func type(of expression: Expression) throws(CompileError) -> CELType {
        switch expression.kind {
        case .literal(let value): return value.type
        case .identifier(let name, let isAbsolute): return try identifier(name, isAbsolute: isAbsolute, expression)
        case .select(let operand, let field): return try select(operand, field, expression)
        case .has(let operand, let field):
            _ = try fieldType(of: operand, field)
            return .bool
        case .index(let operand, let index): return try self.index(operand, index)
        case .call(let target, let name, let arguments): return try call(target, name, arguments, expression)
        case .unary(let operation, let operand): return try unary(operation, operand)
        case .binary(let operation, let left, let right): return try binary(operation, left, right)
        case .and(let operands): return try logic("&&", operands)
        case .or(let operands): return try logic("||", operands)
        case .conditional(let condition, let then, let other): return try conditional(condition, then, other)
        case .list(let elements): return .list(try joined(elements))
        case .map(let entries): return try map(entries)
        case .comprehension(let comprehension): return try self.comprehension(comprehension)
        }
    }

    // MARK: Names

    private mutating func identifier(
        _ name: String, isAbsolute: Bool, _ expression: Expression
    ) throws(CompileError) -> CELType {
        if !isAbsolute, let local = locals.lastIndex(where: { $0.name == name }) {
            note(expression) { $0.reference = .local(local) }
            return locals[local].type
        }
        if let reference = environment.resolve(name, isAbsolute: isAbsolute) { return use(reference, for: expression) }
        let known = locals.map(\.name) + environment.variables.map(\.name)
        try refuse("unknown name '\(name)'", at: expression.offset, hint: NearestName.hint(for: name, among: known))
        note(expression) { $0.reference = .undeclared(name) }
        return .dyn
    }

    private mutating func use(_ reference: Reference, for expression: Expression) -> CELType {
        note(expression) { $0.reference = reference }
        return if case .variable(let slot) = reference { environment.variables[slot].type } else { .type }
    }

    private mutating func select(
        _ operand: Expression, _ field: Expression.Name, _ expression: Expression
    ) throws(CompileError) -> CELType {
        // A dotted name may be declared as a whole. The outermost selection is checked first, so the longest one wins.
        if let name = expression.selection, let root = expression.root, !isLocal(root),
            let reference = environment.resolve(name, isAbsolute: root.isAbsolute)
        {
            return use(reference, for: expression)
        }
        let (type, constraint) = try fieldType(of: operand, field)
        note(expression) { $0.constraint = constraint }
        return type
    }

    private func isLocal(_ root: (name: String, isAbsolute: Bool)) -> Bool {
        !root.isAbsolute && locals.contains { $0.name == root.name }
    }

    private mutating func fieldType(
        of operand: Expression, _ field: Expression.Name
    ) throws(CompileError) -> (CELType, RecordType.Constraint?) {
        let type = try check(operand)
        switch type {
        case .record(let record):
            if let slot = record.slot(of: field.text) {
                return (record.fields[slot].type, record.fields[slot].constraint)
            }
            let hint = NearestName.hint(for: field.text, among: record.fields.map(\.name))
            try refuse("no field '\(field.text)' in \(record.name)", at: field.offset, hint: hint)
        case .map(let key, let value) where key.isCompatible(with: .string): return (value, nil)
        case .dyn: break
        default: try refuse("\(type.withArticle) has no fields, so no '\(field.text)'", at: field.offset)
        }
        return (.dyn, nil)
    }

    // MARK: Macros

    private mutating func comprehension(_ comprehension: Comprehension) throws(CompileError) -> CELType {
        let range = try check(comprehension.range)
        locals.append((comprehension.variable.text, try elementType(of: range, comprehension)))
        defer { locals.removeLast() }
        if let condition = comprehension.condition { try expectBool(condition, of: "\(comprehension.kind.rawValue)()") }
        if comprehension.kind == .map { return .list(try check(comprehension.body)) }
        try expectBool(comprehension.body, of: "\(comprehension.kind.rawValue)()")
        guard comprehension.kind == .filter else { return .bool }
        if case .map(let key, _) = range { return .list(key) }
        return range
    }

    private func elementType(of range: CELType, _ comprehension: Comprehension) throws(CompileError) -> CELType {
        switch range {
        case .list(let element): return element
        case .map(let key, _): return key
        case .dyn: return .dyn
        default:
            try refuse(
                "\(comprehension.kind.rawValue)() goes over a list or a map, not \(range.withArticle)",
                at: comprehension.range.offset)
            return .dyn
        }
    }
}
