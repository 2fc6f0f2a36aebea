import HTTPTypes
import Synchronization

/// Lets in as many requests at once as are configured, and none that couldn't be answered by its deadline: those are told so
/// at once, while their callers can still do something else.
package final class Admission: Sendable {
    /// What kept requests out.
    package enum Limit: String, CaseIterable, Sendable {
        case requestsInFlight = "requests_in_flight"
        case deadline
    }

    private let maxRequestsInFlight: Int
    private let start: ContinuousClock.Instant
    private let inFlight = Atomic(0)
    private let ownTime = Atomic(OwnTime().rawValue)
    private let refusedInFlight = Atomic(0)
    private let refusedDeadline = Atomic(0)

    package init(maxRequestsInFlight: Int, start: ContinuousClock.Instant = .now) {
        self.maxRequestsInFlight = maxRequestsInFlight
        self.start = start
    }

    /// Requests that are being answered now.
    package var requestsInFlight: Int { inFlight.load(ordering: .relaxed) }

    /// Requests that were kept out since the start.
    package func refused(_ limit: Limit) -> Int {
        switch limit {
        case .requestsInFlight: refusedInFlight.load(ordering: .relaxed)
        case .deadline: refusedDeadline.load(ordering: .relaxed)
        }
    }

    /// Takes in what a decision took besides the vendors' part.
    package func measured(_ duration: Duration) {
        var time = OwnTime(rawValue: ownTime.load(ordering: .relaxed))
        time.measured(duration)
        ownTime.store(time.rawValue, ordering: .relaxed)
    }

    /// Lets a request in. Whoever is let in leaves again.
    ///
    /// - Throws: a 503 if too many are.
    func enter() throws(Problem) {
        guard inFlight.add(1, ordering: .relaxed).oldValue < maxRequestsInFlight else {
            leave()
            refusedInFlight.add(1, ordering: .relaxed)
            throw Self.refusal("Too many requests are being answered. Try again later.")
        }
    }

    func leave() { inFlight.subtract(1, ordering: .relaxed) }

    /// Until when the vendors may be asked for a request: its deadline less what our own part takes, but for at least half
    /// of the time that is left.
    ///
    /// - Throws: a 503 if there isn't enough time for our own part.
    func deadline(
        receivedAt: ContinuousClock.Instant, timeout: Duration, now: ContinuousClock.Instant = .now
    ) throws(Problem) -> ContinuousClock.Instant {
        let deadline = receivedAt + timeout
        let timeLeft = deadline - now
        let seen = ownTime.load(ordering: .relaxed)
        var time = OwnTime(rawValue: seen)
        guard time.admits(timeLeft: timeLeft, now: milliseconds(now)), takes(time, seen) else {
            refusedDeadline.add(1, ordering: .relaxed)
            throw Self.refusal("A decision would come after the request's deadline. Try again later.")
        }
        return deadline - min(time.expected, timeLeft / 2)
    }

    /// One of several at once takes the probe.
    private func takes(_ time: OwnTime, _ seen: UInt64) -> Bool {
        time.rawValue == seen
            || ownTime.compareExchange(expected: seen, desired: time.rawValue, ordering: .relaxed).exchanged
    }

    private func milliseconds(_ now: ContinuousClock.Instant) -> UInt32 {
        UInt32(truncatingIfNeeded: Int64((now - start) / .milliseconds(1)))
    }

    private static func refusal(_ detail: String) -> Problem {
        Problem(.serviceUnavailable, .overloaded, detail, headers: [.retryAfter: "1"])
    }
}
