extension Budget {
    /// Whether two values are equal, as ``Value``'s `==` has it, at a step an element.
    mutating func areEqual(_ left: Value, _ right: Value) throws(EvaluationError) -> Bool {
        switch (left, right) {
        case (.list(let left), .list(let right)):
            guard left.count == right.count else { return false }
            try charge(left.count)
            for (left, right) in zip(left, right) {
                guard try areEqual(left, right) else { return false }
            }
            return true
        case (.map(let left), .map(let right)):
            guard left.count == right.count else { return false }
            try charge(left.count)
            for entry in left.entries {
                guard let other = right[entry.key], try areEqual(entry.value, other) else { return false }
            }
            return true
        case (.record(let left), .record(let right)):
            guard left.type == right.type else { return false }
            return try areEqual(left.values, right.values)
        case (.optional(let left), .optional(let right)): return try areEqual([left], [right])
        case (.string(let text), _): try charge(bytes: text.utf8.count)
        case (.bytes(let bytes), _): try charge(bytes: bytes.count)
        default: break
        }
        return left == right
    }

    private mutating func areEqual(_ left: [Value?], _ right: [Value?]) throws(EvaluationError) -> Bool {
        try charge(left.count)
        for (left, right) in zip(left, right) {
            guard let left, let right else {
                if left == nil, right == nil { continue }
                return false
            }
            guard try areEqual(left, right) else { return false }
        }
        return true
    }
}
