/// A regular expression in RE2's syntax, for `matches()`.
///
/// What it takes to match grows with the product of the lengths of text and pattern and no faster: all ways through the
/// pattern are followed at once, after Thompson ("Regular Expression Search Algorithm", 1968), and nothing is tried
/// again. Back references and look-around, which can't be matched so, aren't part of the syntax. Neither are scripts
/// (`\p{Greek}`), of which Swift has no tables.
struct Pattern: Sendable {
    private let program: PatternProgram
    /// The text that the pattern is, if it is no more than that.
    private let literal: String?

    /// Bytes that a pattern may have.
    static let maxBytes = 4096

    init(_ text: String) throws(PatternError) {
        guard text.utf8.count <= Self.maxBytes else { throw PatternError("it is longer than \(Self.maxBytes) bytes") }
        let tree = try PatternParser.parse(text)
        literal = Self.literal(tree)
        program = try PatternProgram(tree)
    }

    private static func literal(_ tree: PatternTree) -> String? {
        var text = String.UnicodeScalarView()
        guard case .sequence(let trees) = tree else { return nil }
        for tree in trees {
            guard case .set(let set) = tree, let scalar = set.single else { return nil }
            text.append(scalar)
        }
        return String(text)
    }

    /// What making it took, for a budget.
    var size: Int { program.instructions.count }

    /// Whether the pattern matches anywhere in the text.
    func matches(_ text: String, _ budget: inout Budget) throws(EvaluationError) -> Bool {
        try budget.charge(bytes: text.utf8.count)
        if let literal { return text.containsCodePoints(of: literal) }
        var states = States(program)
        var previous: Unicode.Scalar?
        var isFirst = true
        for scalar in text.unicodeScalars {
            if isFirst || !program.isAnchored { states.pending.insert(0) }
            if states.follow(from: previous, to: scalar) { return true }
            states.take(scalar)
            if program.isAnchored, states.pending.isEmpty { return false }
            try states.pay(&budget)
            previous = scalar
            isFirst = false
        }
        if isFirst || !program.isAnchored { states.pending.insert(0) }
        return states.follow(from: previous, to: nil)
    }
}

/// Where all ways through a pattern stand.
private struct States {
    private let program: PatternProgram
    /// Instructions to follow at the place between two code points.
    var pending: BitSet
    private var seen: BitSet
    /// Instructions that wait for a code point.
    private var waiting: BitSet
    private var visited = 0

    /// Instructions that one step of the budget pays for.
    private static let visitsAStep = 8

    init(_ program: PatternProgram) {
        self.program = program
        pending = BitSet(count: program.instructions.count)
        seen = pending
        waiting = pending
    }

    mutating func pay(_ budget: inout Budget) throws(EvaluationError) {
        guard visited >= Self.visitsAStep else { return }
        try budget.charge(visited / Self.visitsAStep)
        visited %= Self.visitsAStep
    }

    /// Follows what takes no code point. True if a match is reached.
    mutating func follow(from previous: Unicode.Scalar?, to next: Unicode.Scalar?) -> Bool {
        seen.removeAll()
        while let state = pending.popFirst() {
            guard seen.insert(state) else { continue }
            visited += 1
            switch program.instructions[state] {
            case .match: return true
            case .take: waiting.insert(state)
            case .jump(let target): pending.insert(target)
            case .split(let one, let other):
                pending.insert(one)
                pending.insert(other)
            case .assert(let assertion):
                if assertion.holds(from: previous, to: next) { pending.insert(state + 1) }
            }
        }
        return false
    }

    /// Goes over a code point.
    mutating func take(_ scalar: Unicode.Scalar) {
        while let state = waiting.popFirst() {
            visited += 1
            if case .take(let set) = program.instructions[state], program.sets[set].contains(scalar) {
                pending.insert(state + 1)
            }
        }
    }
}

extension PatternTree.Assertion {
    fileprivate func holds(from previous: Unicode.Scalar?, to next: Unicode.Scalar?) -> Bool {
        switch self {
        case .textStart: previous == nil
        case .textEnd: next == nil
        case .lineStart: previous == nil || previous == "\n"
        case .lineEnd: next == nil || next == "\n"
        case .wordBoundary: Self.isWord(previous) != Self.isWord(next)
        case .noWordBoundary: Self.isWord(previous) == Self.isWord(next)
        }
    }

    private static func isWord(_ scalar: Unicode.Scalar?) -> Bool {
        guard let scalar, scalar.isASCII else { return false }
        let byte = UInt8(truncatingIfNeeded: scalar.value)
        return byte.isLetter || byte.isDigit
    }
}
