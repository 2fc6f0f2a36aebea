/// A node of a parsed expression.
///
/// `offset` is the UTF-8 offset of its first byte in the source; ``SourceText`` turns it into line and column. `end` is
/// that of the byte after its last.
struct Expression: Sendable {
    /// Counts from 0 within one source, so that what is found out about a node can be kept in an array.
    let id: Int
    let offset: Int
    let end: Int
    /// Nodes on the longest way down, this one included. The parser bounds it, so that recursion over a tree is safe.
    let height: Int
    /// Nodes, this one included.
    let size: Int
    /// Nodes that an evaluation visits at most, where lists whose length isn't known have ``assumedLength`` elements.
    let cost: Double
    let kind: Kind

    /// What the static cost takes for the length of a list that only run time knows. Longer ones are what the limit of
    /// run-time steps is for.
    static let assumedLength = 16

    indirect enum Kind: Sendable {
        case literal(Value)
        /// With a leading dot an identifier is looked for in the outermost scope only.
        case identifier(String, isAbsolute: Bool)
        /// `operand.field`, or `operand.?field`, which has an optional for its value.
        case select(Expression, Name, isOptional: Bool)
        /// `has(operand.field)`.
        case has(Expression, Name)
        /// `operand[index]`, or `operand[?index]`, which has an optional for its value.
        case index(Expression, Expression, isOptional: Bool)
        case call(target: Expression?, Name, [Expression])
        case unary(UnaryOperator, Expression)
        case binary(BinaryOperator, Expression, Expression)
        /// `a && b && …`, flat, as order and grouping don't matter.
        case and([Expression])
        /// `a || b || …`, flat.
        case or([Expression])
        case conditional(Expression, then: Expression, else: Expression)
        case list([Element])
        case map([Entry])
        /// `type.name{field: value}`.
        case message(Name, isAbsolute: Bool, [Entry])
        case comprehension(Comprehension)
        /// `cel.bind(variable, value, body)`.
        case bind(Name, Expression, body: Expression)
        /// `optional.optMap(variable, body)`, or `optFlatMap`, whose body has an optional for its value.
        case optionalMap(Expression, Name, body: Expression, isFlat: Bool)
    }

    /// `a.b.c` as it was written, if the expression is no more than that.
    var selection: String? {
        switch kind {
        case .identifier(let name, _): name
        case .select(let operand, let field, isOptional: false): operand.selection.map { "\($0).\(field.text)" }
        default: nil
        }
    }

    /// The identifier that a selection begins with.
    var root: (name: String, isAbsolute: Bool)? {
        switch kind {
        case .identifier(let name, let isAbsolute): (name, isAbsolute)
        case .select(let operand, _, isOptional: false): operand.root
        default: nil
        }
    }

    /// A word of the source.
    struct Name: Sendable {
        let text: String
        let offset: Int
    }

    /// An element of a list. An optional one is there if its optional has a value.
    struct Element: Sendable {
        let value: Expression
        let isOptional: Bool
    }

    /// An entry of a map, or a field of a message with its name as the key.
    struct Entry: Sendable {
        let key: Expression
        let value: Expression
        let isOptional: Bool
    }
}

enum UnaryOperator: String, Sendable {
    case not = "!"
    case negate = "-"
}

enum BinaryOperator: String, Sendable {
    case equal = "=="
    case notEqual = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    case isIn = "in"
    case add = "+"
    case subtract = "-"
    case multiply = "*"
    case divide = "/"
    case remainder = "%"
}
