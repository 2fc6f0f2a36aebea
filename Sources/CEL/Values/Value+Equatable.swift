extension Value: Equatable {
    /// Equality as CEL defines it: numbers by their value whatever their type, NaN unequal to itself, strings by code
    /// points, lists element by element, maps by their entries in any order, values of different types unequal.
    ///
    /// Two records are equal when they have the same type and the same facts. A nil fact equals only a nil one.
    package static func == (left: Value, right: Value) -> Bool {
        switch (left, right) {
        case (.null, .null): true
        case (.bool(let left), .bool(let right)): left == right
        case (.string(let left), .string(let right)): left.hasSameCodePoints(as: right)
        case (.bytes(let left), .bytes(let right)): left == right
        case (.timestamp(let left), .timestamp(let right)): left == right
        case (.duration(let left), .duration(let right)): left == right
        case (.type(let left), .type(let right)): left.name == right.name
        case (.list(let left), .list(let right)): left == right
        case (.map(let left), .map(let right)): left == right
        case (.record(let left), .record(let right)): left.type == right.type && left.values == right.values
        case (.optional(let left), .optional(let right)): left == right
        case (.address(let left), .address(let right)): left == right
        case (.block(let left), .block(let right)): left == right
        default: Number(left).flatMap { left in Number(right).map { left == $0 } } ?? false
        }
    }
}

extension MapValue: Equatable {
    /// The same keys with equal values, in any order.
    package static func == (left: MapValue, right: MapValue) -> Bool {
        left.count == right.count && left.entries.allSatisfy { right[$0.key] == $0.value }
    }
}
