/// A record as it was read from the log.
package struct ReadRecord {
    let line: ArraySlice<UInt8>
    let record: RecordLine
    let place: RecordIndex.Place

    package var data: ArraySlice<UInt8> { line[record.data] }
    /// The record's time, since 1970.
    package var milliseconds: Int64 { record.time.milliseconds }
    package var reference: RecordReference {
        RecordReference(id: String(decoding: line[record.id], as: UTF8.self), place: place)
    }
}
