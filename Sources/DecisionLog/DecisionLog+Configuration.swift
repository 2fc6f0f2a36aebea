import Foundation

extension DecisionLog {
    /// How to open a log. Limits bound memory: at most `maxQueueBytes` wait, and one batch of a few MiB is being written.
    package struct Configuration: Sendable {
        /// Created with mode 0750 if missing, parents too.
        package var directory: String
        /// Who writes, as the last part of the records' `source`: `/portcullis/<instance>`. Letters, digits, `.`, `_`, `-`.
        package var instance: String
        /// The program's version, for `portcullis.log.opened.v1`. Printable ASCII.
        package var version: String
        package var durability: Durability
        /// Records that may wait for the writer, those being written included.
        package var maxQueueRecords: Int
        /// Bytes of lines that may wait for the writer, those being written included.
        package var maxQueueBytes: Int
        /// The longest line, its line end included; at most `RecordFormat.maxLineBytes`.
        package var maxRecordBytes: Int
        /// How long the writer waits, after a failed write with nobody calling, before it tries again on its own.
        package var retryInterval: Duration
        package var rotation: Rotation
        package var compression: Compression
        /// Nil: none are signed, and nothing is ever removed.
        package var checkpoints: Checkpoints?
        package var onDamage: OnDamage
        /// How many of the newest records `record(id:)` finds; each takes about 100 bytes of memory.
        package var maxIndexRecords: Int
        package var now: @Sendable () -> Date
        /// A clock that nobody sets, which tells retention whether `now` has jumped.
        package var steadyNow: @Sendable () -> ContinuousClock.Instant
        /// Told what the writer does, for metrics; nil for nobody.
        package var observe: Observer?

        package init(
            directory: String,
            instance: String,
            version: String = "unknown",
            durability: Durability = .commit,
            maxQueueRecords: Int = 10_000,
            maxQueueBytes: Int = 64 << 20,
            maxRecordBytes: Int = 1 << 20,
            retryInterval: Duration = .seconds(1),
            rotation: Rotation = .init(),
            compression: Compression = .none,
            checkpoints: Checkpoints? = nil,
            onDamage: OnDamage = .stop,
            maxIndexRecords: Int = 50_000,
            now: @escaping @Sendable () -> Date = { Date() },
            steadyNow: @escaping @Sendable () -> ContinuousClock.Instant = { .now },
            observe: Observer? = nil
        ) {
            self.directory = directory
            self.instance = instance
            self.version = version
            self.durability = durability
            self.maxQueueRecords = maxQueueRecords
            self.maxQueueBytes = maxQueueBytes
            self.maxRecordBytes = maxRecordBytes
            self.retryInterval = retryInterval
            self.rotation = rotation
            self.compression = compression
            self.checkpoints = checkpoints
            self.onDamage = onDamage
            self.maxIndexRecords = maxIndexRecords
            self.now = now
            self.steadyNow = steadyNow
            self.observe = observe
        }
    }
}

extension DecisionLog {
    /// Whether `text` can be a ``Configuration/instance``.
    package static func isInstance(_ text: String) -> Bool { RecordFormat.isInstance(text) }
}

extension DecisionLog.Configuration {
    /// The smallest `maxRecordBytes` that surely holds the log's own records.
    static let minRecordBytes = 4096

    func validate() throws(DecisionLogError) {
        guard !directory.isEmpty else {
            throw .invalidConfiguration("the log's directory is empty; it has to be a path")
        }
        guard RecordFormat.isInstance(instance) else {
            throw .invalidConfiguration(
                "the log's instance is \"\(instance)\"; allowed are 1 to 128 letters, digits, '.', '_' and '-'")
        }
        guard RecordFormat.isAttribute(version) else {
            throw .invalidConfiguration(
                "the version is \"\(version)\"; allowed are 1 to 256 printable ASCII characters")
        }
        let records = Self.minRecordBytes...RecordFormat.maxLineBytes
        guard records.contains(maxRecordBytes) else {
            throw .invalidConfiguration(
                "maxRecordBytes is \(maxRecordBytes); allowed are \(records.lowerBound) to \(records.upperBound)")
        }
        guard maxQueueRecords >= 1 else {
            throw .invalidConfiguration("maxQueueRecords is \(maxQueueRecords); at least 1 is needed")
        }
        guard maxQueueBytes >= maxRecordBytes else {
            throw .invalidConfiguration(
                "maxQueueBytes is \(maxQueueBytes); it has to hold a record, so at least \(maxRecordBytes)")
        }
        if case .interval(let interval) = durability, interval < .milliseconds(1) || interval > .seconds(60) {
            throw .invalidConfiguration("the sync interval is \(interval); allowed are 1 ms to 60 s")
        }
        guard retryInterval >= .milliseconds(1), retryInterval <= .seconds(3600) else {
            throw .invalidConfiguration("retryInterval is \(retryInterval); allowed are 1 ms to 1 hour")
        }
        guard (0...10_000_000).contains(maxIndexRecords) else {
            throw .invalidConfiguration("maxIndexRecords is \(maxIndexRecords); allowed are 0 to 10000000")
        }
        try rotation.validate(signs: checkpoints != nil)
        try checkpoints?.policy.validate()
    }
}
