/// A number of any of CEL's three numeric types, for comparisons across them.
///
/// Integers are compared exactly with each other, and with a double after conversion to a double, as the conformance
/// tests of the specification have it: `9223372036854775807 < 9223372036854775808.0` is false.
enum Number: Equatable {
    case int(Int64)
    case uint(UInt64)
    case double(Double)

    /// Nil for a value that is no number.
    init?(_ value: Value) {
        switch value {
        case .int(let number): self = .int(number)
        case .uint(let number): self = .uint(number)
        case .double(let number): self = .double(number)
        default: return nil
        }
    }

    static func == (left: Number, right: Number) -> Bool { compare(left, right) == .equal }

    enum Order { case less, equal, greater, unordered }

    static func compare(_ left: Number, _ right: Number) -> Order {
        switch (left, right) {
        case (.int(let left), .int(let right)): order(left, right)
        case (.uint(let left), .uint(let right)): order(left, right)
        case (.int(let left), .uint(let right)): order(left, right)
        case (.uint(let left), .int(let right)): order(left, right)
        default: order(left.asDouble, right.asDouble)
        }
    }

    private var asDouble: Double {
        switch self {
        case .int(let number): Double(number)
        case .uint(let number): Double(number)
        case .double(let number): number
        }
    }

    /// Swift compares integers of different types by value.
    private static func order<L: BinaryInteger, R: BinaryInteger>(_ left: L, _ right: R) -> Order {
        left < right ? .less : left == right ? .equal : .greater
    }

    private static func order(_ left: Double, _ right: Double) -> Order {
        left < right ? .less : left == right ? .equal : left > right ? .greater : .unordered
    }
}
