import Dispatch
import Testing

@testable import Upstream

@Suite("Callers who ask for the same at the same time")
struct SingleFlightTests {
    private let flights = SingleFlight<Int>()
    private let started = Counter()
    private let gate = Gate()
    private var farAway: ContinuousClock.Instant { .now + .seconds(60) }

    @Test("share one piece of work")
    func sharing() async {
        let outputs = await withTaskGroup(of: Int?.self) { group in
            for _ in 0..<100 {
                group.addTask {
                    await flights.output(for: "key", by: farAway) {
                        started.increment()
                        await gate.wait()
                        return 42
                    }
                }
            }
            // All are tasks of their own: the last ones may come after the first has landed, but then the gate is open.
            await started.wait(for: 1)
            while flights.waiters(of: "key") < 100 { await Task.yield() }
            gate.open()
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outputs == Array(repeating: 42, count: 100))
        #expect(started.count == 1)
    }

    @Test("start anew after the first has landed")
    func sequence() async {
        for expected in 1...3 {
            let output = await flights.output(for: "key", by: farAway) {
                started.increment()
                return started.count
            }
            #expect(output == expected)
        }
    }

    @Test("don't share what has another key")
    func keys() async {
        async let first = flights.output(for: "a", by: farAway) { 1 }
        async let second = flights.output(for: "b", by: farAway) { 2 }
        let outputs = await [first, second]
        #expect(outputs == [1, 2])
    }

    @Test("keep the work when one of them is cancelled")
    func oneCancelled() async {
        let staying = Task { [self] in
            await flights.output(for: "key", by: farAway) {
                started.increment()
                await gate.wait()
                return Task.isCancelled ? -1 : 42
            }
        }
        await started.wait(for: 1)
        let leaving = Task { [self] in await flights.output(for: "key", by: farAway) { 0 } }
        while flights.waiters(of: "key") < 2 { await Task.yield() }
        leaving.cancel()
        #expect(await leaving.value == nil)
        gate.open()
        #expect(await staying.value == 42)
    }

    @Test("stop the work when the last of them has left")
    func allCancelled() async {
        let stopped = Gate()
        let callers = (0..<3).map { _ in
            Task { [self] in
                await flights.output(for: "key", by: farAway) {
                    started.increment()
                    await withTaskCancellationHandler {
                        await gate.wait()
                    } onCancel: {
                        gate.open()
                        stopped.open()
                    }
                    return 0
                }
            }
        }
        while flights.waiters(of: "key") < 3 { await Task.yield() }
        for caller in callers { caller.cancel() }
        for caller in callers { #expect(await caller.value == nil) }
        await stopped.wait()
        // What is left of it can't land on those who come later.
        #expect(await flights.output(for: "key", by: farAway) { 7 } == 7)
    }

    @Test("get nothing, and start nothing, if cancelled before they ask")
    func cancelledBefore() async {
        let caller = Task { [self] in
            await gate.wait()
            return await flights.output(for: "key", by: farAway) {
                started.increment()
                return 1
            }
        }
        caller.cancel()
        gate.open()
        #expect(await caller.value == nil)
        #expect(started.count == 0)
        #expect(flights.waiters(of: "key") == 0)
    }

    @Test("leave at their deadlines, each at its own, and the work stops with the last")
    func deadlines() async {
        let stopped = Gate()
        let start = ContinuousClock.now
        @Sendable func ask(for wait: Duration) async -> Duration {
            let output = await flights.output(for: "key", by: start + wait) { [self] in
                started.increment()
                await withTaskCancellationHandler {
                    await gate.wait()
                } onCancel: {
                    gate.open()
                    stopped.open()
                }
                return 0
            }
            #expect(output == nil)
            return .now - start
        }
        // The second comes while the first is watched, the third while the second is.
        let first = Task { await ask(for: .milliseconds(80)) }
        while flights.waiters(of: "key") < 1 { await Task.yield() }
        let second = Task { await ask(for: .milliseconds(120)) }
        while flights.waiters(of: "key") < 2 { await Task.yield() }
        let third = Task { await ask(for: .milliseconds(40)) }
        #expect(await third.value >= .milliseconds(40))
        #expect(await first.value >= .milliseconds(80))
        #expect(await second.value >= .milliseconds(120))
        await stopped.wait()
        #expect(started.count == 1)
        #expect(flights.waiters(of: "key") == 0)
    }

    @Test("with a deadline that has passed leave at once, and others go on")
    func passedDeadline() async {
        let staying = Task { [self] in
            await flights.output(for: "key", by: farAway) {
                await gate.wait()
                return 42
            }
        }
        while flights.waiters(of: "key") < 1 { await Task.yield() }
        #expect(await flights.output(for: "key", by: .now - .seconds(1)) { 0 } == nil)
        gate.open()
        #expect(await staying.value == 42)
    }

    @Test("have their work done where the first of them runs")
    func executor() async {
        let queue = QueueExecutor()
        let output = await withTaskExecutorPreference(queue) {
            await flights.output(for: "key", by: farAway) { queue.isCurrent ? 1 : 0 }
        }
        #expect(output == 1)
    }
}

/// One thread at a time, known by its queue.
private final class QueueExecutor: TaskExecutor {
    private let queue = DispatchQueue(label: "callers")
    private static let key = DispatchSpecificKey<Bool>()

    init() {
        queue.setSpecific(key: Self.key, value: true)
    }

    var isCurrent: Bool { DispatchQueue.getSpecific(key: Self.key) ?? false }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { [self] in unsafe job.runSynchronously(on: asUnownedTaskExecutor()) }
    }
}
