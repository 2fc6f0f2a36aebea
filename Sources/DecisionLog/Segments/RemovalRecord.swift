import Foundation

/// What `portcullis.log.removed.v1` says: which records retention removes from here on.
struct RemovalRecord {
    private static let type = Array(OwnRecord.Kind.removed.type.utf8)

    let lastSequence: UInt64

    /// Nil for a record of another type, and for one whose data isn't what the log writes.
    init?(_ record: RecordLine, of line: ArraySlice<UInt8>) {
        guard line[record.type].elementsEqual(Self.type),
            let content = try? JSONDecoder().decode(Content.self, from: Data(line[record.data]))
        else { return nil }
        lastSequence = content.lastSequence
    }

    private struct Content: Decodable {
        let lastSequence: UInt64

        enum CodingKeys: String, CodingKey {
            case lastSequence = "last_sequence"
        }
    }
}
