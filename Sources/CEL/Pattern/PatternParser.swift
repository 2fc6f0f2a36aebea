/// Reads the syntax of RE2 (github.com/google/re2/wiki/Syntax), without what needs back references.
struct PatternParser {
    struct Flags {
        var isCaseInsensitive = false
        /// Whether `^` and `$` stand at lines' ends, too.
        var isMultiline = false
        /// Whether `.` is a line feed, too.
        var dotTakesAll = false
    }

    let scalars: [Unicode.Scalar]
    var index = 0
    var flags = Flags()
    private var depth = 0

    /// Groups inside of groups.
    private static let maxDepth = 100
    /// Times that a counted repetition may have.
    private static let maxCount = 1000

    private init(_ text: String) { scalars = Array(text.unicodeScalars) }

    static func parse(_ text: String) throws(PatternError) -> PatternTree {
        var parser = PatternParser(text)
        let tree = try parser.choice()
        guard parser.current == nil else { throw PatternError("a ')' is there without its '('") }
        return tree
    }

    var current: Unicode.Scalar? { index < scalars.count ? scalars[index] : nil }

    mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard current == scalar else { return false }
        index += 1
        return true
    }

    mutating func take(_ text: String) -> Bool {
        guard scalars[index...].starts(with: text.unicodeScalars) else { return false }
        index += text.unicodeScalars.count
        return true
    }

    private mutating func choice() throws(PatternError) -> PatternTree {
        var trees = [try sequence()]
        while take("|" as Unicode.Scalar) { trees.append(try sequence()) }
        return trees.count == 1 ? trees[0] : .choice(trees)
    }

    private mutating func sequence() throws(PatternError) -> PatternTree {
        var trees: [PatternTree] = []
        while let next = current, next != "|", next != ")" {
            if take("\\Q") {
                quoted(to: &trees)
                continue
            }
            let tree = try atom()
            trees.append(try repeated(tree))
        }
        return .sequence(trees)
    }

    /// What stands between `\Q` and `\E` is meant as it is.
    private mutating func quoted(to trees: inout [PatternTree]) {
        while let next = current, !take("\\E") {
            trees.append(.set(single(next)))
            index += 1
        }
    }

    func single(_ scalar: Unicode.Scalar) -> ScalarSet {
        ScalarSet([scalar.value...scalar.value], isCaseInsensitive: flags.isCaseInsensitive)
    }

    private mutating func atom() throws(PatternError) -> PatternTree {
        guard let next = current else { return .empty }
        index += 1
        switch next {
        case "(": return try group()
        case "[": return .set(try bracket())
        case ".": return .set(ScalarSet(flags.dotTakesAll ? [] : [0x0A...0x0A], isNegated: true))
        case "^": return .assertion(flags.isMultiline ? .lineStart : .textStart)
        case "$": return .assertion(flags.isMultiline ? .lineEnd : .textEnd)
        case "\\": return try escape()
        case "*", "+", "?":
            throw PatternError("a '\(next)' has nothing to repeat", hint: "'\\\(next)' is the character")
        default: return .set(single(next))
        }
    }

    // MARK: Repetition

    private mutating func repeated(_ tree: PatternTree) throws(PatternError) -> PatternTree {
        guard let (min, max) = try count() else { return tree }
        // Whether it is greedy makes no difference here.
        _ = take("?" as Unicode.Scalar)
        if try count() != nil {
            throw PatternError("a repetition is repeated", hint: "put the inner one in parentheses")
        }
        return .repetition(tree, min: min, max: max)
    }

    private mutating func count() throws(PatternError) -> (min: Int, max: Int?)? {
        if take("*" as Unicode.Scalar) { return (0, nil) }
        if take("+" as Unicode.Scalar) { return (1, nil) }
        if take("?" as Unicode.Scalar) { return (0, 1) }
        let start = index
        guard take("{" as Unicode.Scalar), let min = number() else {
            // Braces without a count are characters like others.
            index = start
            return nil
        }
        var max: Int? = min
        if take("," as Unicode.Scalar) { max = number() }
        guard take("}" as Unicode.Scalar) else {
            index = start
            return nil
        }
        guard min <= Self.maxCount, max ?? min <= Self.maxCount, min <= max ?? min else {
            throw PatternError("a count is above \(Self.maxCount) or the greater one comes first")
        }
        return (min, max)
    }

    private mutating func number() -> Int? {
        var number: Int?
        while let next = current, let digit = next.asciiDigit {
            // Beyond what is allowed it doesn't matter by how much.
            number = min((number ?? 0) * 10 + digit, Self.maxCount + 1)
            index += 1
        }
        return number
    }

    // MARK: Groups

    /// What is in parentheses, of which the first one is taken.
    private mutating func group() throws(PatternError) -> PatternTree {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.maxDepth else {
            throw PatternError("it has more than \(Self.maxDepth) groups inside of groups")
        }
        let outer = flags
        if take("?" as Unicode.Scalar), try options() { return .empty }
        let tree = try choice()
        guard take(")" as Unicode.Scalar) else { throw PatternError("a ')' is missing") }
        flags = outer
        return tree
    }

    /// What stands behind `(?`: a name, or flags. True if they are for the rest of the group around.
    private mutating func options() throws(PatternError) -> Bool {
        for sign in ["=", "!", "<=", "<!", "P=", "P>", "#", ">"] where take(sign) {
            throw PatternError("'(?\(sign)' is not supported", hint: "there is no look-around and no back reference")
        }
        if take("P<") || take("<") {
            try name()
            return false
        }
        var isSetting = true
        while let next = current {
            index += 1
            switch next {
            case "i": flags.isCaseInsensitive = isSetting
            case "m": flags.isMultiline = isSetting
            case "s": flags.dotTakesAll = isSetting
            // It swaps greedy and lazy, between which there is no difference here.
            case "U": break
            case "-" where isSetting: isSetting = false
            case ":": return false
            case ")": return true
            default: throw PatternError("'(?\(next)' is not supported", hint: "the flags are i, m, s and U")
            }
        }
        throw PatternError("a ')' is missing")
    }

    private mutating func name() throws(PatternError) {
        let start = index
        while let next = current, next.isASCII, UInt8(ascii: next).isLetter || UInt8(ascii: next).isDigit { index += 1 }
        guard index > start, take(">" as Unicode.Scalar) else {
            throw PatternError("a group's name has other characters than letters, digits and '_'")
        }
    }
}

extension Unicode.Scalar {
    /// The value of one of the digits 0 to 9.
    var asciiDigit: Int? { isASCII && UInt8(ascii: self).isDigit ? Int(value - 0x30) : nil }
}
