import Synchronization

/// One vendor's answers, and those of its failures that may be told again, for one base URL and key: its client's own,
/// so that the session alone is the key.
final class AnswerCache<Answer: Sendable>: Sendable {
    private enum Kept {
        case answer(Answer, isProvisional: Bool)
        case failure(Failure)
    }

    /// What is told of a key.
    struct Found {
        let fetched: Fetched<Answer>
        /// Whether it is past its time, and the vendor is to be asked in the background.
        let needsRefresh: Bool
    }

    /// Entries of the same moment don't expire in the same moment: up to a tenth of the time to live is taken off.
    private static var maxJitter: Double { 0.1 }

    private let cache: Mutex<BoundedCache<Kept>>
    private let staleWhileRevalidate: Duration
    private let staleIfError: Duration

    init(maxBytes: Int, staleWhileRevalidate: Duration, staleIfError: Duration) {
        cache = Mutex(BoundedCache(maxBytes: maxBytes))
        self.staleWhileRevalidate = staleWhileRevalidate
        self.staleIfError = staleIfError
    }

    /// What may be told without asking: what is fresh, or stale and soon refreshed.
    ///
    /// - Parameter storedAfter: what is older isn't told; nil for no such limit.
    func found(
        _ key: String, now: ContinuousClock.Instant, storedAfter: ContinuousClock.Instant? = nil
    ) -> Found? {
        guard let hit = cache.withLock({ $0.hit(for: key, now: now) }) else { return nil }
        if let storedAfter, hit.stored < storedAfter { return nil }
        let isStale = now >= hit.expiry
        switch hit.payload {
        case .answer(let answer, let isProvisional):
            guard !isStale || now - hit.expiry < staleWhileRevalidate else { return nil }
            return Found(
                fetched: Fetched(
                    answer, source: isStale ? .stale : .cache, age: now - hit.stored, isProvisional: isProvisional,
                    duration: .now - now),
                needsRefresh: isStale)
        case .failure(let failure):
            return Found(fetched: Fetched(failure, source: .cache, duration: .now - now), needsRefresh: false)
        }
    }

    /// An older answer in place of a failed fetch; nil if there is none, or too old a one.
    func stale(_ key: String, insteadOf failed: Fetched<Answer>, now: ContinuousClock.Instant) -> Fetched<Answer>? {
        guard staleIfError > .zero, !failed.cause.isConclusive,
            let hit = cache.withLock({ $0.hit(for: key, now: now) }), now - hit.expiry < staleIfError,
            case .answer(let answer, false) = hit.payload
        else { return nil }
        return Fetched(answer, source: .stale, age: now - hit.stored, insteadOf: failed)
    }

    /// What it holds, and may hold.
    func status(into status: inout UpstreamStatus) {
        (status.cacheBytes, status.cacheMaxBytes, status.cacheEntries) = cache.withLock {
            ($0.bytes, $0.maxBytes, $0.count)
        }
    }

    func keep(_ classification: Classification<Answer>, for key: String, now: ContinuousClock.Instant) {
        switch classification {
        case .answer(let answered):
            // What the vendor was about to change is worth nothing past its time.
            let grace = answered.isProvisional ? .zero : max(staleWhileRevalidate, staleIfError)
            insert(
                .answer(answered.answer, isProvisional: answered.isProvisional), key, answered.costBytes, now,
                answered.timeToLive, grace: grace)
        case .failure(let failure):
            guard let timeToLive = failure.timeToLive else { return }
            insert(.failure(failure), key, 0, now, timeToLive, grace: .zero)
        }
    }

    private func insert(
        _ kept: Kept, _ key: String, _ costBytes: Int, _ now: ContinuousClock.Instant, _ timeToLive: Duration,
        grace: Duration
    ) {
        let jittered = timeToLive * (1 - .random(in: 0...Self.maxJitter))
        cache.withLock {
            $0.insert(kept, for: key, costBytes: costBytes, now: now, timeToLive: jittered, grace: grace)
        }
    }
}
