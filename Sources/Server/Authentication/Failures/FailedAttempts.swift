/// How many attempts to authenticate have failed, peer by peer, and what an answer to one more has to be like.
///
/// They are counted by the minute, this one and the last. A value without a clock: the caller passes the time.
struct FailedAttempts: Sendable {
    enum Answer: Equatable, Sendable {
        case atOnce
        /// After ``FailedAttempts/delay``. To be told when it is given.
        case delayed
        /// At once, and that there were too many.
        case refused
    }

    static let delay = Duration.seconds(1)
    private static let window = Duration.seconds(60)
    /// So many failures of one peer, in this minute and the last, are nobody's guessing.
    static let maxUnhindered = 10
    /// Peers that are told apart in a minute. The others then count as one.
    static let maxPeers = 4096
    /// Answers that wait at once: each holds a connection.
    static let maxDelayed = 64

    private var current: [Peer: Int] = [:]
    private var last: [Peer: Int] = [:]
    private var currentUntil: ContinuousClock.Instant
    private(set) var delayed = 0

    init(now: ContinuousClock.Instant) {
        currentUntil = now + Self.window
    }

    mutating func failed(_ peer: Peer, now: ContinuousClock.Instant) -> Answer {
        turn(now)
        let isKnown = current[peer] != nil || current.count < Self.maxPeers
        let counted = isKnown ? peer : Self.others
        let count = (current[counted] ?? 0) + 1
        current[counted] = count
        guard count + (last[counted] ?? 0) > Self.maxUnhindered else { return .atOnce }
        guard delayed < Self.maxDelayed else { return .refused }
        delayed += 1
        return .delayed
    }

    /// An answer that was delayed is given.
    mutating func answered() { delayed -= 1 }

    private static let others = Peer(ipAddress: "others")

    /// Forgets what is longer ago than a minute before this one.
    private mutating func turn(_ now: ContinuousClock.Instant) {
        guard now >= currentUntil else { return }
        last = now < currentUntil + Self.window ? current : [:]
        current = [:]
        currentUntil = now + Self.window
    }
}
