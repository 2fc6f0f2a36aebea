import Dispatch

/// The inbox's state and its rules, without locks and threads.
struct InboxState: Sendable {
    private let maxRecords: Int
    private let maxBytes: Int

    private var waiting: [PendingRecord] = []
    /// Waiting and being written.
    private var records = 0
    private var bytes = 0
    /// Since when the first that waits has waited. Asked of the clock once a batch.
    private var waitingSince: DispatchTime?
    /// The same of those that are being written.
    private var writingSince: DispatchTime?
    private var writerSleeps = false
    /// Half of the records that were under way when the writer last finished a batch: as many are waited for. Their callers come
    /// again, and while one half is on its way to the device the other half is made.
    private var expected = 0
    /// The writer sleeps until as many are waiting as are expected.
    private var isGathering = false
    private(set) var outage: Outage?
    /// During an outage: a batch that tests the file is under way, all other records are refused at once.
    private var isProbing = false
    /// Appends that got `.notWritable` since the outage began.
    private(set) var refused: UInt64 = 0
    private var isClosing = false
    private var isClosed = false
    private var closers: [Int: Inbox.Closer] = [:]
    private var closeRequests = 0
    private var rotators: [Inbox.Rotator] = []

    init(maxRecords: Int, maxBytes: Int) {
        self.maxRecords = maxRecords
        self.maxBytes = maxBytes
    }

    /// Queues a record, or says why not.
    mutating func admit(_ pending: PendingRecord) -> DecisionLogError? {
        if isClosing { return .closed }
        if let outage, isProbing {
            refused += 1
            return .notWritable(reason: outage.reason)
        }
        guard records < maxRecords, maxBytes - bytes >= pending.lineBytes else {
            return .overloaded(maxQueueRecords: maxRecords, maxQueueBytes: maxBytes)
        }
        isProbing = outage != nil
        if waiting.isEmpty { waitingSince = .now() }
        waiting.append(pending)
        records += 1
        bytes += pending.lineBytes
        return nil
    }

    func queue(now: DispatchTime) -> DecisionLog.Queue {
        let since = writingSince ?? waitingSince ?? now
        let age = now.uptimeNanoseconds - min(since.uptimeNanoseconds, now.uptimeNanoseconds)
        return .init(records: records, bytes: bytes, oldestAge: .nanoseconds(Int64(clamping: age)))
    }

    /// Whether the writer has to be signalled: one at work looks into the queue by itself before it sleeps.
    mutating func wakeWriter() -> Bool {
        guard writerSleeps, !isGathering || waiting.count >= expected || isClosing else { return false }
        writerSleeps = false
        isGathering = false
        return true
    }

    /// What the writer is to do now; nil: nothing, and it is noted as sleeping. `batch` comes in empty.
    mutating func take(into batch: inout [PendingRecord]) -> Inbox.Work? {
        if !waiting.isEmpty {
            swap(&waiting, &batch)
            writingSince = waitingSince
            waitingSince = nil
            return .records
        }
        if !rotators.isEmpty { return .rotation }
        if isClosing { return .closing }
        writerSleeps = true
        return nil
    }

    /// Whether records wait and more are expected; then the writer is noted as sleeping until they are there.
    mutating func startGathering() -> Bool {
        guard !waiting.isEmpty, waiting.count < expected, !isClosing else { return false }
        writerSleeps = true
        isGathering = true
        return true
    }

    mutating func writerWokeByItself() {
        writerSleeps = false
        isGathering = false
    }

    mutating func finish(records: Int, bytes: Int) {
        expected = self.records / 2
        self.records -= records
        self.bytes -= bytes
        if self.records == waiting.count { writingSince = nil }
    }

    mutating func fail(records: Int, outage: Outage) {
        self.outage = outage
        isProbing = !waiting.isEmpty
        refused += UInt64(records)
    }

    mutating func endOutage() {
        outage = nil
        isProbing = false
        refused = 0
    }

    /// - Returns: the closer's number; nil if the writer has already ended, and `closer` was not kept.
    mutating func close(_ closer: Inbox.Closer?) -> Int? {
        if isClosed { return nil }
        isClosing = true
        closeRequests += 1
        closers[closeRequests] = closer
        return closeRequests
    }

    /// - Returns: the closer with this number, if it still waits; it doesn't any more.
    mutating func giveUpClosing(_ number: Int) -> Inbox.Closer? {
        closers.removeValue(forKey: number)
    }

    /// - Returns: false if no more rotation is done, and `rotator` was not kept.
    mutating func requestRotation(_ rotator: Inbox.Rotator) -> Bool {
        if isClosing { return false }
        rotators.append(rotator)
        return true
    }

    mutating func rotated() -> [Inbox.Rotator] {
        defer { rotators = [] }
        return rotators
    }

    mutating func closed() -> [Inbox.Closer] {
        isClosed = true
        defer { closers = [:] }
        return Array(closers.values)
    }
}
