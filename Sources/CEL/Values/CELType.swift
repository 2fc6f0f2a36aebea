/// A type of the Common Expression Language, as far as declarations and checks need it.
///
/// `dyn` is what the checker knows nothing about; it is settled when the expression runs.
package indirect enum CELType: Sendable, Hashable {
    case dyn
    case null
    case bool
    case int
    case uint
    case double
    case string
    case bytes
    case timestamp
    case duration
    case type
    case list(CELType)
    case map(CELType, CELType)
    /// A structure with declared fields, such as a vendor's answer.
    case record(RecordType)
    /// A type that is known by its name alone, with parameters if it has any, such as `optional_type(int)`.
    case opaque(String, [CELType])
    /// What a declaration leaves open, such as the `T` of `list(T)`: any type, the same wherever the name stands.
    case parameter(String)

    /// The type of what `optional.of` makes.
    package static func optional(_ type: CELType) -> CELType { .opaque("optional_type", [type]) }

    /// The type of what `ip` makes.
    package static let address = CELType.opaque("net.IP", [])

    /// The type of what `cidr` makes.
    package static let block = CELType.opaque("net.CIDR", [])

    /// The type of a variable of many blocks of addresses.
    package static let blocks = CELType.opaque("list of blocks", [])
}
