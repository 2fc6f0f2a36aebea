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
    /// How long one flight may take, whoever joins it.
    private let flightTimeout: Duration
    private let cache: Mutex<BoundedCache<Cached>>
    private let flights = SingleFlight<Fetched<Answer>>()
    private let refused = Mutex(false)

    /// Whether the vendor refused our key the last time it answered.
    package var isUnauthorized: Bool { refused.withLock { $0 } }

    /// - Parameters:
    ///   - cacheMaxBytes: the cache's bound, keys and bookkeeping included.
    ///   - flightTimeout: the longest deadline that a caller may have.
    package init(curl: CurlClient, retryPolicy: RetryPolicy, cacheMaxBytes: Int, flightTimeout: Duration) {
        self.curl = curl
        self.retryPolicy = retryPolicy
        self.flightTimeout = flightTimeout
        self.cache = Mutex(BoundedCache(maxBytes: cacheMaxBytes))
    }

    /// Asks the vendor, or the cache. Never throws and never outlives the deadline: what went wrong is the cause.
    package func fetch(_ call: Call, deadline: ContinuousClock.Instant) async -> Fetched<Answer> {
        let start = ContinuousClock.now
        if let cached = cached(call.key, now: start) { return cached }
        guard start < deadline else { return late(attempts: 0, since: start) }
        let fetched = await withDeadline(deadline) { [self] in
            await flights.output(for: call.key) { [self] in
                await attempt(call, start: start, deadline: start + flightTimeout)
            }
        }
        if let fetched, let fetched { return fetched }
        return late(attempts: 1, since: start)
    }

    private func late(attempts: Int, since start: ContinuousClock.Instant) -> Fetched<Answer> {
        Fetched(
            cause: .timeout, answer: nil, source: .upstream, attempts: attempts, duration: .now - start, code: nil,
            requestID: nil)
    }

    private func cached(_ key: String, now: ContinuousClock.Instant) -> Fetched<Answer>? {
        switch cache.withLock({ $0.payload(for: key, now: now) }) {
        case nil:
            nil
        case .answer(let answer):
            Fetched(
                cause: .ok, answer: answer, source: .cache, attempts: 0, duration: .now - now, code: nil,
                requestID: nil)
        case .failure(let failure):
            Fetched(
                cause: failure.cause, answer: nil, source: .cache, attempts: 0, duration: .now - now,
                code: failure.code, requestID: failure.requestID)
        }
    }

    private func attempt(
        _ call: Call, start: ContinuousClock.Instant, deadline: ContinuousClock.Instant
    ) async -> Fetched<Answer> {
        var attempts = 0
        while true {
            attempts += 1
            switch await send(call, deadline: deadline) {
            case .answer(let answer, let timeToLive, let costBytes):
                refused.withLock { $0 = false }
                keep(.answer(answer), for: call.key, timeToLive: timeToLive, costBytes: costBytes)
                return Fetched(
                    cause: .ok, answer: answer, source: .upstream, attempts: attempts, duration: .now - start,
                    code: nil, requestID: nil)
            case .failure(let failure):
                let decision = retryPolicy.decide(
                    after: failure, attempts: attempts, remaining: deadline - .now, jitter: .random(in: 0...1))
                if failure.cause != .timeout, failure.cause != .unreachable {
                    refused.withLock { $0 = failure.cause == .unauthorized }
                }
                if case .retry(let wait) = decision, await slept(wait) { continue }
                if let timeToLive = failure.timeToLive {
                    keep(.failure(failure), for: call.key, timeToLive: timeToLive, costBytes: 0)
                }
                return Fetched(
                    cause: failure.cause, answer: nil, source: .upstream, attempts: attempts,
                    duration: .now - start, code: failure.code, requestID: failure.requestID)
            }
        }
    }

    private func send(_ call: Call, deadline: ContinuousClock.Instant) async -> Classification<Answer> {
        do throws(CurlError) {
            return call.classify(try await curl.execute(call.request, deadline: deadline))
        } catch {
            return .failure(Failure(transport: error))
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
