/// Takes a reason's text apart: what stands between `{` and `}` is an expression, `{{` and `}}` are braces.
struct MessageParts {
    enum Part: Equatable {
        case text(String)
        /// With the place of its first code point in the text.
        case expression(String, offset: Int)
    }

    /// A brace without its counterpart, at a code point of the text.
    struct Unbalanced: Error {
        let offset: Int
    }

    private let scalars: [Unicode.Scalar]
    private var index = 0
    private var parts: [Part] = []
    private var text = String.UnicodeScalarView()

    static func parts(of text: String) throws(Unbalanced) -> [Part] {
        var parser = MessageParts(scalars: Array(text.unicodeScalars))
        try parser.parse()
        return parser.parts
    }

    private init(scalars: [Unicode.Scalar]) { self.scalars = scalars }

    private mutating func parse() throws(Unbalanced) {
        while index < scalars.count {
            let scalar = scalars[index]
            let isDoubled = index + 1 < scalars.count && scalars[index + 1] == scalar
            switch scalar {
            case "{" where isDoubled, "}" where isDoubled:
                text.append(scalar)
                index += 2
            case "{":
                endText()
                try takeExpression()
            case "}": throw Unbalanced(offset: index)
            default:
                text.append(scalar)
                index += 1
            }
        }
        endText()
    }

    private mutating func endText() {
        if !text.isEmpty { parts.append(.text(String(text))) }
        text = String.UnicodeScalarView()
    }

    /// To the brace that closes it; those in quotes and those of maps belong to the expression.
    private mutating func takeExpression() throws(Unbalanced) {
        let start = index + 1
        var depth = 0
        var quote: Unicode.Scalar?
        while index < scalars.count {
            let scalar = scalars[index]
            switch (quote, scalar) {
            case (.some, "\\"): index += 1
            case (let open?, scalar) where open == scalar: quote = nil
            case (nil, "\""), (nil, "'"): quote = scalar
            case (nil, "{"): depth += 1
            case (nil, "}"):
                depth -= 1
                if depth == 0 {
                    parts.append(.expression(String(String.UnicodeScalarView(scalars[start..<index])), offset: start))
                    index += 1
                    return
                }
            default: break
            }
            index += 1
        }
        throw Unbalanced(offset: start - 1)
    }
}
