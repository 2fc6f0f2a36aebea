/// The steps that an evaluation has left, so that none runs or grows without bound.
///
/// A step is an element that is gone over, or an element or ``bytesAStep`` bytes of text that are read or made.
package struct Budget: Sendable {
    private var steps: Int

    static let bytesAStep = 64

    init(steps: Int) { self.steps = steps }

    var isSpent: Bool { steps < 0 }

    /// None when there have been too many.
    var left: Int { max(0, steps) }

    /// False when there have been too many.
    mutating func spend(_ count: Int = 1) -> Bool {
        // No more than there are, so that the count can't run over.
        steps -= min(max(0, count), max(0, steps) + 1)
        return steps >= 0
    }

    /// Takes steps for work that is about to be done.
    ///
    /// - Throws: ``EvaluationError/tooExpensive`` when too few are left.
    package mutating func charge(_ count: Int) throws(EvaluationError) {
        guard spend(count) else { throw .tooExpensive }
    }

    /// Takes the steps for so many bytes of text.
    mutating func charge(bytes: Int) throws(EvaluationError) {
        try charge(bytes / Self.bytesAStep)
    }

    /// Takes the steps for reading an operand: all of a text, but of a list or map no more than that it is there.
    mutating func charge(reading value: Value) throws(EvaluationError) {
        switch value {
        case .string(let text): try charge(bytes: text.utf8.count)
        case .bytes(let bytes): try charge(bytes: bytes.count)
        default: break
        }
    }

    /// Takes the steps for all that a value holds, however deep.
    ///
    /// One list may be in another many times over without taking memory for each. So what is made of values is charged
    /// as if it did: otherwise twenty small steps would make what takes a million to compare or to write.
    mutating func charge(making value: Value) throws(EvaluationError) {
        switch value {
        case .list(let list):
            try charge(list.count)
            for element in list { try charge(making: element) }
        case .map(let map):
            try charge(2 * map.count)
            for entry in map.entries {
                try charge(reading: entry.key)
                try charge(making: entry.value)
            }
        case .record(let record):
            for case let field? in record.values { try charge(making: field) }
        case .optional(let wrapped?): try charge(making: wrapped)
        default: try charge(reading: value)
        }
    }
}
