/// A record as it stands in the file.
struct WrittenRecord: Sendable {
    let id: String
    let hash: RecordHash
    /// Of its line.
    let bytes: Int
}
