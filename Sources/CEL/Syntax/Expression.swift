/// A node of a parsed expression.
///
/// `offset` is the UTF-8 offset of its first byte in the source; ``SourceText`` turns it into line and column.
struct Expression: Sendable {
    /// Counts from 0 within one source, so that what is found out about a node can be kept in an array.
    let id: Int
    let offset: Int
    /// Nodes on the longest way down, this one included. The parser bounds it, so that recursion over a tree is safe.
    let height: Int
    let kind: Kind

    indirect enum Kind: Sendable {
        case literal(Value)
        /// With a leading dot an identifier is looked for in the outermost scope only.
        case identifier(String, isAbsolute: Bool)
        case select(Expression, Name)
        /// `has(operand.field)`.
        case has(Expression, Name)
        case index(Expression, Expression)
        case call(target: Expression?, Name, [Expression])
        case unary(UnaryOperator, Expression)
        case binary(BinaryOperator, Expression, Expression)
        /// `a && b && …`, flat, as order and grouping don't matter.
        case and([Expression])
        /// `a || b || …`, flat.
        case or([Expression])
        case conditional(Expression, then: Expression, else: Expression)
        case list([Expression])
        case map([Entry])
        case comprehension(Comprehension)
    }

    /// `a.b.c` as it was written, if the expression is no more than that.
    var selection: String? {
        switch kind {
        case .identifier(let name, _): name
        case .select(let operand, let field): operand.selection.map { "\($0).\(field.text)" }
        default: nil
        }
    }

    /// The identifier that a selection begins with.
    var root: (name: String, isAbsolute: Bool)? {
        switch kind {
        case .identifier(let name, let isAbsolute): (name, isAbsolute)
        case .select(let operand, _): operand.root
        default: nil
        }
    }

    /// A word of the source.
    struct Name: Sendable {
        let text: String
        let offset: Int
    }

    struct Entry: Sendable {
        let key: Expression
        let value: Expression
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

/// A macro that goes over a list's elements or a map's keys: `range.all(variable, body)` and its kin.
struct Comprehension: Sendable {
    enum Kind: String, Sendable, CaseIterable {
        case all
        case exists
        case existsOne = "exists_one"
        case filter
        case map
    }

    let kind: Kind
    let range: Expression
    let variable: Expression.Name
    /// What `map` with three arguments keeps elements by.
    let condition: Expression?
    /// What is asked of each element, or, of `map`, what becomes of it.
    let body: Expression
}
