/// What the log refuses or can't do. Every description says what happened, where, and what would help; none holds record data.
package enum DecisionLogError: Error, Equatable, Sendable {
    /// A configuration value is out of its range; the text names the value and what is allowed.
    case invalidConfiguration(String)
    /// A key's text, or the name for a new one, isn't what the format allows. Holds nothing of a secret.
    case invalidKey(String)
    /// A checkpoint that somebody kept isn't one, or isn't signed.
    case invalidCheckpoint(String)
    /// A proof isn't one, or doesn't hold.
    case invalidProof(String)
    /// No record has this id, or none that a proof can be made for.
    case notFound(String)
    /// Another process (or another log in this one) holds the directory. `pid` is what the holder wrote, as it sees itself.
    case locked(directory: String, pid: Int32?)
    /// A file or directory can't be created, opened or read.
    case unreadable(path: String, reason: String)
    /// No log file lies in the directory.
    case noLog(directory: String)
    /// The last whole line isn't what the log wrote; going on would hide that. `offset` is the line's first byte in the file.
    case corrupt(path: String, offset: Int64, reason: String)
    /// The record isn't in the log, because the file can't be written at the moment.
    case notWritable(reason: String)
    /// The queue before the writer is full.
    case overloaded(maxQueueRecords: Int, maxQueueBytes: Int)
    /// The record's line would be longer than `maxRecordBytes`.
    case recordTooLarge(bytes: Int, maxBytes: Int)
    /// A field can't stand in a line: a raw control byte in `data`, or an attribute outside the allowed characters.
    case invalidRecord(reason: String)
    /// The log was closed.
    case closed
}

extension DecisionLogError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .invalidConfiguration(let text), .invalidKey(let text):
            text
        case .invalidProof(let reason):
            "the proof doesn't hold: \(reason)"
        case .notFound(let text):
            text
        case .invalidCheckpoint(let reason):
            "the kept checkpoint can't be used: \(reason)"
        case .locked(let directory, let pid):
            "the decision log in \(directory) is in use by \(pid.map { "process \($0)" } ?? "another process"); "
                + "one process writes a log directory at a time"
        case .unreadable(let path, let reason):
            "\(path): \(reason)"
        case .noLog(let directory):
            "\(directory) holds no decision log (no \(LogDirectory.activeName))"
        case .corrupt(let path, let offset, let reason):
            "\(path), line at byte \(offset): \(reason). "
                + "The log was altered or damaged: check it with `portcullis log verify`, keep a copy, "
                + "and move it away to begin a new one"
        case .notWritable(let reason):
            "the decision log can't be written: \(reason)"
        case .overloaded(let records, let bytes):
            "the decision log's queue is full (at most \(records) records and \(bytes) bytes)"
        case .recordTooLarge(let bytes, let maxBytes):
            "the record needs \(bytes) bytes; at most \(maxBytes) are allowed"
        case .invalidRecord(let reason):
            reason
        case .closed:
            "the decision log is closed"
        }
    }
}
