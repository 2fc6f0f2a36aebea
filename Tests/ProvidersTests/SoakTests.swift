import Curl
import Foundation
import Logging
import Simulator
import Synchronization
import TestSupport
import Testing
import Upstream

@testable import Providers

/// Both vendors under load for as long as `SOAK_SECONDS` says, by default a few: `make soak MINUTES=10`.
@Suite("Under load, with faults, cancels and restarts of the vendors")
struct SoakTests {
    /// Nil in the short form, beside which the machine may do other things.
    private static let ownSeconds = ProcessInfo.processInfo.environment["SOAK_SECONDS"].flatMap { Int($0) }
    private static let seconds = ownSeconds ?? 4
    private static let workers = 16

    @Test("no answer is late, nothing grows, and both sides count the same calls")
    func soak() async throws {
        let end = ContinuousClock.now + .seconds(Self.seconds)
        let tally = Tally()
        let descriptors = try Memory.openDescriptors()
        // What the parts need, once for all, is there after two epochs; what heaps of many threads need, in half of the time.
        var settledThreads = 0
        var memory: [Int] = []
        try await withCurlClient(.init(connectTimeout: .milliseconds(100))) { tripwire in
            try await withCurlClient(.init(connectTimeout: .milliseconds(100))) { verisoul in
                while memory.count < 4 || ContinuousClock.now < end {
                    let epoch = Epoch(isCalm: memory.count % 4 == 3, tally: tally)
                    // A new simulator each time, which is gone before the next one comes.
                    try await epoch.run(tripwire: tripwire, verisoul: verisoul, workers: Self.workers)
                    memory.append(try Memory.residentBytes())
                    if memory.count == 2 { settledThreads = try Memory.threads() }
                }
            }
        }
        let (fetches, maxLate, causes) = tally.state.withLock { ($0.fetches, $0.maxLate, $0.causes) }
        let half = memory.count / 2
        let mebibytes = stride(from: 1, to: memory.count, by: max(1, memory.count / 8)).map { "\(memory[$0] >> 20)" }
        print(
            "soak: \(Self.seconds) s, \(memory.count) epochs, \(fetches) fetches, latest \(maxLate), memory",
            mebibytes.joined(separator: ", "), "MiB,",
            causes.sorted { $0.value > $1.value }.map { "\($0.key.rawValue) \($0.value)" }.joined(separator: ", "))
        // A sanitizer makes everything late, by ten times or so; another program on the same cores now and then.
        #expect(maxLate <= .milliseconds(Memory.isSanitized ? 500 : Self.ownSeconds == nil ? 250 : 50))
        // Swift Testing keeps a trace of each error thrown, such as a cancelled sleep's: some 90 bytes a fetch, as heaptrack says.
        let allowed = Self.ownSeconds == nil ? 48 << 20 : (16 << 20) + fetches / 2 * 128
        #expect(Memory.isSanitized || memory[memory.count - 1] - memory[half] < allowed)
        #expect(try Memory.threads() <= settledThreads + 8)
        #expect(try Memory.openDescriptors() <= descriptors + 8)
        // What went well and what didn't both have to have been there.
        #expect(causes[.ok, default: 0] > 0)
        #expect(causes.count >= 4)
    }
}

/// What came of all fetches.
private final class Tally: Sendable {
    struct State {
        var fetches = 0
        var maxLate = Duration.zero
        var causes: [Cause: Int] = [:]
    }

    let state = Mutex(State())

    func add(_ cause: Cause, late: Duration) {
        state.withLock { state in
            state.fetches += 1
            state.maxLate = max(state.maxLate, late)
            state.causes[cause, default: 0] += 1
        }
    }
}

/// The life of one simulator, and the load on it.
private struct Epoch: Sendable {
    /// Without faults, cancels, hedges and short deadlines, so that both sides have to count the same.
    let isCalm: Bool
    let tally: Tally

    private final class Sent: Sendable {
        let attempts = Atomic(0)
        let answered = Atomic(0)

        func observe(_ attempt: Attempt) {
            attempts.add(1, ordering: .relaxed)
            if attempt.status != nil { answered.add(1, ordering: .relaxed) }
        }
    }

    func run(tripwire: CurlClient, verisoul: CurlClient, workers: Int) async throws {
        var configuration = Simulator.Configuration()
        configuration.latency = .milliseconds(2)
        configuration.slowAnswer = .milliseconds(200)
        let simulator = try Simulator(
            configuration, logger: Logger(label: "simulator") { _ in SwiftLogNoOpLogHandler() })
        let keys = (tripwire: configuration.tripwireSecretKey, verisoul: configuration.verisoulAPIKey)
        let sent = Sent()
        try await simulator.run { text in
            let baseURL = try BaseURL(text)
            let providers = [
                ProviderName.tripwire: try Provider.tripwire(
                    baseURL: baseURL, secretKey: keys.tripwire, curl: tripwire, configuration: upstream,
                    observe: sent.observe),
                .verisoul: try Provider.verisoul(
                    baseURL: baseURL, apiKey: keys.verisoul, curl: verisoul, configuration: upstream,
                    observe: sent.observe),
            ]
            let end = ContinuousClock.now + .milliseconds(500)
            await withDiscardingTaskGroup { group in
                for _ in 0..<workers { group.addTask { await work(providers, until: end) } }
            }
        }
        let received = simulator.calls.tripwire.total + simulator.calls.verisoul.total
        let (attempts, answered) = (sent.attempts.load(ordering: .relaxed), sent.answered.load(ordering: .relaxed))
        #expect(received >= answered)
        if isCalm { #expect(received == attempts) }
    }

    private var upstream: UpstreamConfiguration {
        UpstreamConfiguration(
            retry: RetryPolicy(maxAttempts: 3, baseBackoff: .milliseconds(5)),
            breaker: isCalm
                ? nil
                : BreakerConfiguration(
                    open: .milliseconds(20), maxOpen: .milliseconds(100), maxRateLimitWait: .milliseconds(20)),
            hedgeAfter: isCalm ? nil : .milliseconds(15), cacheMaxBytes: 2 << 20, staleIfError: .seconds(1),
            provisionalWait: .milliseconds(20))
    }

    private func work(_ providers: [ProviderName: Provider], until end: ContinuousClock.Instant) async {
        var random = SystemRandomNumberGenerator()
        while ContinuousClock.now < end {
            guard let session = session(&random), let provider = providers[session.provider] else { continue }
            let timeout: Duration = isCalm ? .seconds(20) : .milliseconds(Int.random(in: 5...300, using: &random))
            let awaitsFinal = !isCalm && Bool.random(using: &random)
            let deadline = ContinuousClock.now + timeout
            let fetch = Task {
                await provider.facts(for: session, deadline: deadline, awaitsFinal: awaitsFinal)
            }
            if !isCalm, Int.random(in: 0..<10, using: &random) == 0 {
                try? await Task.sleep(for: .milliseconds(Int.random(in: 0...20, using: &random)))
                fetch.cancel()
            }
            // A machine that is late by itself is late for this too.
            async let machineIsLate: Duration = {
                try? await Task.sleep(until: deadline, tolerance: .zero, clock: .continuous)
                return max(.zero, .now - deadline)
            }()
            let cause = await fetch.value.cause
            let late = ContinuousClock.now - deadline
            let own = late > .milliseconds(20) ? late - (await machineIsLate) : late
            tally.add(cause, late: own)
        }
    }

    /// One of the catalogue, with its fault, or any other.
    private func session(_ random: inout SystemRandomNumberGenerator) -> SessionID? {
        if !isCalm, Int.random(in: 0..<3, using: &random) == 0 {
            return Catalogue.all.randomElement(using: &random).flatMap { SessionID(routing: $0.id) }
        }
        let digits = Array("0123456789abcdefghjkmnpqrstvwxyz")
        let text =
            Bool.random(using: &random)
            ? "sid_" + String((0..<26).map { _ in digits.randomElement(using: &random) ?? "0" })
            : UUID().uuidString.lowercased()
        return SessionID(routing: text)
    }
}
