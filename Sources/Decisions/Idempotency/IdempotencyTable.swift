import DecisionLog

/// Which keys are being decided and which have been, for a time: the rules of idempotency as a value.
struct IdempotencyTable: Sendable {
    /// What comes of a request with a key.
    enum Admission: Sendable {
        /// It is the first: to be decided, and then finished or abandoned.
        case first
        /// It was decided; this is its record.
        case decided(RecordReference)
        /// The first is still being decided.
        case running
        /// The key belongs to a request with another body.
        case otherRequest
    }

    /// What comes of a batch with a key. It is one request: all of its items are admitted or none.
    enum BatchAdmission: Sendable {
        /// Each is either the first or decided.
        case items([Admission])
        case running
        case otherRequest
    }

    private struct Entry: Sendable {
        let request: IdempotencyKey.Digest
        /// Nil while the request is being decided.
        var decided: (record: RecordReference, expiresAt: Int64)?
    }

    private let timeToLive: Int64
    private let maxEntries: Int
    private var entries: [IdempotencyKey.Digest: Entry] = [:]
    /// The decided ones in the order in which they expire, from `oldest` on.
    private var queue: [(key: IdempotencyKey.Digest, expiresAt: Int64)] = []
    private var oldest = 0

    /// - Parameters:
    ///   - timeToLive: in milliseconds.
    ///   - maxEntries: of decided ones the oldest are forgotten before their time when there are more. One that is being
    ///     decided never is: there are as many of them as requests under way, which is bounded elsewhere.
    init(timeToLive: Int64, maxEntries: Int) {
        self.timeToLive = timeToLive
        self.maxEntries = maxEntries
    }

    var count: Int { entries.count }

    /// - Parameter now: milliseconds since 1970, here and below.
    mutating func admit(_ key: IdempotencyKey, now: Int64) -> Admission {
        forget(now: now, free: 0)
        if let entry = entries[key.key] {
            guard entry.request == key.request else { return .otherRequest }
            return entry.decided.map { .decided($0.record) } ?? .running
        }
        forget(now: now, free: 1)
        entries[key.key] = Entry(request: key.request, decided: nil)
        return .first
    }

    /// - Parameter items: the indices, below ``DecisionBatch/maxItems``, of those that can be decided.
    mutating func admit(items: [Int], of batch: IdempotencyKey, now: Int64) -> BatchAdmission {
        forget(now: now, free: 0)
        var isRunning = false
        // All that there could be: the batch that had the key before may have had others.
        for index in 0..<DecisionBatch.maxItems {
            guard let entry = entries[batch.item(index).key] else { continue }
            guard entry.request == batch.request else { return .otherRequest }
            if entry.decided == nil { isRunning = true }
        }
        if isRunning { return .running }
        return .items(items.map { admit(batch.item($0), now: now) })
    }

    /// The request was decided at `time`. Of two records with one key, which a log can hold of a time when keys were forgotten, the
    /// later counts.
    mutating func finish(_ key: IdempotencyKey, record: RecordReference, time: Int64) {
        let expiresAt = time + timeToLive
        entries[key.key] = Entry(request: key.request, decided: (record, expiresAt))
        queue.append((key.key, expiresAt))
        forget(now: time, free: 0)
    }

    /// The request came to no decision: the next with its key is the first again.
    mutating func abandon(_ key: IdempotencyKey) {
        guard let entry = entries[key.key], entry.decided == nil else { return }
        entries[key.key] = nil
    }

    /// Forgets what has expired, and the oldest until `free` more have room.
    private mutating func forget(now: Int64, free: Int) {
        while oldest < queue.count, queue[oldest].expiresAt <= now || entries.count + free > maxEntries {
            let (key, expiresAt) = queue[oldest]
            oldest += 1
            // The key may have been decided anew since.
            if entries[key]?.decided?.expiresAt == expiresAt { entries[key] = nil }
        }
        if oldest > 1024, oldest > queue.count / 2 {
            queue.removeFirst(oldest)
            oldest = 0
        }
    }
}
