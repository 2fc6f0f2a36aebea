/// The fixed text of a line and what may stand between, as `docs/log.md` has it. Writer, recovery and verifier share it.
package enum RecordFormat {
    /// No line is ever longer, whatever the configuration says: it bounds what a reader needs in memory.
    package static let maxLineBytes = 16 << 20

    static let lineEnd: UInt8 = 0x0A
    static let quote: UInt8 = 0x22

    static let id = Array(#"{"specversion":"1.0","id":""#.utf8)
    static let source = Array(#"","source":"/portcullis/"#.utf8)
    static let type = Array(#"","type":""#.utf8)
    static let time = Array(#"","time":""#.utf8)
    static let sequence = Array(#"","sequence":""#.utf8)
    static let previousHash = Array(#"","prevhash":""#.utf8)
    static let traceparent = Array(#"","traceparent":""#.utf8)
    static let data = Array(#"","data":"#.utf8)
    static let hash = Array(#","hash":""#.utf8)
    static let end = Array("\"}\n".utf8)

    static let sequenceDigits = 20
    /// Two digits are never needed; a file that claims more was not written by the log, and adding to it can't overflow.
    static let maxSequence: UInt64 = 999_999_999_999_999_999

    /// From `,"hash":"` to the line end, both included.
    static let trailerBytes = hash.count + RecordHash.hexBytes + end.count

    /// A line's bytes but for those of id, instance, type, traceparent (with its name) and data.
    static let fixedBytes =
        id.count + source.count + type.count + time.count + Timestamp.byteCount + sequence.count + sequenceDigits
        + previousHash.count + RecordHash.hexBytes + data.count + trailerBytes

    /// Whether `text` can stand between quotes as it is: 1 to 256 printable ASCII characters without `"` and `\`.
    static func isAttribute(_ text: String) -> Bool {
        (1...256).contains(text.utf8.count) && text.utf8.allSatisfy(isAttributeByte)
    }

    static func isAttributeByte(_ byte: UInt8) -> Bool {
        (0x20...0x7E).contains(byte) && byte != quote && byte != 0x5C
    }

    /// Whether `text` can stand in a URI path as it is.
    static func isInstance(_ text: String) -> Bool {
        (1...128).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F: true
                default: false
                }
            }
    }
}
