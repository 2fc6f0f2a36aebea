import Curl
import HTTPTypes
import Synchronization

/// One vendor's API made dependable: cache, then single flight, then attempts within the deadline.
///
/// Each vendor has its own client with its own ``CurlClient``, so that one vendor's trouble (a name server that
/// hangs, a full queue) stays its own.
package final class UpstreamClient<Answer: Sendable>: Sendable {
    /// One call: what to send and how to read what comes back.
    package struct Call: Sendable {
        /// What the answer is about; the same key means the same answer.
        package let key: String
        package let request: HTTPRequest
        package let classify: @Sendable (CurlResponse) -> Classification<Answer>

        package init(
            key: String, request: HTTPRequest,
            classify: @escaping @Sendable (CurlResponse) -> Classification<Answer>
        ) {
            self.key = key
            self.request = request
            self.classify = classify
        }
    }

    private enum Cached {
        case answer(Answer)
        case failure(Failure)
    }

    private let curl: CurlClient
    private let retryPolicy: RetryPolicy
    /// What a flight leaves of its starter's deadline, so that it lands, with the cause that it knows, before the starter
    /// has to leave.
    private static var landingReserve: Duration { .milliseconds(5) }
    private let cache: Mutex<BoundedCache<Cached>>
    private let flights = SingleFlight<Fetched<Answer>>()
    private let refused = Mutex(false)

    /// Whether the vendor refused our key the last time it answered.
    package var isUnauthorized: Bool { refused.withLock { $0 } }

    /// - Parameter cacheMaxBytes: the cache's bound, keys and bookkeeping included.
    package init(curl: CurlClient, retryPolicy: RetryPolicy, cacheMaxBytes: Int) {
        self.curl = curl
        self.retryPolicy = retryPolicy
        self.cache = Mutex(BoundedCache(maxBytes: cacheMaxBytes))
    }

    /// Asks the vendor, or the cache. Never throws and never outlives the deadline: what went wrong is the cause.
    package func fetch(_ call: Call, deadline: ContinuousClock.Instant) async -> Fetched<Answer> {
        let start = ContinuousClock.now
        if let cached = cached(call.key, since: start) { return cached }
        var now = start
        while now < deadline {
            let fetched = await withDeadline(deadline) { [self] in
                await flights.output(for: call.key) { [self] in
                    await fly(call, deadline: deadline - Self.landingReserve)
                }
            }
            guard let fetched, var fetched else { break }
            now = .now
            // Whoever joined a flight that ended with its starter's deadline, earlier than its own, starts another.
            if fetched.cause == .timeout, now + retryPolicy.minAttemptTime < deadline { continue }
            fetched.duration = now - start
            return fetched
        }
        return Fetched(
            cause: .timeout, source: .upstream, attempts: start < deadline ? 1 : 0, duration: .now - start)
    }

    private func cached(_ key: String, since start: ContinuousClock.Instant) -> Fetched<Answer>? {
        switch cache.withLock({ $0.payload(for: key, now: start) }) {
        case nil:
            nil
        case .answer(let answer):
            Fetched(cause: .ok, answer: answer, source: .cache, duration: .now - start)
        case .failure(let failure):
            Fetched(failure, source: .cache, duration: .now - start)
        }
    }

    /// Attempts until one is good, none is worth it any more, or the deadline has come.
    private func fly(_ call: Call, deadline: ContinuousClock.Instant) async -> Fetched<Answer> {
        let start = ContinuousClock.now
        // A flight may have landed between its starter's look at the cache and this.
        if let cached = cached(call.key, since: start) { return cached }
        var attempts = 0
        var known: Failure?
        while true {
            let sent = await send(call, deadline: deadline)
            attempts += sent.isSent ? 1 : 0
            switch sent.classification {
            case .answer(let answer, let timeToLive, let costBytes):
                keep(.answer(answer), for: call.key, timeToLive: timeToLive, costBytes: costBytes)
                return Fetched(
                    cause: .ok, answer: answer, source: .upstream, attempts: attempts, duration: .now - start)
            case .failure(let failure):
                let decision = retryPolicy.decide(
                    after: failure, attempts: max(1, attempts), remaining: deadline - .now, jitter: .random(in: 0...1))
                if case .retry(let wait) = decision, await slept(wait) {
                    known = failure
                    continue
                }
                // A retry that found no time says less than what it was to mend.
                let final = failure.cause == .timeout ? known ?? failure : failure
                if let timeToLive = final.timeToLive {
                    keep(.failure(final), for: call.key, timeToLive: timeToLive, costBytes: 0)
                }
                return Fetched(final, source: .upstream, attempts: attempts, duration: .now - start)
            }
        }
    }

    private func send(
        _ call: Call, deadline: ContinuousClock.Instant
    ) async -> (classification: Classification<Answer>, isSent: Bool) {
        do throws(CurlError) {
            let classification = call.classify(try await curl.execute(call.request, deadline: deadline))
            var isRefused = false
            if case .failure(let failure) = classification { isRefused = failure.cause == .unauthorized }
            refused.withLock { $0 = isRefused }
            return (classification, true)
        } catch {
            // Before the deadline it was the time allowed for connecting that was up.
            let isConnectTimeout = error.code == .timeout && deadline - .now > .milliseconds(20)
            let failure = isConnectTimeout ? Failure(.unreachable, retry: .backoff) : Failure(transport: error)
            return (.failure(failure), failure.cause != .shed)
        }
    }

    private func keep(_ cached: Cached, for key: String, timeToLive: Duration, costBytes: Int) {
        // An abandoned flight's outcome says nothing of the vendor.
        guard !Task.isCancelled else { return }
        let expiry = ContinuousClock.now + timeToLive
        cache.withLock { $0.insert(cached, for: key, costBytes: costBytes, expiry: expiry) }
    }

    /// False if the wait was cut short because nobody waits for the answer any more.
    private func slept(_ wait: Duration) async -> Bool {
        do {
            try await Task.sleep(for: wait, tolerance: .zero)
            return true
        } catch {
            return false
        }
    }
}
