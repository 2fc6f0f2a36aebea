extension DecisionLog {
    /// When segments are closed, and how long closed ones are kept.
    package struct Rotation: Sendable {
        /// A segment that is this long is closed before the next record. Also what a start reads, so what bounds its time.
        package var maxSegmentBytes: Int64
        /// A segment whose first record is this old is closed before the next record.
        package var maxSegmentAge: Duration
        /// Closed segments whose last record is older are removed, if a signed checkpoint covers them; nil: never.
        package var maxAge: Duration?
        /// When all segments are larger, the oldest that a signed checkpoint covers are removed; nil: never.
        package var maxTotalBytes: Int64?

        package init(
            maxSegmentBytes: Int64 = 256 << 20, maxSegmentAge: Duration = .seconds(86_400), maxAge: Duration? = nil,
            maxTotalBytes: Int64? = nil
        ) {
            self.maxSegmentBytes = maxSegmentBytes
            self.maxSegmentAge = maxSegmentAge
            self.maxAge = maxAge
            self.maxTotalBytes = maxTotalBytes
        }

        var policy: RotationPolicy { RotationPolicy(maxBytes: maxSegmentBytes, maxAge: maxSegmentAge) }
        var retention: Retention { Retention(maxAge: maxAge, maxTotalBytes: maxTotalBytes) }
    }

    /// How checkpoints are signed.
    package struct Checkpoints: Sendable {
        package var key: CheckpointKey
        package var policy: CheckpointPolicy
        /// A file, best on another machine's disk, that gets each checkpoint too; nil: none.
        package var copy: String?
        /// Called by the writer with each checkpoint that was written, a signed note; has to return at once.
        package var onSigned: (@Sendable ([UInt8]) -> Void)?

        package init(
            key: CheckpointKey, policy: CheckpointPolicy = .init(), copy: String? = nil,
            onSigned: (@Sendable ([UInt8]) -> Void)? = nil
        ) {
            self.key = key
            self.policy = policy
            self.copy = copy
            self.onSigned = onSigned
        }
    }

    /// What a start does with a log that was damaged or altered.
    package enum OnDamage: Sendable {
        /// The start fails and changes nothing.
        case stop
        /// The damaged log is moved aside, and a new chain begun whose first record says so.
        case beginNewChain
    }
}

extension DecisionLog.Rotation {
    private static let ages: ClosedRange<Duration> = .seconds(1) ... .seconds(10 * 366 * 86_400)

    /// - Parameter signs: whether checkpoints are signed; what none covers is never removed.
    func validate(signs: Bool) throws(DecisionLogError) {
        let bytes: ClosedRange<Int64> = 1 << 16...1 << 40
        guard bytes.contains(maxSegmentBytes) else {
            throw .invalidConfiguration(
                "maxSegmentBytes is \(maxSegmentBytes); allowed are \(bytes.lowerBound) to \(bytes.upperBound)")
        }
        for (name, age) in [("maxSegmentAge", maxSegmentAge), ("maxAge", maxAge ?? maxSegmentAge)] {
            guard Self.ages.contains(age) else {
                throw .invalidConfiguration("\(name) is \(age); allowed are 1 second to 10 years")
            }
        }
        if let maxTotalBytes, maxTotalBytes < maxSegmentBytes {
            throw .invalidConfiguration(
                "maxTotalBytes is \(maxTotalBytes); it has to hold a segment, so at least \(maxSegmentBytes)")
        }
        guard signs || (maxAge == nil && maxTotalBytes == nil) else {
            throw .invalidConfiguration(
                "maxAge and maxTotalBytes remove only what a signed checkpoint covers: they need a checkpoint key")
        }
    }
}

extension CheckpointPolicy {
    func validate() throws(DecisionLogError) {
        guard maxRecords >= 1, maxRecords <= 1_000_000_000 else {
            throw .invalidConfiguration("a checkpoint's maxRecords is \(maxRecords); allowed are 1 to 1000000000")
        }
        guard maxDelay >= .milliseconds(10), maxDelay <= .seconds(86_400) else {
            throw .invalidConfiguration("a checkpoint's maxDelay is \(maxDelay); allowed are 10 ms to 1 day")
        }
    }
}
