import Curl

/// One vendor's API made dependable: cache, then single flight, then attempts within the deadline, inside the limits
/// that all its calls share.
///
/// A client belongs to one vendor, one base URL and one key: cache, quota, breaker and budget are theirs. It has its
/// own ``CurlClient``, so that one vendor's trouble (a name server that hangs, a full queue) stays its own.
package final class UpstreamClient<Answer: Sendable>: Sendable {
    private let curl: CurlClient
    private let configuration: UpstreamConfiguration
    private let observe: AttemptObserver?
    private let cache: AnswerCache<Answer>
    private let limits: Limits
    private let flights = SingleFlight<Landed>()

    /// What a flight leaves of its starter's deadline, so that it lands, with the cause that it knows, before the starter
    /// has to leave.
    private static var landingReserve: Duration { .milliseconds(10) }
    /// The deadline of a call that nobody waits for.
    private static var refreshTimeout: Duration { .seconds(5) }
    private static var maxProvisionalWait: Duration { .seconds(1) }

    /// What all who wait for a flight get.
    private struct Landed: Sendable {
        var fetched: Fetched<Answer>
        let kind: Attempt.Kind
    }

    /// Whether the vendor refused our key the last time it answered.
    package var isUnauthorized: Bool { limits.isUnauthorized }

    /// Why the vendor isn't asked, or only by a few probes; nil if it is.
    package var openReason: Breaker.Reason? { limits.openReason }

    package var status: UpstreamStatus {
        var status = limits.status(now: .now)
        cache.status(into: &status)
        return status
    }

    /// - Parameter observe: told each attempt when it ends, also those of fetches that ended before.
    package init(curl: CurlClient, configuration: UpstreamConfiguration, observe: AttemptObserver? = nil) {
        self.curl = curl
        self.configuration = configuration
        self.observe = observe
        cache = AnswerCache(
            maxBytes: configuration.cacheMaxBytes, staleWhileRevalidate: configuration.staleWhileRevalidate,
            staleIfError: configuration.staleIfError)
        limits = Limits(configuration)
    }

    /// Asks the vendor, or the cache. Never throws and never outlives the deadline: what went wrong is the cause.
    ///
    /// - Parameter awaitsFinal: whether a provisional answer is asked for again and again while the deadline leaves
    ///   room for it.
    package func fetch(
        _ call: UpstreamCall<Answer>, deadline: ContinuousClock.Instant, awaitsFinal: Bool = false
    ) async -> Fetched<Answer> {
        let start = ContinuousClock.now
        let found = cache.found(call.key, now: start)
        if let found {
            if found.needsRefresh { refresh(call) }
            guard awaitsFinal, found.fetched.isProvisional else { return found.fetched }
        }
        guard limits.enter(.interactive) else {
            return orStale(Fetched(.shed, source: .upstream, duration: .now - start), call.key)
        }
        defer { limits.leave() }
        var fetched: Fetched<Answer>
        if let found { fetched = found.fetched } else { fetched = await ask(call, kind: .first, deadline: deadline) }
        if awaitsFinal { fetched = await settled(fetched, call, deadline: deadline) }
        fetched.duration = .now - start
        return orStale(fetched, call.key)
    }

    /// An older answer, where there is one, in place of a failure that says nothing of the session.
    private func orStale(_ fetched: Fetched<Answer>, _ key: String) -> Fetched<Answer> {
        guard fetched.cause != .ok else { return fetched }
        return cache.stale(key, insteadOf: fetched, now: .now) ?? fetched
    }

    /// Joins the flight for the key, or starts it, and waits for it until the deadline.
    private func ask(
        _ call: UpstreamCall<Answer>, kind: Attempt.Kind, deadline: ContinuousClock.Instant
    ) async -> Fetched<Answer> {
        let start = ContinuousClock.now
        var now = start
        while now < deadline {
            let landed = await flights.output(for: call.key, by: deadline) { [self] in
                await fly(call, kind: kind, deadline: deadline - Self.landingReserve, since: start)
            }
            guard let landed else { break }
            now = .now
            // Whoever joined a flight that ended with its starter's deadline, earlier than its own, starts another; so
            // does who joined one in the background, which gives way to others.
            let isOthersEnd =
                landed.fetched.cause == .timeout || landed.kind == .refresh && landed.fetched.cause == .shed
            if isOthersEnd, now + configuration.retry.minAttemptTime < deadline { continue }
            return landed.fetched
        }
        var late = Fetched<Answer>(.timeout, source: .upstream, duration: .now - start)
        late.attempts = start < deadline ? 1 : 0
        return late
    }

    /// Asks again while the answer is provisional and the deadline leaves room.
    private func settled(
        _ first: Fetched<Answer>, _ call: UpstreamCall<Answer>, deadline: ContinuousClock.Instant
    ) async -> Fetched<Answer> {
        var latest = first
        var wait = configuration.provisionalWait
        while latest.isProvisional, .now + wait + configuration.retry.minAttemptTime < deadline {
            guard (try? await Task.sleep(for: wait, tolerance: .zero)) != nil else { break }
            var next = await ask(call, kind: .refetch, deadline: deadline)
            next.attempts += latest.attempts
            next.attemptReports = latest.attemptReports + next.attemptReports
            guard next.cause == .ok else {
                // What is known stays; what it took is told.
                latest.attempts = next.attempts
                latest.attemptReports = next.attemptReports
                break
            }
            latest = next
            wait = min(wait * 2, Self.maxProvisionalWait)
        }
        return latest
    }

    /// Asks for what is stale while nobody waits, unless that is under way or too much is.
    private func refresh(_ call: UpstreamCall<Answer>) {
        guard flights.waiters(of: call.key) == 0, limits.enter(.background) else { return }
        Task {
            defer { limits.leave() }
            _ = await ask(call, kind: .refresh, deadline: .now + Self.refreshTimeout)
        }
    }

    /// - Parameter start: since when the call is wanted.
    private func fly(
        _ call: UpstreamCall<Answer>, kind: Attempt.Kind, deadline: ContinuousClock.Instant,
        since start: ContinuousClock.Instant
    ) async -> Landed {
        // Another flight may have landed between its starter's look at the cache and this. Only what came since then
        // will do for who has seen the cache's answer, and wants another.
        let storedAfter = kind == .first ? nil : start
        if let found = cache.found(call.key, now: .now, storedAfter: storedAfter), !found.needsRefresh {
            return Landed(fetched: found.fetched, kind: kind)
        }
        let landing = await Flight(
            curl: curl, limits: limits, configuration: configuration, observe: observe, call: call,
            deadline: deadline, kind: kind
        ).run()
        // An abandoned flight's outcome says nothing of the vendor.
        if !Task.isCancelled { cache.keep(landing.classification, for: call.key, now: .now) }
        var fetched: Fetched<Answer> =
            switch landing.classification {
            case .answer(let answered):
                Fetched(
                    answered.answer, source: .upstream, isProvisional: answered.isProvisional, duration: .now - start)
            case .failure(let failure):
                Fetched(failure, source: .upstream, duration: .now - start)
            }
        fetched.attempts = landing.attempts.count
        fetched.attemptReports = landing.attempts
        return Landed(fetched: fetched, kind: kind)
    }
}
