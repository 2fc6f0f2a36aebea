/// A recursive-descent parser after the grammar of the CEL specification, with the macros expanded.
struct Parser {
    let source: SourceText
    private let limits: CompileLimits
    private let tokens: [Token]
    private var position = 0
    private var nextID = 0
    private var depth = 0

    private init(_ source: SourceText, limits: CompileLimits) throws(CompileError) {
        self.source = source
        self.limits = limits
        self.tokens = try Lexer.tokens(of: source)
    }

    static func parse(_ source: SourceText, limits: CompileLimits) throws(CompileError) -> Expression {
        guard source.bytes.count <= limits.maxSourceBytes else {
            throw source.error("the expression is longer than \(limits.maxSourceBytes) bytes", at: 0)
        }
        var parser = try Parser(source, limits: limits)
        let expression = try parser.expression()
        guard parser.current.kind == .end else { throw parser.unexpected("an operator or the end") }
        return expression
    }

    // MARK: Tokens

    var current: Token { tokens[min(position, tokens.count - 1)] }

    mutating func advance() { position += 1 }

    func stands(_ symbol: Symbol) -> Bool { current.kind == .symbol(symbol) }

    /// The symbol after the current token.
    func follows(_ symbol: Symbol) -> Bool {
        position + 1 < tokens.count && tokens[position + 1].kind == .symbol(symbol)
    }

    mutating func take(_ symbol: Symbol) -> Bool {
        guard stands(symbol) else { return false }
        advance()
        return true
    }

    mutating func expect(_ symbol: Symbol) throws(CompileError) {
        guard take(symbol) else { throw unexpected("'\(symbol.rawValue)'") }
    }

    func unexpected(_ expected: String) -> CompileError {
        source.error("expected \(expected), found \(current.name)", at: current.offset)
    }

    /// Makes a node above its children; refuses one that is too high.
    mutating func node(
        _ kind: Expression.Kind, at offset: Int, over children: [Expression] = []
    ) throws(CompileError) -> Expression {
        let height = 1 + (children.map(\.height).max() ?? 0)
        guard height <= limits.maxHeight else { throw tooDeep(at: offset) }
        let cost = Self.cost(of: kind, over: children)
        guard cost <= Double(limits.maxCost) else {
            throw source.error(
                "the expression costs more than \(limits.maxCost) steps", at: offset,
                hint: "macros inside of macros multiply")
        }
        defer { nextID += 1 }
        let size = children.reduce(1) { $0 + $1.size }
        // What was taken last is the last of it.
        let end = position > 0 ? tokens[min(position, tokens.count) - 1].end : offset
        return Expression(
            id: nextID, offset: offset, end: max(offset, end), height: height, size: size, cost: cost, kind: kind)
    }

    private static func cost(of kind: Expression.Kind, over children: [Expression]) -> Double {
        guard case .comprehension(let comprehension) = kind else { return children.reduce(1) { $0 + $1.cost } }
        let length =
            switch comprehension.range.kind {
            case .list(let elements): elements.count
            case .map(let entries): entries.count
            default: Expression.assumedLength
            }
        let round = 1 + comprehension.body.cost + (comprehension.condition?.cost ?? 0)
        return 1 + comprehension.range.cost + Double(length) * round
    }

    private func tooDeep(at offset: Int) -> CompileError {
        source.error("the expression is nested deeper than \(limits.maxHeight) levels", at: offset)
    }

    // MARK: Operators

    /// An expression of the lowest precedence: `a ? b : c`, of which `c` may be another one.
    mutating func expression() throws(CompileError) -> Expression {
        depth += 1
        defer { depth -= 1 }
        guard depth <= limits.maxHeight else { throw tooDeep(at: current.offset) }
        let condition = try or()
        guard take(.question) else { return condition }
        let then = try or()
        guard take(.colon) else { throw unexpected("':' and what applies otherwise") }
        let other = try expression()
        return try node(
            .conditional(condition, then: then, else: other), at: condition.offset, over: [condition, then, other])
    }

    private mutating func or() throws(CompileError) -> Expression {
        let first = try and()
        guard stands(.or) else { return first }
        var operands = [first]
        while take(.or) { operands.append(try and()) }
        return try node(.or(operands), at: first.offset, over: operands)
    }

    private mutating func and() throws(CompileError) -> Expression {
        let first = try binary(BinaryOperator.loosest)
        guard stands(.and) else { return first }
        var operands = [first]
        while take(.and) { operands.append(try binary(BinaryOperator.loosest)) }
        return try node(.and(operands), at: first.offset, over: operands)
    }

    /// Operators that bind at least as tightly as `level`, those of one level from the left.
    private mutating func binary(_ level: Int) throws(CompileError) -> Expression {
        var left = try unary()
        while let operation = BinaryOperator(current), operation.level >= level {
            advance()
            let right = try binary(operation.level + 1)
            left = try node(.binary(operation, left, right), at: left.offset, over: [left, right])
        }
        return left
    }

    private mutating func unary() throws(CompileError) -> Expression {
        var operators: [(UnaryOperator, offset: Int)] = []
        let symbol: Symbol = stands(.not) ? .not : .minus
        while stands(symbol), symbol == .not || !nextIsNumber {
            operators.append((symbol == .not ? .not : .negate, current.offset))
            advance()
        }
        let isNegative = stands(.minus) && nextIsNumber
        if isNegative { advance() }
        var expression = try member(isNegative: isNegative)
        for (operation, offset) in operators.reversed() {
            expression = try node(.unary(operation, expression), at: offset, over: [expression])
        }
        return expression
    }

    /// A minus directly before a number is part of it, as the lowest int has no positive counterpart.
    private var nextIsNumber: Bool {
        guard position + 1 < tokens.count else { return false }
        switch tokens[position + 1].kind {
        case .int, .double: return true
        default: return false
        }
    }
}

extension BinaryOperator {
    static let loosest = 1

    /// How tightly it binds.
    fileprivate var level: Int {
        switch self {
        case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .isIn: Self.loosest
        case .add, .subtract: 2
        case .multiply, .divide, .remainder: 3
        }
    }

    fileprivate init?(_ token: Token) {
        switch token.kind {
        case .symbol(let symbol): self.init(rawValue: symbol.rawValue)
        case .identifier("in"): self = .isIn
        default: return nil
        }
    }
}
