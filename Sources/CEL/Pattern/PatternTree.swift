/// A regular expression, taken apart. Whether a match is greedy makes no difference to whether there is one.
indirect enum PatternTree: Sendable {
    /// One code point.
    case set(ScalarSet)
    case assertion(Assertion)
    case sequence([PatternTree])
    case choice([PatternTree])
    /// At least `min` times, at most `max` unless that is nil.
    case repetition(PatternTree, min: Int, max: Int?)

    static let empty = PatternTree.sequence([])

    /// What holds between two code points.
    enum Assertion: Sendable {
        case textStart
        case textEnd
        case lineStart
        case lineEnd
        case wordBoundary
        case noWordBoundary
    }
}
