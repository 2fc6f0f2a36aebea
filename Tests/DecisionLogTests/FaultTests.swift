import Foundation
import SystemPackage
import Testing

@testable import DecisionLog

/// What others do to the files of an open log.
@Suite(.timeLimit(.minutes(2))) struct FaultTests {
    @Test(
        "a file that was moved away or removed gets a closed segment's name again, and nothing is lost",
        arguments: 0..<5)
    func movedAway(how: Int) async throws {
        try await withTemporaryDirectory { directory in
            let files = LogFiles(directory)
            try await withLog(.init(directory: directory, instance: "test")) { log in
                try await log.append("dec_1")
                switch how {
                case 0: try files.move("decisions.ndjson", to: "decisions.ndjson.1")
                case 1: try files.remove("decisions.ndjson")
                case 2: try files.move("decisions.ndjson", to: "decisions-00000000000000000001.ndjson")
                case 3:
                    try files.move("decisions.ndjson", to: "old")
                    try files.write([], to: "decisions.ndjson")
                default:
                    try files.move("decisions.ndjson", to: "old")
                    try files.write(Array("somebody's".utf8), to: "decisions.ndjson")
                }
                // As after a rotation by another tool; without the request it is noticed within a second.
                try await log.rotate()
                try await log.append("dec_2")
            }
            #expect(try files.segments() == ["decisions-00000000000000000001.ndjson", "decisions.ndjson"])
            let lines = try files.lines()
            try #require(lines.count == 4)
            #expect(lines[1].contains("dec_1") && lines[3].contains("dec_2"))
            #expect(lines[2].contains(#""reason":"moved""#))
            #expect(try LogVerifier.verify(directory: directory).isGood)
            let displaced = "decisions-00000000000000000003.displaced"
            #expect((try? files.bytes(displaced)) == (how == 4 ? Array("somebody's".utf8) : nil))
        }
    }

    @Test("a file that is gone at the end is put back at the end")
    func goneAtEnd() async throws {
        try await withTemporaryDirectory { directory in
            try await withLog(.init(directory: directory, instance: "test")) { log in
                try await log.append("dec_1")
                try LogFiles(directory).remove("decisions.ndjson")
            }
            let report = try LogVerifier.verify(directory: directory)
            #expect(report.isGood && report.lastSequence == 3 && report.segments == 2)
        }
    }

    @Test("a file that somebody cut off or wrote to is closed; what is missing is found, what was added ignored")
    func altered() async throws {
        for isCut in [true, false] {
            try await withTemporaryDirectory { directory in
                let files = LogFiles(directory)
                try await withLog(.init(directory: directory, instance: "test")) { log in
                    try await log.append("dec_1")
                    let bytes = try files.bytes("decisions.ndjson")
                    let file = try FileDescriptor.open(FilePath(directory + "/decisions.ndjson"), .readWrite)
                    try file.closeAfter {
                        if isCut {
                            try file.resize(to: 0)
                        } else {
                            try file.writeAll(toAbsoluteOffset: Int64(bytes.count), [0x41])
                        }
                    }
                    try await log.rotate()
                    try await log.append("dec_2")
                }
                let lines = try files.lines()
                #expect(lines.contains { $0.contains(#""reason":"altered""#) && $0.contains("bytes and not the") })
                let report = try LogVerifier.verify(directory: directory)
                #expect(report.isGood == !isCut && report.unansweredBytes == (isCut ? 0 : 1))
            }
        }
    }

    @Test("while the directory is elsewhere nothing is written, and when it is back the log goes on")
    func directoryMoved() async throws {
        try await withTemporaryDirectory { root in
            let directory = root + "/log"
            try await withLog(.init(directory: directory, instance: "test", retryInterval: .seconds(3600))) { log in
                try await log.append("dec_1")
                try FileManager.default.moveItem(atPath: directory, toPath: root + "/elsewhere")
                for isEmptyOneThere in [false, true] {
                    if isEmptyOneThere {
                        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: false)
                    }
                    let error = await #expect(throws: DecisionLogError.self) { try await log.rotate() }
                    #expect(error.map { "\($0)".contains("moved or removed") } ?? false)
                    await #expect(throws: DecisionLogError.self) { try await log.append("dec_lost") }
                    guard case .notWritable = log.health else { throw DecisionLogError.closed }
                }
                try FileManager.default.removeItem(atPath: directory)
                try FileManager.default.moveItem(atPath: root + "/elsewhere", toPath: directory)
                try await log.append("dec_2")
                #expect(log.health == .writable)
            }
            let lines = try LogFiles(directory).lines()
            #expect(lines.count == 4 && lines[2].contains("portcullis.log.resumed.v1") && lines[3].contains("dec_2"))
            #expect(try LogVerifier.verify(directory: directory).isGood)
        }
    }

    @Test("checkpoints that were moved or removed are put back as they were, which is told, and others' are kept")
    func checkpointsMoved() async throws {
        for isForeign in [false, true] {
            try await withTemporaryDirectory { directory in
                let key = try CheckpointKey(generatedFor: "log")
                let configuration = DecisionLog.Configuration(
                    directory: directory, instance: "test", checkpoints: .init(key: key))
                let files = LogFiles(directory)
                try await withLog(configuration) { try await $0.append("dec_0") }
                let before = try files.bytes("checkpoints")
                try await withLog(configuration) { log in
                    try files.remove("checkpoints")
                    if isForeign { try files.write(Array("somebody's".utf8), to: "checkpoints") }
                    try await log.append("dec_1")
                    try await log.rotate()
                    guard case .notWritable(_, let reason)? = log.checkpointHealth else {
                        throw DecisionLogError.closed
                    }
                    #expect(reason.contains("checkpoints was moved or removed"))
                    try await log.append("dec_2")
                    try await log.rotate()
                    #expect(log.checkpointHealth == .writable)
                }
                #expect(try files.bytes("checkpoints").starts(with: before))
                let report = try LogVerifier.verify(directory: directory, publicKeys: [key.publicKey])
                #expect(report.isGood && report.checkpoints == 4)
                #expect(
                    (try? files.bytes("checkpoints.displaced")) == (isForeign ? Array("somebody's".utf8) : nil))
            }
        }
    }

    @Test("a file that was moved away is put back also if the new segment can't be begun at first")
    func movedAwayTwice() async throws {
        try await withTemporaryDirectory { directory in
            let files = LogFiles(directory)
            // Something that no file can be moved to.
            let displaced = files.url("decisions-00000000000000000003.displaced")
            try FileManager.default.createDirectory(at: displaced, withIntermediateDirectories: false)
            try await withLog(.init(directory: directory, instance: "test", retryInterval: .seconds(3600))) { log in
                try await log.append("dec_1")
                try files.move("decisions.ndjson", to: "old")
                try files.write(Array("somebody's".utf8), to: "decisions.ndjson")
                for _ in 0..<2 { await #expect(throws: DecisionLogError.self) { try await log.rotate() } }
                try FileManager.default.removeItem(at: displaced)
                try await log.append("dec_2")
            }
            let lines = try files.lines()
            #expect(lines.count == 4 && lines[1].contains("dec_1") && lines[2].contains(#""reason":"moved""#))
            #expect(try LogVerifier.verify(directory: directory).isGood)
        }
    }

    @Test("a rotation that fails stops no record, and is told until one succeeds")
    func rotationFails() async throws {
        try await withTemporaryDirectory { directory in
            let files = LogFiles(directory)
            let configuration = DecisionLog.Configuration(
                directory: directory, instance: "test", retryInterval: .milliseconds(1),
                rotation: .init(maxSegmentBytes: 1 << 16))
            try await withLog(configuration) { log in
                #expect(log.rotationHealth == .writable)
                // Something that no file can take the place of.
                let obstacle = files.url("decisions.next")
                try FileManager.default.createDirectory(
                    at: obstacle.appending(path: "inside"), withIntermediateDirectories: true)
                for number in 0..<3 {
                    try await log.append("dec_\(number)", data: "\"" + String(repeating: "x", count: 70_000) + "\"")
                }
                guard case .notWritable(let since, let reason) = log.rotationHealth else {
                    throw DecisionLogError.closed
                }
                #expect(since <= Date() && reason.contains("decisions.next"))
                #expect(log.health == .writable)
                #expect(try files.bytes("decisions.ndjson").count > 3 * 70_000)

                try FileManager.default.removeItem(at: obstacle)
                var number = 3
                while log.rotationHealth != .writable {
                    try await log.append("dec_\(number)")
                    number += 1
                }
                #expect(try files.segments().count == 2)
            }
            #expect(try LogVerifier.verify(directory: directory).isGood)
        }
    }

    @Test("a link that somebody put where the log begins a file isn't followed")
    func links() async throws {
        try await withTemporaryDirectory { directory in
            let key = try CheckpointKey(generatedFor: "log")
            let files = LogFiles(directory)
            try files.write(Array("precious".utf8), to: "victim")
            try await withLog(.init(directory: directory, instance: "test", checkpoints: .init(key: key))) { log in
                try await log.append("dec_1")
                try await log.rotate()
                for name in ["decisions.next", "decisions.restored", "checkpoints.next"] {
                    try FileManager.default.createSymbolicLink(
                        at: files.url(name), withDestinationURL: files.url("victim"))
                }
                try files.remove("checkpoints")
                try files.remove("decisions.ndjson")
                try await log.rotate()
            }
            #expect(try files.bytes("victim") == Array("precious".utf8))
            #expect(try LogVerifier.verify(directory: directory, publicKeys: [key.publicKey]).isGood)
        }
    }

    @Test("the end of a run syncs what isn't synced yet, without checkpoints too")
    func syncedAtEnd() async throws {
        try await withTemporaryDirectory { directory in
            var (store, chain) = try openStore(LogDirectory(directory))
            try store.append(Array("a record\n".utf8), sync: false)
            #expect(store.active?.file.isUnsynced == true)
            store.close(&chain, now: Date())
            #expect(store.active?.file.isUnsynced == false)
        }
    }

    @Test("after a failed sync a new segment begins, says so, and says where the closed one's records end")
    func failedSync() async throws {
        try await withTemporaryDirectory { directory in
            try await writeLog(directory, count: 2)
            let files = LogFiles(directory)
            let size = try files.bytes("decisions.ndjson").count
            let log = LogDirectory(directory)
            var (store, chain) = try openStore(log)
            // A pipe takes writes and can't be synced.
            let pipe = try FileDescriptor.pipe()
            defer { try? pipe.readEnd.close() }
            store.active?.file.close()
            store.active?.file = LogFile(pipe.writeEnd, size: Int64(size))
            #expect(throws: WriteFailure.self) { try store.append(Array("lost\n".utf8), sync: true) }
            // What the cut couldn't remove.
            try ActiveFile(directory).append("lost\n")
            try store.prepare(&chain, now: Date())
            store.close(&chain, now: Date())
            let report = try LogVerifier.verify(directory: directory)
            #expect(report.isGood && report.lastSequence == 4 && report.unansweredBytes == 5)
            let lines = try files.lines()
            #expect(lines.last?.contains(#""reason":"sync_failed","fault":"fdatasync failed: "#) ?? false)
            #expect(try await python(directory).status == 0)
            try await writeLog(directory, count: 1)
            #expect(try LogVerifier.verify(directory: directory).isGood)
        }
    }

    @Test(
        "a damaged log stops the start, or is moved aside for a new chain that says so",
        arguments: ["middle", "end", "cut"])
    func damaged(how: String) async throws {
        try await withTemporaryDirectory { directory in
            var configuration = DecisionLog.Configuration(
                directory: directory, instance: "test",
                checkpoints: .init(key: try CheckpointKey(generatedFor: "log")))
            try await withLog(configuration) { log in
                for number in 0..<5 { try await log.append("dec_\(number)") }
            }
            let files = LogFiles(directory)
            var lines = try files.lines()
            switch how {
            case "middle": lines[2] = lines[2].replacingOccurrences(of: "{}", with: "[]")
            case "end": lines[5] = lines[5].replacingOccurrences(of: "{}", with: "[]")
            default: lines.removeLast()
            }
            let damaged = Array(lines.map { $0 + "\n" }.joined().utf8)
            try files.write(damaged, to: "decisions.ndjson")
            let error = #expect(throws: DecisionLogError.self) { try DecisionLog.open(configuration) }
            guard case .corrupt? = error else { throw error ?? .closed }
            #expect(try files.bytes("decisions.ndjson") == damaged)

            configuration.onDamage = .beginNewChain
            for _ in 0..<2 {
                try await withLog(configuration) { try await $0.append("dec_new") }
            }
            let opened = try files.lines()[0]
            #expect(opened.contains(#""damaged":{"directory":"damaged-1","reason":""#))
            let report = try LogVerifier.verify(directory: directory)
            #expect(report.isGood && report.records == 4 && report.checkpoints == 2)
            #expect(try files.bytes("damaged-1/decisions.ndjson") == damaged)
            #expect(try LogVerifier.verify(directory: directory + "/damaged-1").isGood == false)
        }
    }
}

/// The files of a log as its writer has them, without the writer.
func openStore(
    _ directory: LogDirectory, durability: Durability = .commit
) throws -> (store: SegmentStore, chain: Chain) {
    let index = RecordIndex(maxRecords: 10)
    let recovery = try Recovery(directory, durability: durability, index: index)
    let store = try SegmentStore(
        .init(directory: directory.path.string, instance: "test"), directory: directory,
        lock: try DirectoryLock(directory), recovery: recovery, index: index,
        compressor: SegmentCompressor(directory, .none, now: { Date() }))
    return (store, recovery.chain)
}
