import Curl
import HTTPTypes

/// The calls made for one fetch: attempts until one is good, none is worth it any more, or the deadline has come.
struct Flight<Answer: Sendable>: Sendable {
    struct Landing: Sendable {
        var classification: Classification<Answer>
        var attempts: [Attempt]
    }

    let curl: CurlClient
    let limits: Limits
    let configuration: UpstreamConfiguration
    let observe: AttemptObserver?
    let call: UpstreamCall<Answer>
    let deadline: ContinuousClock.Instant
    /// What the first attempt is for.
    let kind: Attempt.Kind

    private var latestStart: ContinuousClock.Instant { deadline - configuration.retry.minAttemptTime }

    var priority: Quota.Priority { kind == .refresh ? .background : .interactive }

    func run() async -> Landing {
        var attempts: [Attempt] = []
        var known: Failure?
        while true {
            let kind = attempts.isEmpty ? self.kind : .retry
            let landing = await attempt(kind: kind, number: attempts.count + 1)
            attempts += landing.attempts
            guard case .failure(let failure) = landing.classification else {
                return Landing(classification: landing.classification, attempts: attempts)
            }
            // A retry that found no time, or wasn't let through, says less than what it was to mend.
            let told = failure.cause == .timeout || failure.cause == .shed ? known ?? failure : failure
            guard await isWorthRetry(after: failure, attempts: attempts.count) else {
                return Landing(classification: .failure(told), attempts: attempts)
            }
            known = told
        }
    }

    /// Waits as long as is due before another attempt; false if there should be none.
    private func isWorthRetry(after failure: Failure, attempts: Int) async -> Bool {
        let decision = configuration.retry.decide(
            after: failure, attempts: max(1, attempts), remaining: deadline - .now, jitter: .random(in: 0...1))
        guard case .retry(let wait) = decision, limits.bearsRetry(after: failure.cause) else { return false }
        return await slept(until: .now + wait)
    }

    /// One attempt, or two if the first takes long.
    private func attempt(kind: Attempt.Kind, number: Int) async -> Landing {
        switch limits.admit(now: .now, latest: latestStart, priority: priority) {
        case .refused(let failure):
            return Landing(classification: .failure(failure), attempts: [])
        case .admitted(let ticket):
            guard let hedgeAfter = configuration.hedgeAfter, number < configuration.retry.maxAttempts,
                priority == .interactive
            else { return await send(ticket, kind: kind, number: number) }
            return await race(ticket, kind: kind, number: number, hedgeAfter: hedgeAfter)
        }
    }

    private enum Racer: Sendable {
        case landed(Landing)
        case hedgeDue
    }

    /// Two attempts side by side, the second some time after the first: the first good answer wins, the other is
    /// cancelled.
    private func race(
        _ ticket: Limits.Ticket, kind: Attempt.Kind, number: Int, hedgeAfter: Duration
    ) async -> Landing {
        await withTaskGroup(of: Racer.self) { group in
            group.addTask { .landed(await send(ticket, kind: kind, number: number)) }
            group.addTask {
                _ = await slept(until: ticket.start + hedgeAfter)
                return .hedgeDue
            }
            var running = 1
            var winner: Landing?
            var failed: Landing?
            var attempts: [Attempt] = []
            while let racer = await group.next() {
                switch racer {
                case .hedgeDue:
                    guard winner == nil, running > 0, !Task.isCancelled, let ticket = hedgeTicket() else { continue }
                    running += 1
                    group.addTask { .landed(await send(ticket, kind: .hedge, number: number + 1)) }
                case .landed(let landing):
                    running -= 1
                    attempts += landing.attempts
                    guard winner == nil else { continue }
                    if running == 0 || landing.isConclusive {
                        // Of two failures the first says how the vendor fails; the second may be out of time.
                        winner = landing.isConclusive ? landing : failed ?? landing
                        group.cancelAll()
                    } else {
                        failed = landing
                    }
                }
            }
            // The group gives all that it was given, so that there is a winner by now.
            return Landing(
                classification: winner?.classification ?? .failure(Failure(.timeout, retry: .never)),
                attempts: attempts)
        }
    }

    /// The right to hedge now; a hedge never waits for it.
    private func hedgeTicket() -> Limits.Ticket? {
        let now = ContinuousClock.now
        guard now < latestStart, limits.bearsHedge(),
            case .admitted(let ticket) = limits.admit(now: now, latest: now, priority: priority)
        else { return nil }
        return ticket
    }

    private func send(_ ticket: Limits.Ticket, kind: Attempt.Kind, number: Int) async -> Landing {
        guard await slept(until: ticket.start) else {
            limits.giveUp(ticket, now: .now)
            return Landing(classification: .failure(Failure(.timeout, retry: .never)), attempts: [])
        }
        let start = ContinuousClock.now
        let span = AttemptSpan(of: call.trace)
        var request = call.request()
        call.trace?.propagate(span, in: &request.headerFields)
        do throws(CurlError) {
            let response = try await curl.execute(request, deadline: deadline)
            let classification = call.classify(response)
            limits.record(classification.cause, retry: classification.retry, of: ticket, now: .now)
            return landing(
                classification, kind: kind, number: number, since: start, span: span,
                status: response.head.status.code,
                timings: response.timings, connectionReused: response.connectionReused)
        } catch {
            return fail(error, ticket, kind: kind, number: number, since: start, span: span)
        }
    }

    private func fail(
        _ error: CurlError, _ ticket: Limits.Ticket, kind: Attempt.Kind, number: Int,
        since start: ContinuousClock.Instant, span: AttemptSpan?
    ) -> Landing {
        let now = ContinuousClock.now
        // Before the deadline it was the time allowed for connecting that was up.
        let isConnectTimeout = error.code == .timeout && deadline - now > .milliseconds(20)
        let failure = isConnectTimeout ? Failure(.unreachable, retry: .backoff) : Failure(transport: error)
        if error.code == .cancelled {
            limits.giveUp(ticket, now: now)
        } else {
            limits.record(failure.cause, retry: failure.retry, of: ticket, now: now)
        }
        // What was shed wasn't sent.
        guard failure.cause != .shed else {
            limits.countShed(.connections)
            return Landing(classification: .failure(failure), attempts: [])
        }
        return landing(
            .failure(failure), kind: kind, number: number, since: start, span: span, timings: error.timings,
            isGivenUp: error.code == .cancelled)
    }

    private func landing(
        _ classification: Classification<Answer>, kind: Attempt.Kind, number: Int, since start: ContinuousClock.Instant,
        span: AttemptSpan?, status: Int? = nil, timings: Timings?, connectionReused: Bool? = nil,
        isGivenUp: Bool = false
    ) -> Landing {
        let attempt = Attempt(
            number: number, kind: kind, cause: isGivenUp ? nil : classification.cause, status: status,
            timings: timings, start: start, duration: .now - start, connectionReused: connectionReused,
            requestID: classification.requestID, trace: call.trace, span: span)
        observe?(attempt)
        return Landing(classification: classification, attempts: [attempt])
    }

    /// False if the wait was cut short because nobody waits for the answer any more.
    private func slept(until time: ContinuousClock.Instant) async -> Bool {
        guard time > .now else { return !Task.isCancelled }
        do {
            try await Task.sleep(until: time, tolerance: .zero, clock: .continuous)
            return true
        } catch {
            return false
        }
    }
}

extension Flight.Landing {
    /// Whether the other of two attempts has nothing to add.
    fileprivate var isConclusive: Bool { classification.cause.isConclusive }
}

extension Classification {
    fileprivate var cause: Cause {
        switch self {
        case .answer: .ok
        case .failure(let failure): failure.cause
        }
    }

    fileprivate var retry: RetryAdvice {
        switch self {
        case .answer: .never
        case .failure(let failure): failure.retry
        }
    }

    fileprivate var requestID: String? {
        switch self {
        case .answer(let answered): answered.requestID
        case .failure(let failure): failure.requestID
        }
    }
}
