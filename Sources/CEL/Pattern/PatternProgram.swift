/// A pattern as instructions for a machine that follows all ways through it at once.
struct PatternProgram: Sendable {
    enum Instruction: Sendable {
        /// Takes one code point of a set, by its index, and goes on behind this instruction.
        case take(Int)
        /// Goes on behind this instruction where the assertion holds.
        case assert(PatternTree.Assertion)
        /// Goes on at both.
        case split(Int, Int)
        case jump(Int)
        case match
    }

    private(set) var instructions: [Instruction] = []
    private(set) var sets: [ScalarSet] = []

    /// Instructions that a pattern may have. Each code point of a text may take as many steps.
    static let maxInstructions = 4000

    init(_ tree: PatternTree) throws(PatternError) {
        try add(tree)
        try add(.match)
    }

    /// Whether it can only match from the start of the text on.
    var isAnchored: Bool {
        if case .assert(.textStart)? = instructions.first { true } else { false }
    }

    private mutating func add(_ instruction: Instruction) throws(PatternError) {
        guard instructions.count < Self.maxInstructions else {
            throw PatternError("it is too large", hint: "counted repetitions inside of others multiply")
        }
        instructions.append(instruction)
    }

    private mutating func add(_ tree: PatternTree) throws(PatternError) {
        switch tree {
        case .set(let set):
            sets.append(set)
            try add(.take(sets.count - 1))
        case .assertion(let assertion): try add(.assert(assertion))
        case .sequence(let trees):
            for tree in trees { try add(tree) }
        case .choice(let trees): try add(choice: trees)
        case .repetition(let tree, let min, let max): try add(tree, min: min, max: max)
        }
    }

    private mutating func add(choice trees: [PatternTree]) throws(PatternError) {
        var jumps: [Int] = []
        for (position, tree) in trees.enumerated() {
            guard position + 1 < trees.count else {
                try add(tree)
                break
            }
            let split = instructions.count
            try add(.split(split + 1, split + 1))
            try add(tree)
            jumps.append(instructions.count)
            try add(.jump(0))
            instructions[split] = .split(split + 1, instructions.count)
        }
        for jump in jumps { instructions[jump] = .jump(instructions.count) }
    }

    private mutating func add(_ tree: PatternTree, min: Int, max: Int?) throws(PatternError) {
        for _ in 0..<min {
            let count = instructions.count
            try add(tree)
            // What matches nothing but nothing is the same however often: no limit would end this loop.
            if instructions.count == count { break }
        }
        guard let max else {
            let split = instructions.count
            try add(.split(split + 1, split + 1))
            try add(tree)
            try add(.jump(split))
            instructions[split] = .split(split + 1, instructions.count)
            return
        }
        var splits: [Int] = []
        for _ in min..<Swift.max(min, max) {
            splits.append(instructions.count)
            try add(.split(0, 0))
            try add(tree)
        }
        for split in splits { instructions[split] = .split(split + 1, instructions.count) }
    }
}
