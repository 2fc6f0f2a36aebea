/// What a map is looked up by: equal for keys that CEL holds equal, whatever their type.
///
/// `1`, `1u` and `1.0` are one key. Strings are compared by code points: Swift's own comparison takes canonically
/// equivalent strings for equal, which CEL does not.
enum MapKey: Sendable, Hashable {
    case bool(Bool)
    case int(Int64)
    /// Only for what is above the range of `int`.
    case uint(UInt64)
    case string(CodePoints)

    /// Nil for a value that can't be equal to any key: a fraction, a list, null and so on.
    init?(_ value: Value) {
        switch value {
        case .bool(let flag): self = .bool(flag)
        case .int(let number): self = .int(number)
        case .uint(let number): self = Int64(exactly: number).map(MapKey.int) ?? .uint(number)
        case .double(let number):
            if let integer = Int64(exactly: number) {
                self = .int(integer)
            } else if let integer = UInt64(exactly: number) {
                self = .uint(integer)
            } else {
                return nil
            }
        case .string(let text): self = .string(CodePoints(text))
        default: return nil
        }
    }
}
