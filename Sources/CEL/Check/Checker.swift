/// Finds out what each name of an expression means and which type each part has.
///
/// Strict, it refuses what is undeclared and what can't be of the right type. Otherwise it only resolves.
struct Checker {
    /// What was found out about one node.
    struct Note: Sendable {
        var type: CELType = .dyn
        var reference: Reference?
        /// Whether it reads a declared field of a record.
        var isField = false
        /// What the declaration says of a field's values, where the node reads one.
        var constraint: RecordType.Constraint?
    }

    let environment: Environment
    let source: SourceText
    let isStrict: Bool
    var substitution = Substitution()
    /// The variables of the macros around, the innermost last.
    var locals: [(name: String, type: CELType)] = []
    /// The right side of the `in` that is being checked: the only place where a list of blocks may stand.
    var container: Int?
    /// By the nodes' identifiers.
    private var notes: [Note] = []

    private init(_ environment: Environment, source: SourceText, isStrict: Bool) {
        self.environment = environment
        self.source = source
        self.isStrict = isStrict
    }

    /// The notes on all nodes of an expression, by their identifiers, and its type.
    static func check(
        _ expression: Expression, in environment: Environment, source: SourceText, isStrict: Bool
    ) throws(CompileError) -> (notes: [Note], type: CELType) {
        var checker = Checker(environment, source: source, isStrict: isStrict)
        let type = try checker.check(expression)
        for index in checker.notes.indices {
            checker.notes[index].type = checker.substitution.settled(checker.notes[index].type)
        }
        return (checker.notes, checker.substitution.settled(type))
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

    /// The type of an expression, as far as it is known so far.
    mutating func check(_ expression: Expression) throws(CompileError) -> CELType {
        let type = substitution.resolved(try type(of: expression))
        note(expression) { $0.type = type }
        return type
    }

    private mutating func type(of expression: Expression) throws(CompileError) -> CELType {
        switch expression.kind {
        case .literal(let value): return value.type
        case .identifier(let name, let isAbsolute): return try identifier(name, isAbsolute: isAbsolute, expression)
        case .select(let operand, let field, let isOptional):
            return try select(operand, field, isOptional: isOptional, expression)
        case .has(let operand, let field):
            _ = try fieldType(of: try check(operand), field)
            return .bool
        case .index(let operand, let index, let isOptional):
            return try self.index(operand, index, isOptional: isOptional)
        case .call(let target, let name, let arguments): return try call(target, name, arguments, expression)
        case .unary(let operation, let operand): return try unary(operation, operand)
        case .binary(let operation, let left, let right): return try binary(operation, left, right)
        case .and(let operands): return try logic("&&", operands)
        case .or(let operands): return try logic("||", operands)
        case .conditional(let condition, let then, let other): return try conditional(condition, then, other)
        case .list(let elements): return try list(elements)
        case .map(let entries): return try map(entries)
        case .message(let name, let isAbsolute, let fields):
            return try message(name, isAbsolute: isAbsolute, fields, expression)
        case .comprehension(let comprehension): return try self.comprehension(comprehension)
        case .bind(let variable, let value, let body): return try bind(variable, value, body)
        case .optionalMap(let target, let variable, let body, let isFlat):
            return try optionalMap(target, variable, body, isFlat: isFlat)
        }
    }
}
