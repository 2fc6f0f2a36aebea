/// The arithmetic and ordering operators: what they take, and what they do.
///
/// Whole numbers are checked: what doesn't fit 64 bits is an error, as the specification says.
enum Operators {
    static func overloads(of operation: BinaryOperator) -> [Overload] {
        switch operation {
        case .add: additions
        case .subtract: subtractions
        case .multiply, .divide: [same(.int), same(.uint), same(.double)]
        case .remainder: [same(.int), same(.uint)]
        case .less, .lessOrEqual, .greater, .greaterOrEqual: orders
        case .equal, .notEqual, .isIn: []
        }
    }

    private static func same(_ type: CELType) -> Overload { .global(type, type, result: type) }

    private static let additions: [Overload] = [
        same(.int), same(.uint), same(.double), same(.string), same(.bytes), same(.anyList),
        .global(.timestamp, .duration, result: .timestamp), .global(.duration, .timestamp, result: .timestamp),
        same(.duration),
    ]

    private static let subtractions: [Overload] = [
        same(.int), same(.uint), same(.double), .global(.timestamp, .timestamp, result: .duration),
        .global(.timestamp, .duration, result: .timestamp), same(.duration),
    ]

    private static let orders: [Overload] = {
        let numbers: [CELType] = [.int, .uint, .double]
        let mixed = numbers.flatMap { left in numbers.map { Overload.global(left, $0, result: .bool) } }
        let others: [CELType] = [.bool, .string, .bytes, .timestamp, .duration]
        return mixed + others.map { .global($0, $0, result: .bool) }
    }()

    /// Any of the operators but `==`, `!=` and `in`.
    static func apply(
        _ operation: BinaryOperator, _ left: Value, _ right: Value
    ) throws(EvaluationError) -> Value {
        switch (left, right) {
        case (.int(let left), .int(let right)): return .int(try integer(operation, left, right))
        case (.uint(let left), .uint(let right)): return .uint(try integer(operation, left, right))
        case (.double(let left), .double(let right)):
            switch operation {
            case .add: return .double(left + right)
            case .subtract: return .double(left - right)
            case .multiply: return .double(left * right)
            case .divide: return .double(left / right)
            default: break
            }
        case (.string(let left), .string(let right)) where operation == .add: return .string(left + right)
        case (.bytes(let left), .bytes(let right)) where operation == .add: return .bytes(left + right)
        case (.list(let left), .list(let right)) where operation == .add: return .list(left + right)
        default: if let sum = try time(operation, left, right) { return sum }
        }
        throw .noSuchOverload("'\(operation.rawValue)'", left, right)
    }

    private static func integer<T: FixedWidthInteger>(
        _ operation: BinaryOperator, _ left: T, _ right: T
    ) throws(EvaluationError) -> T {
        if right == 0, operation == .divide || operation == .remainder { throw .divisionByZero }
        let (result, overflow) =
            switch operation {
            case .add: left.addingReportingOverflow(right)
            case .subtract: left.subtractingReportingOverflow(right)
            case .multiply: left.multipliedReportingOverflow(by: right)
            case .divide: left.dividedReportingOverflow(by: right)
            default: left.remainderReportingOverflow(dividingBy: right)
            }
        guard !overflow else { throw .overflow }
        return result
    }

    /// Sums and differences of timestamps and durations, or nil for other types.
    private static func time(
        _ operation: BinaryOperator, _ left: Value, _ right: Value
    ) throws(EvaluationError) -> Value? {
        let sum: Value?
        switch (operation, left, right) {
        case (.add, .timestamp(let time), .duration(let duration)),
            (.add, .duration(let duration), .timestamp(let time)):
            sum = time.adding(duration).map(Value.timestamp)
        case (.add, .duration(let left), .duration(let right)): sum = left.adding(right).map(Value.duration)
        case (.subtract, .timestamp(let left), .timestamp(let right)): sum = left.since(right).map(Value.duration)
        case (.subtract, .timestamp(let time), .duration(let duration)):
            sum = time.adding(duration.negated).map(Value.timestamp)
        case (.subtract, .duration(let left), .duration(let right)):
            sum = left.adding(right.negated).map(Value.duration)
        default: return nil
        }
        guard let sum else { throw .overflow }
        return sum
    }

    static func negate(_ value: Value) throws(EvaluationError) -> Value {
        switch value {
        case .int(let number):
            guard number != .min else { throw .overflow }
            return .int(-number)
        case .double(let number): return .double(-number)
        default: throw .noSuchOverload("'-'", value)
        }
    }

    /// Whether `left` is before `right` for `<`, and so on. NaN is neither before nor after anything.
    static func isOrdered(
        _ operation: BinaryOperator, _ left: Value, _ right: Value
    ) throws(EvaluationError) -> Bool {
        let order = try order(operation, left, right)
        return switch operation {
        case .less: order == .less
        case .lessOrEqual: order == .less || order == .equal
        case .greater: order == .greater
        default: order == .greater || order == .equal
        }
    }

    private static func order(
        _ operation: BinaryOperator, _ left: Value, _ right: Value
    ) throws(EvaluationError) -> Number.Order {
        switch (left, right) {
        case (.bool(let left), .bool(let right)): return left == right ? .equal : right ? .less : .greater
        case (.string(let left), .string(let right)):
            if left.hasSameCodePoints(as: right) { return .equal }
            return left.precedesByCodePoints(right) ? .less : .greater
        case (.bytes(let left), .bytes(let right)):
            return left == right ? .equal : left.lexicographicallyPrecedes(right) ? .less : .greater
        case (.timestamp(let left), .timestamp(let right)):
            return left == right ? .equal : left < right ? .less : .greater
        case (.duration(let left), .duration(let right)):
            return left == right ? .equal : left < right ? .less : .greater
        default:
            guard let leftNumber = Number(left), let rightNumber = Number(right) else {
                throw .noSuchOverload("'\(operation.rawValue)'", left, right)
            }
            return Number.compare(leftNumber, rightNumber)
        }
    }
}
