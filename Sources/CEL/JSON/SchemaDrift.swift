/// One way in which a document differs from the record type that it was decoded against.
///
/// It names a place of the schema and holds no value: the text of `path` is made of declared names, `[]` for an array's
/// elements, `{}` for a map's values and, at its end, an undeclared field's name.
package struct SchemaDrift: Sendable, Hashable {
    package enum Kind: String, Sendable {
        /// A field that the type doesn't declare. It was skipped.
        case unknownField = "unknown_field"
        /// A value that the declared type can't hold. It counts as not delivered.
        case wrongType = "wrong_type"
        /// A number outside the declared range. It counts as not delivered.
        case outOfRange = "out_of_range"
        /// A string outside the declared set. It counts as not delivered.
        case unknownValue = "unknown_value"
    }

    /// Such as `data.network.anonymity[].level`.
    package let path: String
    package let kind: Kind
}
