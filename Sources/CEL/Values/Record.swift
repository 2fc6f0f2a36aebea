/// A value of a ``RecordType``: one entry a declared field, nil where nothing is known of it.
///
/// Nil is not null and not false: an expression that reads it has an *unknown* (CEL's word for
/// what isn't known yet) and `has()` of it is false.
package struct Record: Sendable {
    package let type: RecordType
    /// As many as `type.fields`, in their order.
    package private(set) var values: [Value?]

    /// A record of which nothing is known yet.
    package init(_ type: RecordType) {
        self.type = type
        self.values = Array(repeating: nil, count: type.fields.count)
    }

    /// Reads or writes a field by name. A name that the type doesn't declare reads as nil and is not written.
    package subscript(field: String) -> Value? {
        get { type.slot(of: field).flatMap { values[$0] } }
        set {
            guard let slot = type.slot(of: field) else { return }
            values[slot] = newValue
        }
    }

    /// Reads or writes a field by its slot. A slot out of range reads as nil and is not written.
    package subscript(slot slot: Int) -> Value? {
        get { values.indices.contains(slot) ? values[slot] : nil }
        set {
            guard values.indices.contains(slot) else { return }
            values[slot] = newValue
        }
    }
}
