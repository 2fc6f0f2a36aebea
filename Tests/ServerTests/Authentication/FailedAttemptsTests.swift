import HTTPTypes
import Testing

@testable import Server

@Suite("Attempts that fail to authenticate")
struct FailedAttemptsTests {
    private let start = ContinuousClock.now
    private let peer = Peer(ipAddress: "192.0.2.1")

    @Test("are answered at once, until there are many from one address in a minute; others' are all the same")
    func slowed() {
        var attempts = FailedAttempts(now: start)
        func failed(_ peer: Peer, at time: ContinuousClock.Instant) -> FailedAttempts.Answer {
            attempts.failed(peer, now: time)
        }
        for _ in 0..<10 { #expect(failed(peer, at: start) == .atOnce) }
        #expect(failed(peer, at: start) == .delayed)
        #expect(failed(Peer(ipAddress: "192.0.2.2"), at: start) == .atOnce)
        #expect(failed(peer, at: start + .seconds(59)) == .delayed)
    }

    @Test("are forgotten when the minute after theirs is over")
    func forgotten() {
        var attempts = FailedAttempts(now: start)
        func failed(_ peer: Peer, at time: ContinuousClock.Instant) -> FailedAttempts.Answer {
            attempts.failed(peer, now: time)
        }
        for _ in 0..<10 { _ = failed(peer, at: start) }
        #expect(failed(peer, at: start + .seconds(61)) == .delayed)
        #expect(failed(peer, at: start + .seconds(122)) == .atOnce)
        for _ in 0..<10 { _ = failed(peer, at: start + .seconds(122)) }
        #expect(failed(peer, at: start + .seconds(1000)) == .atOnce)
    }

    @Test("wait in a bounded number; beyond it they are refused at once")
    func bounded() {
        var attempts = FailedAttempts(now: start)
        func failed(_ peer: Peer, at time: ContinuousClock.Instant) -> FailedAttempts.Answer {
            attempts.failed(peer, now: time)
        }
        for _ in 0..<10 { _ = failed(peer, at: start) }
        for _ in 0..<FailedAttempts.maxDelayed { #expect(failed(peer, at: start) == .delayed) }
        #expect(failed(peer, at: start) == .refused)
        attempts.answered()
        #expect(failed(peer, at: start) == .delayed)
        #expect(failed(peer, at: start) == .refused)
    }

    @Test("of more addresses than are kept are counted as one's, and those known stay known")
    func manyPeers() {
        var attempts = FailedAttempts(now: start)
        func failed(_ peer: Peer, at time: ContinuousClock.Instant) -> FailedAttempts.Answer {
            attempts.failed(peer, now: time)
        }
        for _ in 0...10 { _ = failed(peer, at: start) }
        for number in 1..<FailedAttempts.maxPeers {
            #expect(failed(Peer(ipAddress: "10.0.\(number / 256).\(number % 256)"), at: start) == .atOnce)
        }
        for number in 0..<10 { #expect(failed(Peer(ipAddress: "10.1.0.\(number)"), at: start) == .atOnce) }
        #expect(failed(Peer(ipAddress: "10.1.0.11"), at: start) == .delayed)
        #expect(failed(peer, at: start) == .delayed)
        #expect(failed(Peer(ipAddress: "10.0.0.1"), at: start) == .atOnce)
    }

    @Test("are told apart by IPv4 address, and by the /64 of an IPv6 address")
    func peers() {
        func peer(_ text: String) -> Peer { Peer(ipAddress: text) }
        #expect(peer("2001:db8::1") == peer("2001:db8::ffff:2"))
        #expect(peer("2001:db8::1") != peer("2001:db8:0:1::1"))
        #expect(peer("192.0.2.1") != peer("192.0.2.2"))
        #expect(peer("::ffff:192.0.2.1") != peer("::ffff:192.0.2.2"))
        #expect(Peer(nil) == peer(""))
    }

    @Test("are counted by reason, and answered with the reason, after a wait where there are many")
    func brake() async {
        let waits = AsyncStream<Duration>.makeStream()
        let brake = FailureBrake(sleep: { waits.continuation.yield($0) })
        let problem = Problem(.unauthorized, .invalidCredentials, "x")
        for _ in 0..<11 {
            #expect(await brake.failed(problem, from: peer).code == "invalid_credentials")
        }
        waits.continuation.finish()
        #expect(await waits.stream.reduce(into: []) { $0.append($1) } == [.seconds(1)])
        #expect(brake.count(of: "invalid_credentials") == 11)
        #expect(brake.count(of: "missing_credentials") == 0)
        #expect(FailureBrake.reasons.contains("invalid_credentials"))
    }
}
