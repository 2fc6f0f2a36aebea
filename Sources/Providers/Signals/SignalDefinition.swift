import CEL

/// What a signal is: its name, type, sources, and what holds when two vendors differ.
package struct SignalDefinition: Sendable {
    /// What holds when more than one vendor tells a value.
    package enum Merge: String, Sendable {
        /// True if any vendor says true.
        case anyTrue = "true if any says so"
        /// That of the first vendor in the order of ``ProviderName``.
        case first = "Tripwire's"
        /// Only one vendor tells it.
        case single = "–"
    }

    package let group: String
    package let name: String
    package let type: CELType
    /// What its value has to satisfy, if all that it is read from has a closed set or range of values.
    package let constraint: RecordType.Constraint?
    package let merge: Merge
    package let meaning: String
    /// The vendors' fields that it is read from, as `docs/signals.md` shows them; nil if a vendor doesn't tell it.
    package let sources: [ProviderName: String]

    package var path: String { "\(group).\(name)" }
    /// What its values are, for people.
    package var form: String { constraint?.form(of: type.description) ?? type.description }
}
