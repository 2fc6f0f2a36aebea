/// Finds what a checked expression reads, and what `has(…)` has made sure of at each place.
///
/// What it takes for known is known. Of what it doesn't understand, such as `has(a) == true`, nothing is.
struct ReadFinder {
    private struct Read {
        let path: String
        let known: Set<String>
        let offset: Int
    }

    private let environment: Environment
    private let notes: [Checker.Note]
    /// Where the macros' variables come from, the innermost last; nil where that isn't known.
    private var locals: [String?] = []
    private var reads: [Read] = []

    private init(_ environment: Environment, notes: [Checker.Note]) {
        self.environment = environment
        self.notes = notes
    }

    static func reads(
        in expression: Expression, of text: SourceText, _ environment: Environment, _ notes: [Checker.Note]
    ) -> [AttributeRead] {
        var finder = ReadFinder(environment, notes: notes)
        finder.visit(expression, [])
        return finder.reads.map { read in
            let (line, column) = text.place(of: read.offset)
            return AttributeRead(path: read.path, known: read.known, line: line, column: column)
        }
    }

    private mutating func visit(_ expression: Expression, _ known: Set<String>) {
        switch expression.kind {
        case .literal: break
        case .identifier, .select, .index: read(expression, known)
        case .has(let operand, _):
            // Without the record that would have it, a field isn't there. An element's record has to be.
            if path(operand)?.contains("[") ?? true { visit(operand, known) }
        case .call(let target, _, let arguments): visit((target.map { [$0] } ?? []) + arguments, known)
        case .unary(_, let operand): visit(operand, known)
        case .binary(_, let left, let right): visit([left, right], known)
        // One operand that settles it makes up for what is unknown of the others, whatever their order.
        case .and(let operands): visit(operands, operands.reduce(known) { $0.union(present($1, when: true)) })
        case .or(let operands): visit(operands, operands.reduce(known) { $0.union(present($1, when: false)) })
        case .conditional(let condition, let then, let other):
            visit(condition, known)
            visit(then, known.union(present(condition, when: true)))
            visit(other, known.union(present(condition, when: false)))
        case .list(let elements): visit(elements.map(\.value), known)
        case .map(let entries), .message(_, _, let entries): visit(entries.flatMap { [$0.key, $0.value] }, known)
        case .comprehension(let comprehension): visit(comprehension, known)
        case .bind(_, let value, let body): visit(value, body, origin: path(value), known)
        case .optionalMap(let target, _, let body, _): visit(target, body, origin: nil, known)
        }
    }

    private mutating func visit(_ expressions: [Expression], _ known: Set<String>) {
        for expression in expressions { visit(expression, known) }
    }

    private mutating func visit(_ value: Expression, _ body: Expression, origin: String?, _ known: Set<String>) {
        visit(value, known)
        locals.append(origin)
        defer { locals.removeLast() }
        visit(body, known)
    }

    private mutating func visit(_ comprehension: Comprehension, _ known: Set<String>) {
        visit(comprehension.range, known)
        if comprehension.variables.count == 2 { locals.append(nil) }
        locals.append(path(comprehension.range).map { $0 + "[]" })
        defer { locals.removeLast(comprehension.variables.count) }
        var known = known
        if let condition = comprehension.condition {
            visit(condition, known)
            known.formUnion(present(condition, when: true))
        }
        visit(comprehension.body, known)
    }

    /// - Parameter isPart: whether it is a part of what has been noted as read.
    private mutating func read(_ expression: Expression, _ known: Set<String>, isPart: Bool = false) {
        let path = isPart ? nil : path(expression)
        if let path { reads.append(Read(path: path, known: known, offset: expression.offset)) }
        switch expression.kind {
        case .select(let operand, _, _): read(operand, of: path, known, isPart: isPart)
        case .index(let operand, let index, _):
            read(operand, of: path, known, isPart: isPart)
            visit(index, known)
        default: break
        }
    }

    private mutating func read(_ operand: Expression, of path: String?, _ known: Set<String>, isPart: Bool) {
        if isPart || path != nil { read(operand, known, isPart: true) } else { visit(operand, known) }
    }

    /// The attributes that are there if an expression comes to this. Without one of them it surely comes to the other.
    private func present(_ expression: Expression, when outcome: Bool) -> Set<String> {
        switch expression.kind {
        case .has(let operand, let field):
            guard outcome, let path = path(operand) else { return [] }
            return ["\(path).\(field.text)"]
        case .unary(.not, let operand): return present(operand, when: !outcome)
        case .and(let operands): return present(operands, when: outcome, isAll: outcome)
        case .or(let operands): return present(operands, when: outcome, isAll: !outcome)
        default: return []
        }
    }

    private func present(_ operands: [Expression], when outcome: Bool, isAll: Bool) -> Set<String> {
        let sets = operands.map { present($0, when: outcome) }
        guard let first = sets.first else { return [] }
        return sets.dropFirst().reduce(first) { isAll ? $0.union($1) : $0.intersection($1) }
    }

    /// The attribute that an expression is no more than.
    private func path(_ expression: Expression) -> String? {
        let note = note(expression)
        switch note.reference {
        case .variable(let slot)?:
            let variable = environment.variables[slot]
            return variable.constant == nil && variable.list == nil ? variable.name : nil
        case .local(let index)?: return locals.indices.contains(index) ? locals[index] : nil
        case .some: return nil
        case nil: break
        }
        switch expression.kind {
        case .select(let operand, let field, isOptional: false) where self.note(operand).type.wrapped == nil:
            return path(operand).map { "\($0).\(field.text)" }
        case .index(let operand, _, isOptional: false) where self.note(operand).type.wrapped == nil:
            guard case .list = self.note(operand).type else { return path(operand).map { $0 + ".*" } }
            return path(operand).map { $0 + "[]" }
        default: return nil
        }
    }

    private func note(_ expression: Expression) -> Checker.Note {
        notes.indices.contains(expression.id) ? notes[expression.id] : Checker.Note()
    }
}

extension Environment {
    /// What an expression reads, in the order of the source.
    package func attributeReads(_ source: String) throws(CompileError) -> [AttributeRead] {
        let text = SourceText(source)
        let expression = try Parser.parse(text, limits: limits)
        let (notes, _) = try Checker.check(expression, in: self, source: text, isStrict: true)
        return ReadFinder.reads(in: expression, of: text, self, notes)
    }
}
