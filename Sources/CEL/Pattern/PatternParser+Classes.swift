extension PatternParser {
    /// What is in brackets, of which the first one is taken.
    mutating func bracket() throws(PatternError) -> ScalarSet {
        let isNegated = take("^" as Unicode.Scalar)
        var ranges: [ClosedRange<UInt32>] = []
        var properties: Set<ScalarProperty> = []
        var isFirst = true
        while isFirst || current != "]" {
            isFirst = false
            if try named(&ranges) { continue }
            let before = index
            if take("\\" as Unicode.Scalar), try shorthand(&ranges, &properties) { continue }
            index = before
            let low = try member()
            var high = low
            // A hyphen before the closing bracket is one.
            if current == "-", index + 1 < scalars.count, scalars[index + 1] != "]" {
                index += 1
                high = try member()
            }
            guard low <= high else { throw PatternError("a range in brackets has its greater end first") }
            ranges.append(low...high)
        }
        index += 1
        return ScalarSet(
            ranges, properties: Array(properties), isNegated: isNegated, isCaseInsensitive: flags.isCaseInsensitive)
    }

    private mutating func member() throws(PatternError) -> UInt32 {
        guard let next = current else { throw PatternError("a ']' is missing") }
        index += 1
        return next == "\\" ? try character().value : next.value
    }

    /// `[:alpha:]` and its kin.
    private mutating func named(_ ranges: inout [ClosedRange<UInt32>]) throws(PatternError) -> Bool {
        guard take("[:") else { return false }
        let isNegated = take("^" as Unicode.Scalar)
        for (name, members) in Self.posix where take("\(name):]") {
            ranges += isNegated ? Self.complement(of: members) : members
            return true
        }
        throw PatternError("'[:' begins a class that there isn't", hint: "such as [:alpha:]")
    }

    /// `\d`, `\pL` and their kin, of which the backslash is taken. False for anything else.
    mutating func shorthand(
        _ ranges: inout [ClosedRange<UInt32>], _ properties: inout Set<ScalarProperty>
    ) throws(PatternError) -> Bool {
        guard let next = current else { throw PatternError("a backslash is at the end") }
        switch next {
        case "d": ranges += Self.digits
        case "D": ranges += Self.complement(of: Self.digits)
        case "s": ranges += Self.spaces
        case "S": ranges += Self.complement(of: Self.spaces)
        case "w": ranges += Self.words
        case "W": ranges += Self.complement(of: Self.words)
        case "p", "P":
            index += 1
            properties.insert(try property(isNegated: next == "P"))
            return true
        default: return false
        }
        index += 1
        return true
    }

    private mutating func property(isNegated: Bool) throws(PatternError) -> ScalarProperty {
        var name = String.UnicodeScalarView()
        var isNegated = isNegated
        if take("{" as Unicode.Scalar) {
            if take("^" as Unicode.Scalar) { isNegated.toggle() }
            while let next = current, next != "}" {
                name.append(next)
                index += 1
            }
            guard take("}" as Unicode.Scalar) else { throw PatternError("a '}' is missing") }
        } else if let next = current {
            name.append(next)
            index += 1
        }
        guard let property = ScalarProperty(String(name), isNegated: isNegated) else {
            throw PatternError(
                "'\\p' names no category of Unicode's", hint: "such as L, Lu or Nd; scripts aren't supported")
        }
        return property
    }

    private static let digits: [ClosedRange<UInt32>] = [0x30...0x39]
    private static let spaces: [ClosedRange<UInt32>] = [0x09...0x0A, 0x0C...0x0D, 0x20...0x20]
    private static let words: [ClosedRange<UInt32>] = [0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A]

    private static let posix: [(String, [ClosedRange<UInt32>])] = [
        ("alnum", [0x30...0x39, 0x41...0x5A, 0x61...0x7A]), ("alpha", [0x41...0x5A, 0x61...0x7A]),
        ("ascii", [0x00...0x7F]), ("blank", [0x09...0x09, 0x20...0x20]), ("cntrl", [0x00...0x1F, 0x7F...0x7F]),
        ("digit", digits), ("graph", [0x21...0x7E]), ("lower", [0x61...0x7A]), ("print", [0x20...0x7E]),
        ("punct", [0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E]), ("space", [0x09...0x0D, 0x20...0x20]),
        ("upper", [0x41...0x5A]), ("word", words), ("xdigit", [0x30...0x39, 0x41...0x46, 0x61...0x66]),
    ]

    /// - Parameter ranges: sorted, without overlap.
    private static func complement(of ranges: [ClosedRange<UInt32>]) -> [ClosedRange<UInt32>] {
        var complement: [ClosedRange<UInt32>] = []
        var next: UInt32 = 0
        for range in ranges {
            if range.lowerBound > next { complement.append(next...(range.lowerBound - 1)) }
            next = range.upperBound + 1
        }
        return complement + [next...0x10FFFF]
    }
}
