import Foundation

/// What a log commits to: so many records, with this root. https://c2sp.org/tlog-checkpoint
package struct Checkpoint: Sendable, Equatable {
    /// Which log: the name of its key.
    package let origin: String
    /// How many records are covered, from the first on.
    package let size: UInt64
    package let root: RecordHash

    init(origin: String, size: UInt64, root: RecordHash) {
        self.origin = origin
        self.size = size
        self.root = root
    }

    /// Reads a note's text; lines after the third are extensions, which nothing here uses.
    init?(_ text: String) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count >= 4, lines.last == "", !lines.dropLast().contains(""),
            let size = UInt64(lines[1]), String(size) == lines[1], size <= RecordFormat.maxSequence,
            let bytes = Data(base64Encoded: String(lines[2])), let root = RecordHash(bytes: bytes)
        else { return nil }
        self.init(origin: String(lines[0]), size: size, root: root)
    }

    var text: String { "\(origin)\n\(size)\n\(Data(root.bytes).base64EncodedString())\n" }
}
