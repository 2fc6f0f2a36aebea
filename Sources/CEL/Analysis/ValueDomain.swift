/// What one attribute may be, as far as comparisons with constants tell.
struct ValueDomain: Sendable {
    enum Kind: Sendable {
        case text
        case number
        case flag
    }

    /// The end of a range of numbers.
    struct Bound: Sendable {
        let number: Double
        let isIncluded: Bool
    }

    /// What `has()` says of it; nil if nothing does.
    private(set) var isKnown: Bool?
    private var kind: Kind?
    /// The only texts that it may be; nil for any.
    private var texts: Set<String>?
    private var excludedTexts: Set<String> = []
    private var lower: Bound?
    private var upper: Bound?
    private var excludedNumbers: Set<Double> = []
    private var flag: Bool?

    static func known(_ isKnown: Bool) -> ValueDomain {
        var domain = ValueDomain()
        domain.isKnown = isKnown
        return domain
    }

    static func flag(_ flag: Bool) -> ValueDomain {
        var domain = known(true)
        domain.kind = .flag
        domain.flag = flag
        return domain
    }

    static func texts(_ texts: Set<String>) -> ValueDomain {
        var domain = known(true)
        domain.kind = .text
        domain.texts = texts
        return domain
    }

    /// - Parameter kind: nil where the attribute may be of any type.
    static func not(texts: Set<String>, of kind: Kind?) -> ValueDomain {
        var domain = known(true)
        domain.kind = kind
        domain.excludedTexts = texts
        return domain
    }

    static func not(number: Double, of kind: Kind?) -> ValueDomain {
        var domain = known(true)
        domain.kind = kind
        domain.excludedNumbers = [number]
        return domain
    }

    static func range(from lower: Bound?, to upper: Bound?) -> ValueDomain {
        var domain = known(true)
        domain.kind = .number
        domain.lower = lower
        domain.upper = upper
        return domain
    }

    /// Takes over what another one says of the same attribute. False if nothing is left that it could be.
    mutating func meet(_ other: ValueDomain, isInteger: Bool) -> Bool {
        guard agree(isKnown, other.isKnown), agree(kind, other.kind), agree(flag, other.flag) else { return false }
        isKnown = isKnown ?? other.isKnown
        kind = kind ?? other.kind
        flag = flag ?? other.flag
        texts = texts.map { mine in other.texts.map(mine.intersection) ?? mine } ?? other.texts
        excludedTexts.formUnion(other.excludedTexts)
        excludedNumbers.formUnion(other.excludedNumbers)
        lower = Self.tighter(lower, other.lower) { $0 > $1 }
        upper = Self.tighter(upper, other.upper) { $0 < $1 }
        return !isEmpty(isInteger: isInteger)
    }

    private func agree<T: Equatable>(_ left: T?, _ right: T?) -> Bool {
        guard let left, let right else { return true }
        return left == right
    }

    private static func tighter(_ left: Bound?, _ right: Bound?, _ isTighter: (Double, Double) -> Bool) -> Bound? {
        guard let left, let right else { return left ?? right }
        if left.number == right.number { return left.isIncluded ? right : left }
        return isTighter(left.number, right.number) ? left : right
    }

    private func isEmpty(isInteger: Bool) -> Bool {
        if let texts, texts.isSubset(of: excludedTexts) { return true }
        guard let lower, let upper else { return false }
        if isInteger {
            let first = lower.isIncluded ? lower.number.rounded(.up) : lower.number.rounded(.down) + 1
            let last = upper.isIncluded ? upper.number.rounded(.down) : upper.number.rounded(.up) - 1
            return first > last || first == last && excludedNumbers.contains(first)
        }
        if lower.number == upper.number {
            return !(lower.isIncluded && upper.isIncluded) || excludedNumbers.contains(lower.number)
        }
        return lower.number > upper.number
    }
}
