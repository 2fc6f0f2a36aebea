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
}
