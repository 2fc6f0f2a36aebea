/// The order of values of one type.
enum Sorting {
    /// The indices of the values, the least first, equal ones in the order in which they are.
    ///
    /// - Throws: when a value has no order, or not all are of one type.
    static func order(of values: [Value], _ budget: inout Budget) throws(EvaluationError) -> [Int] {
        guard let first = values.first else { return [] }
        for value in values where value.type != first.type || !CELType.sortable.contains(value.type) {
            throw .noSuchOverload("sort()", first, value)
        }
        let depth = Int.bitWidth - values.count.leadingZeroBitCount
        for value in values {
            try budget.charge(depth)
            for _ in 0..<depth { try budget.charge(reading: value) }
        }
        // What has an order has one with each value of its type, so that none of these comparisons fails.
        return values.indices.sorted { left, right in
            if let isLess = try? Operators.isOrdered(.less, values[left], values[right]), isLess { return true }
            if let isMore = try? Operators.isOrdered(.less, values[right], values[left]), isMore { return false }
            return left < right
        }
    }
}
