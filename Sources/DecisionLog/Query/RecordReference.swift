/// Where a record stands in the log, for reading it again.
package struct RecordReference: Sendable {
    /// The record's id.
    package let id: String
    let place: RecordIndex.Place
}
