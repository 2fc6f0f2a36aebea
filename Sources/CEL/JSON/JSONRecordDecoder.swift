/// Decodes a JSON object against a ``RecordType`` in one pass, tolerant of what the type doesn't foresee.
///
/// A vendor adds fields and values without notice. So a field that is missing, null, of another type, or outside its
/// ``RecordType/Constraint`` is nil in the record, which makes it an unknown for a condition; so is a list with an
/// element that doesn't fit, since without it the list would pass for whole; undeclared fields are skipped without being read into memory. All but the missing and the
/// null is noted as ``SchemaDrift``. Only what isn't valid JSON or goes beyond the limits is an error.
///
/// What a declared type takes: `bool`, `string` the same; `int` and `uint` a number without fraction and exponent in
/// range (`94.0` is drift, not 94); `double` any number; `timestamp` an RFC 3339 string; `duration` a string such as
/// `1.5s`; `list`, `map` with string keys, `record`; `dyn` anything. `null`, `bytes` and `type` take nothing.
package struct JSONRecordDecoder: Sendable {
    package let type: RecordType
    package let limits: JSONLimits

    package init(_ type: RecordType, limits: JSONLimits = JSONLimits()) {
        self.type = type
        self.limits = limits
    }

    /// What came of a document.
    package struct Decoded: Sendable {
        package let record: Record
        /// At most 32, each different, in the order in which they were met.
        package let drift: [SchemaDrift]
        /// There was more drift than `drift` holds.
        package let isDriftTruncated: Bool
    }

    /// A document that isn't an object gives an empty record and drift at the empty path.
    package func decode(_ bytes: [UInt8]) throws(JSONError) -> Decoded {
        var decoding = RecordDecoding(scanner: try JSONScanner(bytes, limits: limits))
        var record = Record(type)
        if decoding.scanner.peek() == UInt8(ascii: "{") {
            record = try decoding.record(type)
        } else {
            try decoding.scanner.skip()
            decoding.drift.note(.wrongType)
        }
        try decoding.scanner.expectEnd()
        return Decoded(record: record, drift: decoding.drift.entries, isDriftTruncated: decoding.drift.isTruncated)
    }
}
