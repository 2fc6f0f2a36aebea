import Foundation
import SystemPackage
import Testing

@testable import DecisionLog

#if canImport(Glibc)
    import Glibc
#endif

/// A full disk is played by the limit on a file's size, in a process of its own: writes come up short and then fail.
@Suite(.timeLimit(.minutes(2))) struct OutageTests {
    @Test("a write that fails half-way leaves no part of it; with space the log goes on and says what happened")
    func fullDisk() async throws {
        try await withTemporaryDirectory { directory in
            await #expect(processExitsWith: .success) { [directory = directory as String] in
                try await OutageTests.fillAndFree(directory)
            }
            let lines = try ActiveFile(directory).lines()
            try #require(lines.count == 4)
            #expect(lines[1].contains("dec_before"))
            #expect(lines[2].contains("portcullis.log.resumed.v1") && lines[2].contains("File too large"))
            #expect(lines[2].contains("\"refused_records\":2}"))
            #expect(lines[3].contains("dec_after"))
            let report = try LogVerifier.verify(directory: directory)
            #expect(report.isGood && report.incompleteBytes == 0)
        }
    }

    static func fillAndFree(_ directory: String) async throws {
        let log = try DecisionLog.open(
            .init(directory: directory, instance: "test", retryInterval: .seconds(3600)))
        try await log.append("dec_before")
        let before = try ActiveFile(directory).bytes()
        limitFileSize(before.count + 500)
        for _ in 0..<2 {
            let error = await #expect(throws: DecisionLogError.self) {
                try await log.append("dec_lost", data: "\"" + String(repeating: "x", count: 5000) + "\"")
            }
            guard case .notWritable? = error else { throw error ?? .closed }
            #expect(try ActiveFile(directory).bytes() == before)
            guard case .notWritable = log.health else { throw DecisionLogError.closed }
        }
        limitFileSize(nil)
        let after = try await log.append("dec_after")
        #expect(after.sequence == 4)
        #expect(log.health == .writable)
        await log.close()
    }

    @Test("the log comes back by itself when nobody calls")
    func comesBackByItself() async throws {
        try await withTemporaryDirectory { directory in
            await #expect(processExitsWith: .success) { [directory = directory as String] in
                let log = try DecisionLog.open(
                    .init(directory: directory, instance: "test", retryInterval: .milliseconds(2)))
                OutageTests.limitFileSize(try ActiveFile(directory).bytes().count)
                await #expect(throws: DecisionLogError.self) { try await log.append("dec_lost") }
                OutageTests.limitFileSize(nil)
                while log.health != .writable { try await Task.sleep(for: .milliseconds(1)) }
                await log.close()
                let lines = try ActiveFile(directory).lines()
                #expect(lines.count == 2 && lines[1].contains("portcullis.log.resumed.v1"))
            }
        }
    }

    @Test("during an outage one record tests the file, others are refused without waiting")
    func oneProbe() async throws {
        try await withTemporaryDirectory { directory in
            await #expect(processExitsWith: .success) { [directory = directory as String] in
                let clock = ManualClock(Date())
                let log = try DecisionLog.open(
                    .init(directory: directory, instance: "test", retryInterval: .seconds(3600), now: clock.now))
                OutageTests.limitFileSize(try ActiveFile(directory).bytes().count)
                await #expect(throws: DecisionLogError.self) { try await log.append("dec_lost") }
                clock.hold()
                let written = await withTaskGroup(of: Bool.self) { group in
                    for number in 0..<3 { group.addTask { (try? await log.append("dec_\(number)")) != nil } }
                    // The writer stands still with the first record, so two come back before it.
                    let early = [await group.next(), await group.next()]
                    #expect(early == [false, false])
                    OutageTests.limitFileSize(nil)
                    clock.release()
                    return await group.next()
                }
                #expect(written == true)
                await log.close()
            }
        }
    }

    @Test("a checkpoint that is due while the log can't be written keeps nobody busy")
    func dueCheckpoint() async throws {
        try await withTemporaryDirectory { directory in
            await #expect(processExitsWith: .success) { [directory = directory as String] in
                let policy = CheckpointPolicy(maxRecords: 1000, maxDelay: .milliseconds(100))
                let log = try DecisionLog.open(
                    .init(
                        directory: directory, instance: "test", retryInterval: .seconds(3600),
                        checkpoints: .init(key: try CheckpointKey(generatedFor: "log"), policy: policy)))
                try await log.append("dec_before")
                OutageTests.limitFileSize(try ActiveFile(directory).bytes().count)
                await #expect(throws: DecisionLogError.self) { try await log.append("dec_lost") }
                // Of processor time, in microseconds.
                let begin = clock()
                // Long enough for the delay to pass.
                try await Task.sleep(for: .milliseconds(400))
                #expect(clock() - begin < 100_000)
                OutageTests.limitFileSize(nil)
                await log.close()
            }
        }
    }

    /// - Parameter bytes: the longest that a file may become; nil lifts the limit.
    static func limitFileSize(_ bytes: Int?) {
        // Without this the first write over the limit ends the process instead of failing.
        signal(SIGXFSZ, SIG_IGN)
        var limit = rlimit()
        unsafe getrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
        limit.rlim_cur = bytes.map { rlim_t($0) } ?? limit.rlim_max
        let result = unsafe setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
        #expect(result == 0)
    }

    @Test("after a failed sync nothing more is written to the file, even if a later sync would succeed")
    func failedSync() throws {
        // A pipe takes writes and can't be synced.
        let pipe = try FileDescriptor.pipe()
        defer { try? pipe.readEnd.close() }
        var file = LogFile(pipe.writeEnd, size: 0)
        defer { file.close() }
        let failure = try #require(
            #expect(throws: WriteFailure.self) { try file.append(Array("a\n".utf8), sync: true) })
        #expect(file.failedSync == failure && file.size == 0)
        #expect(throws: failure) { try file.append(Array("b\n".utf8), sync: false) }
        #expect(throws: failure) { try file.sync() }
    }
}
