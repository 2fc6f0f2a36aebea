import Foundation
import SystemPackage
import Testing

@testable import DecisionLog

@Suite(.timeLimit(.minutes(2))) struct RecoveryTests {
    @Test("a last line torn at any byte is cut off, kept aside and reported, and the chain goes on")
    func tornAtEveryByte() async throws {
        try await withTemporaryDirectory { root in
            try await writeLog(root, count: 2)
            let whole = try ActiveFile(root).bytes()
            let lastLine = try #require(whole.dropLast().lastIndex(of: 0x0A)) + 1
            for cut in lastLine..<whole.count {
                let directory = root + "/\(cut)"
                try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
                try ActiveFile(directory).write(Array(whole[..<cut]))
                let torn = cut - lastLine
                try await withLog(.init(directory: directory, instance: "test")) { log in
                    #expect(log.recovered.tornBytes == torn && log.recovered.lastSequence == 2)
                    let next = try await log.append("dec_new")
                    #expect(next.sequence == 4)
                }
                let line = try ActiveFile(directory).lines()[2]
                #expect(line.contains("\"last_sequence\":2,") && line.contains("\"torn_bytes\":\(torn)"))
                let kept = URL(filePath: directory).appending(path: "decisions-00000000000000000003.torn")
                #expect((try? Array(Data(contentsOf: kept))) == (torn == 0 ? nil : Array(whole[lastLine..<cut])))
                let report = try LogVerifier.verify(directory: directory)
                #expect(report.isGood && report.records == 4)
            }
        }
    }

    @Test("a first line that is torn leaves a new log")
    func tornFirstLine() async throws {
        try await withTemporaryDirectory { directory in
            try ActiveFile(directory).write(Array(#"{"specversion":"1.0","id":"lo"#.utf8))
            try await writeLog(directory, count: 1)
            let report = try LogVerifier.verify(directory: directory)
            #expect(report.isGood && report.records == 2)
        }
    }

    @Test("zeros after the last line, as a power loss can leave them, are cut off")
    func zeroTail() async throws {
        try await withTemporaryDirectory { directory in
            try await writeLog(directory, count: 1)
            try ActiveFile(directory).write(try ActiveFile(directory).bytes() + [UInt8](repeating: 0, count: 8192))
            try await writeLog(directory, count: 1)
            let report = try LogVerifier.verify(directory: directory)
            #expect(report.isGood && report.records == 4)
        }
    }

    /// A log of one batch, or of as many as it has records, in which a part of the third record reads as zeros.
    private func writeZeros(
        _ directory: String, durability: Durability = .commit, batches: Bool, sector: Bool
    ) async throws -> (bytes: [UInt8], badLine: Int) {
        let clock = ManualClock(Date(timeIntervalSince1970: 1_800_000_000))
        let configuration = DecisionLog.Configuration(
            directory: directory, instance: "test", durability: durability, now: clock.now)
        let data = "\"" + String(repeating: "x", count: 2000) + "\""
        try await withLog(configuration) { log in
            for number in 0..<5 {
                if batches { clock.set(Date(timeIntervalSince1970: 1_800_000_001 + Double(number))) }
                try await log.append("dec_\(number)", data: data)
            }
        }
        var bytes = try ActiveFile(directory).bytes()
        let ends = bytes.indices.filter { bytes[$0] == 0x0A }
        let start = (ends[1] + 1000) / 512 * 512
        for index in sector ? start..<start + 512 : start..<start + 1 { bytes[index] = 0 }
        try ActiveFile(directory).write(bytes)
        return (bytes, ends[1] + 1)
    }

    @Test(
        "zeros that a power loss doesn't explain stop the start: less than a sector, or before a batch that came later",
        arguments: [(false, false), (true, false), (true, true)])
    func zerosInSyncedRecords(batches: Bool, sector: Bool) async throws {
        try await withTemporaryDirectory { directory in
            let (bytes, badLine) = try await writeZeros(directory, batches: batches, sector: sector)
            let error = #expect(throws: DecisionLogError.self) {
                try DecisionLog.open(.init(directory: directory, instance: "test"))
            }
            guard case .corrupt(_, Int64(badLine), _)? = error else { throw error ?? .closed }
            #expect(try ActiveFile(directory).bytes() == bytes)
        }
    }

    @Test(
        "a sector of zeros in a batch that may not have been synced is cut off, with what follows it",
        arguments: [(Durability.commit, false), (.interval(.seconds(60)), true), (.none, true)])
    func zerosInUnsyncedBatch(durability: Durability, batches: Bool) async throws {
        try await withTemporaryDirectory { directory in
            let (bytes, badLine) = try await writeZeros(
                directory, durability: durability, batches: batches, sector: true)
            // The records say themselves how they were written.
            try await withLog(.init(directory: directory, instance: "test")) { log in
                #expect(log.recovered.tornBytes == bytes.count - badLine && log.recovered.lastSequence == 2)
            }
            #expect(try LogVerifier.verify(directory: directory).isGood)
        }
    }

    @Test("a start that refuses a log has changed nothing", arguments: ["cut", "torn", "no active file"])
    func refusedUntouched(how: String) async throws {
        try await withTemporaryDirectory { directory in
            let configuration = DecisionLog.Configuration(
                directory: directory, instance: "test",
                checkpoints: .init(key: try CheckpointKey(generatedFor: "log")))
            try await withLog(configuration) { log in
                try await log.append("dec_0")
                try await log.rotate()
                for number in 1..<4 { try await log.append("dec_\(number)") }
            }
            let files = LogFiles(directory)
            try files.write(try files.bytes("checkpoints") + Array("log\n99".utf8), to: "checkpoints")
            try files.write(Array("half".utf8), to: "decisions.next")
            let lines = try ActiveFile(directory).lines().map { $0 + "\n" }
            switch how {
            case "cut": try ActiveFile(directory).write(Array(lines.dropLast(2).joined().utf8))
            case "torn": try ActiveFile(directory).write(Array((lines.dropLast(2).joined() + lines[3].prefix(99)).utf8))
            default: try files.remove("decisions.ndjson")
            }
            let before = try content(directory)
            let error = #expect(throws: DecisionLogError.self) { try DecisionLog.open(configuration) }
            guard case .corrupt? = error else { throw error ?? .closed }
            #expect(try content(directory) == before)
        }
    }

    /// All files but the lock, by name.
    private func content(_ directory: String) throws -> [String: [UInt8]] {
        var content: [String: [UInt8]] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: directory) where name != "lock" {
            content[name] = try LogFiles(directory).bytes(name)
        }
        return content
    }

    @Test(
        "what isn't a file in the place of one is named, and never waited for",
        arguments: ["decisions.ndjson", "checkpoints", "lock"])
    func fifo(name: String) async throws {
        try await withTemporaryDirectory { directory in
            #expect(try await run("mkfifo", [directory + "/" + name]).status == 0)
            let reason = "\(NotAFile())"
            #expect(throws: DecisionLogError.unreadable(path: directory + "/" + name, reason: reason)) {
                try DecisionLog.open(.init(directory: directory, instance: "test"))
            }
            guard name == "checkpoints" else { return }
            try ActiveFile(directory).write([])
            #expect(throws: DecisionLogError.unreadable(path: directory + "/" + name, reason: reason)) {
                try LogVerifier.verify(directory: directory)
            }
        }
    }

    @Test("a damaged log's checkpoints are moved aside last: they may be all that shows the damage")
    func setAsideOrder() {
        let names = ["lock", "checkpoints", "decisions.ndjson", "decisions-00000000000000000001.ndjson", "damaged-1"]
        #expect(
            SetAsideLog.moved(names) == ["decisions-00000000000000000001.ndjson", "decisions.ndjson", "checkpoints"])
    }

    @Test("a last line much longer than the first look back is found")
    func longLastLine() async throws {
        try await withTemporaryDirectory { directory in
            let data = "\"" + String(repeating: "x", count: 1_000_000) + "\""
            try await withLog(.init(directory: directory, instance: "test")) { log in
                try await log.append("dec_1", data: data)
                try await log.append("dec_2", data: data)
            }
            try await withLog(.init(directory: directory, instance: "test")) { log in
                #expect(log.recovered.lastSequence == 3 && log.recovered.tornBytes == 0)
            }
            #expect(try LogVerifier.verify(directory: directory).isGood)
        }
    }

    @Test("a last whole line that was altered stops the start", arguments: ["content", "hash", "framing", "foreign"])
    func alteredLastLine(what: String) async throws {
        try await withTemporaryDirectory { directory in
            try await writeLog(directory, count: 2)
            var bytes = try ActiveFile(directory).bytes()
            let lastLine = try #require(bytes.dropLast().lastIndex(of: 0x0A)) + 1
            switch what {
            case "content": bytes[bytes.count - 80] ^= 1
            case "hash": bytes[bytes.count - 4] = bytes[bytes.count - 4] == 0x30 ? 0x31 : 0x30
            case "framing": bytes[lastLine + 5] ^= 1
            default: bytes += Array("hello\n".utf8)
            }
            try ActiveFile(directory).write(bytes)
            let error = #expect(throws: DecisionLogError.self) {
                try DecisionLog.open(.init(directory: directory, instance: "test"))
            }
            guard case .corrupt(_, let offset, _)? = error else {
                Issue.record("wrong error: \(String(describing: error))")
                return
            }
            #expect(offset == Int64(what == "foreign" ? bytes.count - 6 : lastLine))
            // The refused start has changed nothing and has freed the directory.
            #expect(try ActiveFile(directory).bytes() == bytes)
            let again = #expect(throws: DecisionLogError.self) {
                try DecisionLog.open(.init(directory: directory, instance: "test"))
            }
            #expect(again == error)
        }
    }

    @Test("an open log refuses a second one in the same process, a closed one doesn't")
    func secondInProcess() async throws {
        try await withTemporaryDirectory { directory in
            try await withLog(.init(directory: directory, instance: "test")) { log in
                let pid = ProcessInfo.processInfo.processIdentifier
                #expect(throws: DecisionLogError.locked(directory: directory, pid: pid)) {
                    try DecisionLog.open(.init(directory: directory, instance: "test"))
                }
                try await log.append("dec_1")
            }
            try await writeLog(directory, count: 1)
            #expect(try LogVerifier.verify(directory: directory).records == 4)
        }
    }

    @Test("an open log refuses a second one also when somebody has removed its lock, which it makes anew")
    func removedLock() async throws {
        try await withTemporaryDirectory { directory in
            try await withLog(.init(directory: directory, instance: "test")) { log in
                try LogFiles(directory).remove("lock")
                #expect(throws: DecisionLogError.locked(directory: directory, pid: nil)) {
                    try DecisionLog.open(.init(directory: directory, instance: "test"))
                }
                // Looks at the place of its files.
                try await log.append("dec_1")
                try await log.rotate()
                let pid = ProcessInfo.processInfo.processIdentifier
                #expect(try LogFiles(directory).bytes("lock") == Array("\(pid)\n".utf8))
                #expect(throws: DecisionLogError.locked(directory: directory, pid: pid)) {
                    try DecisionLog.open(.init(directory: directory, instance: "test"))
                }
            }
        }
    }

    @Test("a lock that another process has in the place of the removed one stops the writing")
    func takenLock() async throws {
        try await withTemporaryDirectory { directory in
            let log = LogDirectory(directory)
            let lock = try DirectoryLock(log)
            defer { lock.release() }
            try LogFiles(directory).remove("lock")
            let other = try log.lock.openFile(.readWrite, options: .create)
            defer { try? other.close() }
            #expect(try other.tryLock())
            #expect(throws: DecisionLogError.locked(directory: directory, pid: nil)) { try lock.renewIfRemoved() }
        }
    }

    @Test("a second process is told who holds the directory")
    func secondProcess() async throws {
        try await withTemporaryDirectory { directory in
            try await withLog(.init(directory: directory, instance: "test")) { log in
                let pid = ProcessInfo.processInfo.processIdentifier
                await #expect(processExitsWith: .success) { [directory = directory as String, pid = pid as Int32] in
                    #expect(throws: DecisionLogError.locked(directory: directory, pid: pid)) {
                        try DecisionLog.open(.init(directory: directory, instance: "test"))
                    }
                }
                try await log.append("dec_1")
            }
        }
    }

    @Test("the directory is created for the service alone, parents too")
    func createsDirectory() async throws {
        try await withTemporaryDirectory { root in
            let directory = root + "/var/log"
            try await writeLog(directory, count: 1)
            for (path, mode) in [(directory, 0o750), (directory + "/decisions.ndjson", 0o640)] {
                let attributes = try FileManager.default.attributesOfItem(atPath: path)
                #expect((attributes[.posixPermissions] as? Int) == mode)
            }
        }
    }

    @Test(
        "a configuration out of range is refused before anything is created",
        arguments: [
            ("", 1 << 20, 10), ("web 1", 1 << 20, 10), ("web", 4095, 10), ("web", 17 << 20, 10), ("web", 1 << 20, 0),
        ])
    func badConfiguration(instance: String, maxRecordBytes: Int, maxQueueRecords: Int) async throws {
        try await withTemporaryDirectory { root in
            let configuration = DecisionLog.Configuration(
                directory: root + "/log", instance: instance, maxQueueRecords: maxQueueRecords,
                maxRecordBytes: maxRecordBytes)
            #expect(throws: DecisionLogError.self) { try DecisionLog.open(configuration) }
            #expect(!FileManager.default.fileExists(atPath: root + "/log"))
        }
    }
}
