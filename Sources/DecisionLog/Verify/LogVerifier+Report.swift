extension LogVerifier {
    /// What a check found.
    package struct Report: Sendable, Equatable {
        /// Files read.
        package internal(set) var segments = 0
        /// Good records.
        package internal(set) var records: UInt64 = 0
        /// Bytes of good records.
        package internal(set) var bytes: Int64 = 0
        /// Records before the first, which retention removed; a checkpoint covers them.
        package internal(set) var removedRecords: UInt64 = 0
        /// Of the last good record; 0 if there is none.
        package internal(set) var lastSequence: UInt64 = 0
        /// Of the last good record; to be kept elsewhere by one who wants to see later that nothing was cut off.
        package internal(set) var lastHash = RecordHash.zero
        /// Bytes after the last line end: a record that is being written, or one torn by a crash, which the next start cuts off.
        /// Neither was answered, so it isn't a problem.
        package internal(set) var incompleteBytes = 0
        /// Bytes at closed segments' ends, of batches that failed and that nobody had an answer for.
        package internal(set) var unansweredBytes: Int64 = 0
        /// Good checkpoints, a kept one included.
        package internal(set) var checkpoints = 0
        /// How many records the last good checkpoint covers.
        package internal(set) var lastCheckpointSize: UInt64 = 0
        /// Whether public keys were there to check signatures with. Without them anybody could have written the checkpoints.
        package internal(set) var areSignaturesChecked = false
        /// The root of the Merkle tree over all records.
        package internal(set) var root = MerkleHash.empty
        package internal(set) var problem: Problem?

        var firstFile = LogDirectory.activeName
        var first: Timestamp?
        var last: Timestamp?

        package var isGood: Bool { problem == nil }
        /// RFC 3339 in UTC, of the first good record.
        package var firstTime: String? { first?.description }
        /// RFC 3339 in UTC, of the last good record.
        package var lastTime: String? { last?.description }
    }

    /// The first thing that isn't good.
    package struct Problem: Sendable, Equatable {
        /// The file's name in the log's directory.
        package let file: String
        /// Counts from 1 in that file; for a checkpoint its first line.
        package let line: Int
        /// Of the line's first byte in that file.
        package let byteOffset: Int64
        package let defect: Defect
        /// What would look like that; nil if nothing more can be said than what is wrong.
        package let change: String?
    }
}

extension LogVerifier.Problem: CustomStringConvertible {
    package var description: String {
        "\(file), line \(line), byte \(byteOffset): \(defect)" + (change.map { "\nWhat fits: \($0)" } ?? "")
    }
}
