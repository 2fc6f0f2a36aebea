import Foundation

/// What `portcullis.log.opened.v1` says of a run's durability.
struct OpenedRecord {
    private static let type = Array(OwnRecord.Kind.opened.type.utf8)

    let isCommit: Bool

    /// Nil for a record of another type, and for one whose data isn't what the log writes.
    init?(_ record: RecordLine, of line: ArraySlice<UInt8>) {
        guard line[record.type].elementsEqual(Self.type),
            let content = try? JSONDecoder().decode(Content.self, from: Data(line[record.data]))
        else { return nil }
        isCommit = content.durability == Durability.commit.name
    }

    private struct Content: Decodable {
        let durability: String
    }
}
