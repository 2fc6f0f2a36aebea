import Dispatch
import Foundation
import Synchronization
import Testing

@testable import DecisionLog

@Suite("The checkpoints' copy", .timeLimit(.minutes(2))) struct CheckpointCopyTests {
    private static func configuration(_ directory: String, copy: String) throws -> DecisionLog.Configuration {
        let policy = CheckpointPolicy(maxRecords: 1, maxDelay: .milliseconds(10))
        return .init(
            directory: directory + "/log", instance: "test",
            checkpoints: .init(key: try CheckpointKey(generatedFor: "log"), policy: policy, copy: copy))
    }

    @Test("in a place that is no file holds up no record and no end, and its path is told")
    func fifo() async throws {
        try await withTemporaryDirectory { directory in
            let copy = directory + "/copy"
            #expect(try await run("mkfifo", [copy]).status == 0)
            try await withLog(Self.configuration(directory, copy: copy)) { log in
                while log.checkpointHealth == .writable { try await log.append("dec_\(UUID())") }
                guard case .notWritable(_, let reason)? = log.checkpointHealth else { throw DecisionLogError.closed }
                #expect(reason.hasPrefix(copy + ": "))
                #expect(log.health == .writable)
            }
            #expect(try LogVerifier.verify(directory: directory + "/log").isGood)
        }
    }

    @Test("that failed is tried again after the delay, with all checkpoints that it hasn't")
    func retried() async throws {
        try await withTemporaryDirectory { directory in
            let copy = directory + "/elsewhere/copy"
            try await withLog(Self.configuration(directory, copy: copy)) { log in
                while log.checkpointHealth == .writable { try await log.append("dec_\(UUID())") }
                try FileManager.default.createDirectory(
                    atPath: directory + "/elsewhere", withIntermediateDirectories: false)
                // By itself: nothing is written any more.
                while log.checkpointHealth != .writable { try await Task.sleep(for: .milliseconds(1)) }
            }
            let notes = try LogFiles(directory + "/log").bytes("checkpoints")
            #expect(try LogFiles(directory + "/elsewhere").bytes("copy") == notes)
        }
    }

    @Test("whose file system doesn't answer takes notes without waiting, says so after a while, and lets the log end")
    func hangs() throws {
        let (isHung, gate) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        let clock = ManualClock(Date(timeIntervalSince1970: 1_800_000_000))
        let calls = Counter()
        let copy = CheckpointCopy("/nonexistent/copy", retryDelay: .seconds(3600)) {
            // The second call is that of the thread that writes: it stands for a system call that doesn't return.
            if calls.next() == 2 {
                isHung.signal()
                gate.wait()
            }
            return clock.now()
        }
        copy.offer([0x0A])
        isHung.wait()
        for _ in 0..<1000 { copy.offer([0x0A]) }
        #expect(copy.outage == nil)
        clock.set(Date(timeIntervalSince1970: 1_800_000_011))
        #expect(copy.outage?.since == Date(timeIntervalSince1970: 1_800_000_000))
        copy.close()
        gate.signal()
    }
}

/// A clock that stands for a system call that doesn't return: the next who asks it waits.
private final class HangingClock: Sendable {
    private let hangs = Atomic(false)
    private let gate = DispatchSemaphore(value: 0)

    func hang() { hangs.store(true, ordering: .relaxed) }
    func release() { gate.signal() }

    func now() -> Date {
        if hangs.exchange(false, ordering: .relaxed) { gate.wait() }
        return Date()
    }
}

@Suite("A log whose file system doesn't answer", .timeLimit(.minutes(2))) struct HangingLogTests {
    @Test("isn't writable any more after two seconds, and is waited for at the end no longer than is allowed")
    func hangs() async throws {
        try await withTemporaryDirectory { directory in
            let clock = HangingClock()
            let log = try DecisionLog.open(.init(directory: directory, instance: "test", now: clock.now))
            // The writer asks before each batch.
            clock.hang()
            async let appended = log.append("dec_1")
            while log.health == .writable { try await Task.sleep(for: .milliseconds(10)) }
            guard case .notWritable(_, let reason) = log.health else { throw DecisionLogError.closed }
            #expect(reason == "records have waited for 2 s: the file system doesn't answer")
            #expect(await log.close(within: .milliseconds(10)) == false)
            clock.release()
            #expect(try await appended.sequence == 2)
            #expect(await log.close(within: .seconds(60)))
        }
    }
}
