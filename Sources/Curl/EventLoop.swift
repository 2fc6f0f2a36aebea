import CCurl

/// The client thread's work: it owns the multi handle and every transfer.
///
/// Not Sendable: made, run and freed on the client thread. A turn begins with the inbox, so that what is new is sent in the same turn:
/// each costs libcurl a look at every transfer. And it polls only if the inbox is still empty after it has performed: libcurl 8.21
/// loses a wake-up that comes between poll and perform.
final class EventLoop {
    /// How long the thread sleeps with nothing to do.
    private static let maxPoll = Duration.seconds(1)
    /// How many handles are kept for transfers to come; each holds some 25 KB.
    private static let maxSpares = 256

    private let inbox: Inbox
    private let configuration: CurlClient.Configuration
    private let multi: UnsafeMutableRawPointer
    /// By easy handle.
    private var transfers: [UnsafeMutableRawPointer: Transfer] = [:]
    /// Handles whose transfers went well. No other is used again: one that was cut off may still have a name lookup.
    private var spares: [EasyHandle] = []
    private var waiting = WaitingCalls()
    private var phase = Inbox.Phase.running
    /// Outcomes of this turn, told all at once.
    private var finished: [(call: Call, outcome: Call.Outcome)] = []

    /// Runs until the inbox says stop. Everything of libcurl's has been freed when it returns.
    static func run(inbox: Inbox, configuration: CurlClient.Configuration) {
        let isFailure: Bool
        if let loop = EventLoop(inbox: inbox, configuration: configuration) {
            isFailure = !loop.run()
        } else {
            isFailure = true
        }
        for call in inbox.stop(isFailure: isFailure) {
            call.finish(.failure(CurlError(.shutdown, host: call.request.host)))
        }
    }

    private init?(inbox: Inbox, configuration: CurlClient.Configuration) {
        guard GlobalInit.isDone, let multi = curl_multi_init() else { return nil }
        self.multi = multi
        self.inbox = inbox
        self.configuration = configuration
        ccurl_multi_setopt_long(multi, CURLMOPT_MAXCONNECTS, configuration.maxInFlight)
        ccurl_multi_setopt_long(
            multi, CURLMOPT_PIPELINING, configuration.allowsHTTP2 ? CURLPIPE_MULTIPLEX : CURLPIPE_NOTHING)
        inbox.attach(multi)
    }

    deinit {
        // Every transfer has been removed and its handle freed by now: remove, clean up, clean up the multi.
        spares = []
        inbox.detach()
        curl_multi_cleanup(multi)
    }

    /// - Returns: false if libcurl broke down.
    private func run() -> Bool {
        defer { endAll() }
        while true {
            takeInbox()
            startWaiting()
            var running: CInt = 0
            guard curl_multi_perform(multi, &running) == CURLM_OK else { return false }
            reap()
            tell()
            if isDone { return true }
            guard inbox.isEmpty else { continue }
            guard curl_multi_poll(multi, nil, 0, pollTimeout_ms, nil) == CURLM_OK else { return false }
        }
    }

    private func reap() {
        var easy: UnsafeMutableRawPointer?
        var result = CURLE_OK
        while ccurl_multi_next_message(multi, &easy, &result) {
            guard let easy, let transfer = transfers[easy] else { continue }
            finished.append((transfer.call, transfer.outcome(result)))
            remove(transfer)
            if result == CURLE_OK, spares.count < Self.maxSpares { spares.append(transfer.easy) }
        }
    }

    private func takeInbox() {
        let batch = inbox.take()
        phase = batch.phase
        waiting.append(batch.submitted)
        guard !batch.cancelled.isEmpty else { return }
        let cancelled = Set(batch.cancelled.map(ObjectIdentifier.init))
        for transfer in transfers.values where cancelled.contains(ObjectIdentifier(transfer.call)) {
            finished.append((transfer.call, .failure(CurlError(.cancelled))))
            remove(transfer)
        }
        drop(waiting.removeFinished())
    }

    private func startWaiting() {
        let now = ContinuousClock.now
        drop(waiting.removeExpired(now: now))
        for call in waiting.removeFirst(configuration.maxInFlight - transfers.count) {
            do throws(CurlError) {
                try start(call, now: now)
            } catch {
                finished.append((call, .failure(error)))
            }
        }
    }

    private func start(_ call: Call, now: ContinuousClock.Instant) throws(CurlError) {
        guard !call.isFinished else { throw CurlError(.cancelled) }
        let easy: EasyHandle
        if let spare = spares.popLast() { easy = spare } else { easy = try EasyHandle(configuration) }
        let transfer = try Transfer(call, on: easy, configuration: configuration, now: now)
        let code = curl_multi_add_handle(multi, transfer.easy.pointer)
        guard code == CURLM_OK else { throw CurlError(.internalFailure, host: call.request.host) }
        transfers[transfer.easy.pointer] = transfer
    }

    /// Takes the transfer's handle out of the multi handle; it is freed with its last reference.
    private func remove(_ transfer: Transfer) {
        curl_multi_remove_handle(multi, transfer.easy.pointer)
        transfers[transfer.easy.pointer] = nil
    }

    /// Calls that ended while they waited: cancelled, or out of time.
    private func drop(_ calls: [Call]) {
        for call in calls {
            finished.append((call, .failure(CurlError(.timeout, host: call.request.host, detail: "waiting to start"))))
        }
    }

    private func tell() {
        guard !finished.isEmpty else { return }
        inbox.retire(finished.count)
        for (call, outcome) in finished { call.finish(outcome) }
        finished.removeAll(keepingCapacity: true)
    }

    private var isDone: Bool {
        switch phase {
        case .running: false
        case .draining(let limit): transfers.isEmpty && waiting.isEmpty || ContinuousClock.now >= limit
        case .aborting, .stopped: true
        }
    }

    private func endAll() {
        for transfer in transfers.values {
            finished.append((transfer.call, .failure(transfer.error(.shutdown))))
            remove(transfer)
        }
        for call in waiting.removeFirst(.max) {
            finished.append((call, .failure(CurlError(.shutdown, host: call.request.host))))
        }
        tell()
    }

    /// Until the next thing that only this loop knows of; libcurl shortens it by its own timers.
    private var pollTimeout_ms: CInt {
        var next = waiting.nextDeadline
        if case .draining(let limit) = phase { next = min(next ?? limit, limit) }
        let now = ContinuousClock.now
        let wait = min(Self.maxPoll, max(.zero, (next ?? now + Self.maxPoll) - now))
        // Rounded up: a poll that ends early would only be repeated.
        return CInt((wait / .milliseconds(1)).rounded(.up))
    }
}
