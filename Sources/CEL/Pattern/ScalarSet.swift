/// A set of code points: a class of a regular expression.
struct ScalarSet: Sendable {
    /// Sorted, without overlap.
    private let ranges: [ClosedRange<UInt32>]
    private let properties: [ScalarProperty]
    private let isNegated: Bool
    private let isCaseInsensitive: Bool
    /// Whether each ASCII character is in the set, a bit each.
    private var ascii: (UInt64, UInt64) = (0, 0)

    init(
        _ ranges: [ClosedRange<UInt32>], properties: [ScalarProperty] = [], isNegated: Bool = false,
        isCaseInsensitive: Bool = false
    ) {
        self.ranges = Self.merged(ranges)
        self.properties = properties
        self.isNegated = isNegated
        self.isCaseInsensitive = isCaseInsensitive
        for value in UInt8(0)..<128 where search(Unicode.Scalar(value)) {
            if value < 64 { ascii.0 |= 1 << UInt64(value) } else { ascii.1 |= 1 << UInt64(value - 64) }
        }
    }

    /// The only code point in the set, if it was made of one and nothing else.
    var single: Unicode.Scalar? {
        guard ranges.count == 1, let range = ranges.first, range.count == 1, properties.isEmpty, !isNegated,
            !isCaseInsensitive
        else { return nil }
        return Unicode.Scalar(range.lowerBound)
    }

    func contains(_ scalar: Unicode.Scalar) -> Bool {
        let value = scalar.value
        if value < 64 { return ascii.0 >> UInt64(value) & 1 == 1 }
        if value < 128 { return ascii.1 >> UInt64(value - 64) & 1 == 1 }
        return search(scalar)
    }

    private func search(_ scalar: Unicode.Scalar) -> Bool {
        let isIn = isCaseInsensitive ? scalar.caseVariants.contains(where: has) : has(scalar)
        return isIn != isNegated
    }

    private func has(_ scalar: Unicode.Scalar) -> Bool {
        var low = 0
        var high = ranges.count
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].upperBound < scalar.value { low = middle + 1 } else { high = middle }
        }
        if low < ranges.count, ranges[low].contains(scalar.value) { return true }
        return properties.contains { $0.holds(for: scalar) }
    }

    private static func merged(_ ranges: [ClosedRange<UInt32>]) -> [ClosedRange<UInt32>] {
        var merged: [ClosedRange<UInt32>] = []
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = merged.last, range.lowerBound <= last.upperBound {
                merged[merged.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
            } else {
                merged.append(range)
            }
        }
        return merged
    }
}

extension Unicode.Scalar {
    /// The code points that are the same when case doesn't matter, as far as single code points are.
    fileprivate var caseVariants: [Unicode.Scalar] {
        if let ascii = asciiCaseVariants { return ascii }
        var variants = [self]
        func add(_ mapping: String) {
            let scalars = mapping.unicodeScalars
            if let scalar = scalars.first, scalars.count == 1, !variants.contains(scalar) { variants.append(scalar) }
        }
        add(properties.lowercaseMapping)
        add(properties.uppercaseMapping)
        add(properties.titlecaseMapping)
        for variant in variants { add(variant.properties.lowercaseMapping) }
        // Signs that lower case makes letters of, to which no mapping leads back.
        for (letter, sign) in Self.signs where variants.contains(letter) { variants.append(sign) }
        return variants
    }

    /// The same of an ASCII character, without Unicode's tables.
    private var asciiCaseVariants: [Unicode.Scalar]? {
        guard isASCII else { return nil }
        let letter = UInt8(ascii: self) | 0x20
        guard (0x61...0x7A).contains(letter) else { return [self] }
        let variants = [Unicode.Scalar(letter), Unicode.Scalar(letter & 0xDF)]
        return letter == UInt8(ascii: "k")
            ? variants + ["\u{212A}"] : letter == UInt8(ascii: "s") ? variants + ["\u{17F}"] : variants
    }

    private static let signs: [(Unicode.Scalar, Unicode.Scalar)] = [
        ("k", "\u{212A}"), ("å", "\u{212B}"), ("s", "\u{17F}"), ("ω", "\u{2126}"), ("μ", "\u{B5}"),
        ("ß", "\u{1E9E}"), ("σ", "ς"), ("β", "ϐ"), ("ε", "ϵ"), ("θ", "ϑ"), ("θ", "ϴ"), ("κ", "ϰ"), ("π", "ϖ"),
        ("ρ", "ϱ"), ("φ", "ϕ"), ("ι", "\u{1FBE}"), ("ι", "\u{345}"), ("ṡ", "ẛ"),
    ]
}
