import DecisionLog
import Foundation
import Testing

@Suite(.timeLimit(.minutes(2))) struct ChainTests {
    @Test("many callers at once get every sequence once, in the order of the file")
    func concurrentAppends() async throws {
        try await withTemporaryDirectory { directory in
            let callers = 64
            let each = 50
            try await withLog(.init(directory: directory, instance: "test")) { log in
                var appended: [UInt64: (id: String, hash: String)] = [:]
                try await withThrowingTaskGroup(of: [(String, Appended)].self) { group in
                    for caller in 0..<callers {
                        group.addTask {
                            var mine: [(String, Appended)] = []
                            for number in 0..<each {
                                let id = "dec_\(caller)_\(number)"
                                mine.append((id, try await log.append(id)))
                            }
                            return mine
                        }
                    }
                    for try await mine in group {
                        // One caller's records follow each other: each was in the file before the next was begun.
                        #expect(mine.map(\.1.sequence) == mine.map(\.1.sequence).sorted())
                        for (id, one) in mine { appended[one.sequence] = (id, one.hash.description) }
                    }
                }
                let lines = try ActiveFile(directory).lines()
                #expect(lines.count == callers * each + 1)
                #expect(appended.count == callers * each)
                for (sequence, one) in appended {
                    let line = lines[Int(sequence) - 1]
                    #expect(line.contains("\"id\":\"\(one.id)\"") && line.hasSuffix("\"hash\":\"\(one.hash)\"}"))
                }
            }
            let report = try LogVerifier.verify(directory: directory)
            #expect(report.isGood && report.records == UInt64(callers * each + 1))
        }
    }

    @Test("the chain goes on over restarts, and each start is recorded with what it found")
    func restarts() async throws {
        try await withTemporaryDirectory { directory in
            for _ in 0..<3 { try await writeLog(directory, count: 2) }
            let report = try LogVerifier.verify(directory: directory)
            #expect(report.isGood && report.lastSequence == 9)
            let lines = try ActiveFile(directory).lines()
            #expect(lines[3].contains("portcullis.log.opened.v1") && lines[3].contains("\"last_sequence\":3,"))
            #expect(lines[6].contains("portcullis.log.opened.v1") && lines[6].contains("\"last_sequence\":6,"))
        }
    }

    @Test("a clock that goes back doesn't take the records' time back, over a restart neither")
    func clockGoesBack() async throws {
        try await withTemporaryDirectory { directory in
            let clock = ManualClock(Date(timeIntervalSince1970: 1_800_000_000))
            let configuration = DecisionLog.Configuration(directory: directory, instance: "test", now: clock.now)
            try await withLog(configuration) { log in
                clock.set(Date(timeIntervalSince1970: 1_700_000_000))
                try await log.append("dec_1")
            }
            try await withLog(configuration) { try await $0.append("dec_2") }
            for line in try ActiveFile(directory).lines() {
                #expect(line.contains("\"time\":\"2027-01-15T08:00:00.000Z\""))
            }
            #expect(try LogVerifier.verify(directory: directory).isGood)
        }
    }

    @Test("a cancelled caller's record is written all the same")
    func cancelledCaller() async throws {
        try await withTemporaryDirectory { directory in
            let clock = ManualClock(Date())
            try await withLog(.init(directory: directory, instance: "test", now: clock.now)) { log in
                clock.hold()
                let task = Task { try await log.append("dec_1") }
                task.cancel()
                clock.release()
                let appended = try await task.value
                #expect(appended.sequence == 2)
                #expect(try ActiveFile(directory).lines().count == 2)
            }
        }
    }

    @Test("a full queue refuses at once, and what was queued is written")
    func fullQueue() async throws {
        try await withTemporaryDirectory { directory in
            let clock = ManualClock(Date())
            let configuration = DecisionLog.Configuration(
                directory: directory, instance: "test", maxQueueRecords: 2, now: clock.now)
            try await withLog(configuration) { log in
                clock.hold()
                var refused = 0
                await withTaskGroup(of: DecisionLogError?.self) { group in
                    for number in 0..<3 {
                        group.addTask {
                            do throws(DecisionLogError) {
                                try await log.append("dec_\(number)")
                                return nil
                            } catch {
                                return error
                            }
                        }
                    }
                    // The writer stands still, so the first to come back is the one that found no place.
                    if case .overloaded? = await group.next() ?? nil { refused += 1 }
                    clock.release()
                    for await error in group where error != nil { refused += 1 }
                }
                #expect(refused == 1)
                let lines = try ActiveFile(directory).lines()
                #expect(lines.count == 3)
            }
        }
    }

    @Test("close writes what waits, and then refuses")
    func closing() async throws {
        try await withTemporaryDirectory { directory in
            let log = try DecisionLog.open(.init(directory: directory, instance: "test"))
            let written = await withTaskGroup(of: Bool.self) { group in
                for number in 0..<100 { group.addTask { (try? await log.append("dec_\(number)")) != nil } }
                group.addTask {
                    await log.close()
                    return false
                }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(try LogVerifier.verify(directory: directory).records == UInt64(written + 1))
            await #expect(throws: DecisionLogError.closed) { try await log.append("late") }
            await log.close()
        }
    }

    @Test("the weaker durabilities write the same, and the opened record names them", arguments: ["interval", "none"])
    func weakerDurability(name: String) async throws {
        try await withTemporaryDirectory { directory in
            let durability: Durability = name == "none" ? .none : .interval(.milliseconds(5))
            try await withLog(.init(directory: directory, instance: "test", durability: durability)) { log in
                for number in 0..<20 { try await log.append("dec_\(number)") }
                #expect(try ActiveFile(directory).lines().count == 21)
                #expect(log.health == .writable)
            }
            #expect(try ActiveFile(directory).lines()[0].contains("\"durability\":\"\(name)\""))
            #expect(try LogVerifier.verify(directory: directory).records == 21)
        }
    }

    @Test("a batch larger than one write keeps its order")
    func largeBatch() async throws {
        try await withTemporaryDirectory { directory in
            let clock = ManualClock(Date())
            try await withLog(.init(directory: directory, instance: "test", now: clock.now)) { log in
                clock.hold()
                let data = "\"" + String(repeating: "x", count: 900_000) + "\""
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for number in 0..<12 { group.addTask { try await log.append("dec_\(number)", data: data) } }
                    clock.release()
                    try await group.waitForAll()
                }
            }
            let report = try LogVerifier.verify(directory: directory)
            #expect(report.isGood && report.records == 13)
        }
    }
}
