import Logging
import ServiceLifecycle
import Simulator
import TestSupport
import Testing

@Suite("Start, stop and slowness")
struct LifecycleTests {
    @Test("A session that never answers doesn't hold up the end of the work around it", .timeLimit(.minutes(1)))
    func stopWhileHeld() async throws {
        let started = ContinuousClock.now
        let pending = try await withSimulation { simulation in
            let id = try sample(.tripwire, "never")
            let pending = Task { try await simulation.fetch(.tripwire, id) }
            try await simulation.waitForCalls(1)
            return pending
        }
        let answer = try await pending.value
        #expect(answer.status == nil)
        #expect(ContinuousClock.now - started < .seconds(10))
    }

    @Test("A graceful shutdown of its group ends it, with a request held", .timeLimit(.minutes(1)))
    func gracefulShutdown() async throws {
        let (ports, bound) = AsyncStream<Int>.makeStream()
        let simulator = try Simulator(logger: quiet) { bound.yield($0) }
        let group = ServiceGroup(configuration: .init(services: [.init(service: simulator)], logger: quiet))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            let port = try #require(await ports.first { _ in true })
            let simulation = Simulation(simulator: simulator, client: TestClient(port: port))
            let pending = Task { try await simulation.fetch(.verisoul, sample(.verisoul, "never")) }
            try await simulation.waitForCalls(1)
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
            let answer = try await pending.value
            #expect(answer.status == nil)
        }
    }

    @Test("A client that leaves frees its connection", .timeLimit(.minutes(1)))
    func clientLeaves() async throws {
        // With one connection at a time, the second client is served only once the first's request is over.
        try await withSimulation {
            $0.maxConnections = 1
        } _: { simulation in
            let id = try sample(.tripwire, "never")
            let held = Task { try await simulation.fetch(.tripwire, id) }
            try await simulation.waitForCalls(1)
            held.cancel()
            let answer = try await simulation.fetch(.tripwire, sample(.tripwire, "clean"))
            #expect(answer.status == 200)
        }
    }

    @Test("Latency and slowness take the time that is set")
    func latency() async throws {
        let change: (inout Simulator.Configuration) -> Void = {
            $0.latency = .milliseconds(60)
            $0.slowAnswer = .milliseconds(200)
        }
        try await withSimulation(change) { simulation in
            for (name, least) in [("clean", Duration.milliseconds(60)), ("slow", .milliseconds(200))] {
                let started = ContinuousClock.now
                let answer = try await simulation.fetch(.verisoul, sample(.verisoul, name))
                #expect(answer.status == 200)
                #expect(ContinuousClock.now - started >= least)
            }
        }
    }

    @Test("Connections closed before or in the middle of the answer", arguments: Vendor.allCases)
    func closed(vendor: Vendor) async throws {
        try await withSimulation { simulation in
            let before = try await simulation.fetch(vendor, sample(vendor, "closed"))
            #expect(before.status == nil)
            let within = try await simulation.fetch(vendor, sample(vendor, "closed-within"))
            #expect(within.status == 200)
            #expect(!within.isComplete && !within.body.isEmpty)
        }
    }

    @Test("A port that is taken ends the run with an error, and the work isn't begun")
    func portTaken() async throws {
        try await withSimulation { simulation in
            let port = simulation.client.port
            await #expect(throws: (any Error).self) {
                try await withSimulation {
                    $0.port = port
                } _: { _ in
                    Issue.record("the work was begun")
                }
            }
        }
    }

    @Test("An error of the work comes out of the run")
    func workFails() async throws {
        struct Failure: Error {}
        await #expect(throws: Failure.self) {
            try await withSimulation { _ in throw Failure() }
        }
    }

    private static let refusedSettings: [(String, @Sendable (inout Simulator.Configuration) -> Void)] = [
        ("host", { $0.host = "0.0.0.0" }),
        ("host", { $0.host = "127.example.com" }),
        ("port", { $0.port = 70_000 }),
        ("tripwireSecretKey", { $0.tripwireSecretKey = "pk_wrong" }),
        ("verisoulAPIKey", { $0.verisoulAPIKey = "" }),
        ("latency", { $0.latency = .seconds(-1) }),
        ("maxConnections", { $0.maxConnections = 0 }),
    ]

    @Test("Settings that aren't allowed are refused by name, without the key in the text", arguments: refusedSettings)
    func settings(name: String, change: @Sendable (inout Simulator.Configuration) -> Void) {
        var configuration = Simulator.Configuration()
        change(&configuration)
        let error = #expect(throws: SimulatorError.self) { try Simulator(configuration, logger: quiet) }
        #expect(error?.description.contains(name) == true)
        #expect(error?.description.contains("pk_wrong") == false)
    }
}

extension Simulation {
    /// Returns once the simulator has received that many calls.
    func waitForCalls(_ count: Int) async throws {
        while simulator.calls.tripwire.total + simulator.calls.verisoul.total < count {
            try Task.checkCancellation()
            await Task.yield()
        }
    }
}
