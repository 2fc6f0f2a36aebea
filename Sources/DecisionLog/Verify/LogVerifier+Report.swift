extension LogVerifier {
    /// What a check found.
    package struct Report: Sendable, Equatable {
        /// Files read.
        package internal(set) var segments = 0
        /// Good records.
        package internal(set) var records: UInt64 = 0
        /// Bytes of good records.
        package internal(set) var bytes: Int64 = 0
        /// Of the last good record; 0 if there is none.
        package internal(set) var lastSequence: UInt64 = 0
        /// Of the last good record; to be kept elsewhere by one who wants to see later that nothing was cut off.
        package internal(set) var lastHash = RecordHash.zero
        /// Bytes after the last line end: a record that is being written, or one torn by a crash, which the next start cuts off.
        /// Neither was answered, so it isn't a problem.
        package internal(set) var incompleteBytes = 0
        package internal(set) var problem: Problem?

        var first: Timestamp?
        var last: Timestamp?

        package var isGood: Bool { problem == nil }
        /// RFC 3339 in UTC, of the first good record.
        package var firstTime: String? { first?.description }
        /// RFC 3339 in UTC, of the last good record.
        package var lastTime: String? { last?.description }
    }

    /// The first record that isn't good.
    package struct Problem: Sendable, Equatable {
        /// The file's name in the log's directory.
        package let file: String
        /// Counts from 1 in that file.
        package let line: Int
        /// Of the line's first byte in that file.
        package let byteOffset: Int64
        package let defect: Defect
    }

    /// What is wrong with a record.
    package enum Defect: Sendable, Equatable {
        /// The line isn't as the log writes it.
        case malformed(String)
        /// The content doesn't fit the record's own hash.
        case hash(computed: RecordHash, found: RecordHash)
        /// The record doesn't follow the one before it.
        case previousHash(expected: RecordHash, found: RecordHash)
        /// Records are missing, doubled or in another order.
        case sequence(expected: UInt64, found: UInt64)
        /// The time is before that of the record before it.
        case time(previous: String, found: String)
        /// A segment doesn't begin with the record that its name says.
        case segmentName(expected: UInt64, found: UInt64)
        /// A rotated segment ends within a record.
        case cutOff(bytes: Int)
    }
}

extension LogVerifier.Problem: CustomStringConvertible {
    package var description: String { "\(file), line \(line), byte \(byteOffset): \(defect)" }
}

extension LogVerifier.Defect: CustomStringConvertible {
    package var description: String {
        switch self {
        case .malformed(let text):
            text
        case .hash(let computed, let found):
            "the record was altered: its content has the hash \(computed), it says \(found)"
        case .previousHash(let expected, let found):
            "the chain is broken: the record before has the hash \(expected), prevhash says \(found)"
        case .sequence(let expected, let found):
            "the sequence should be \(expected) and is \(found): records are missing, doubled or moved"
        case .time(let previous, let found):
            "the time \(found) is before that of the record before it, \(previous)"
        case .segmentName(let expected, let found):
            "the segment's name says that it begins with record \(expected), and it begins with \(found)"
        case .cutOff(let bytes):
            "the segment ends within a record (\(bytes) bytes without a line end)"
        }
    }
}
