/// A value of the Common Expression Language.
///
/// What isn't known has no case here: it is a nil in a ``Record``, and an ``Outcome/unknown`` of an evaluation.
package enum Value: Sendable {
    case null
    case bool(Bool)
    case int(Int64)
    case uint(UInt64)
    case double(Double)
    case string(String)
    case bytes([UInt8])
    case timestamp(Timestamp)
    case duration(CELDuration)
    case type(CELType)
    case list([Value])
    case map(MapValue)
    case record(Record)
    /// A value that may be missing: nil for `optional.none()`.
    indirect case optional(Value?)
    indirect case address(IPAddress)
    indirect case block(CIDRBlock)
}
