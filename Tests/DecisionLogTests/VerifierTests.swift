import Crypto
import Foundation
import Testing

@testable import DecisionLog

@Suite(.timeLimit(.minutes(2))) struct VerifierTests {
    /// A change to the lines of a good log of six records, and the line at which it has to be seen (from 1).
    struct Alteration: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let line: Int
        let apply: @Sendable (inout [String]) -> Void
    }

    static let alterations = [
        Alteration(testDescription: "an outcome changed", line: 3) {
            $0[2] = $0[2].replacingOccurrences(of: "{}", with: "[]")
        },
        Alteration(testDescription: "a time changed", line: 3) {
            $0[2] = $0[2].replacingOccurrences(of: "\"time\":\"20", with: "\"time\":\"21")
        },
        Alteration(testDescription: "a record removed", line: 3) { $0.remove(at: 2) },
        Alteration(testDescription: "the first record removed", line: 1) { $0.removeFirst() },
        Alteration(testDescription: "a record doubled", line: 4) { $0.insert($0[2], at: 3) },
        Alteration(testDescription: "two records swapped", line: 3) { $0.swapAt(2, 3) },
        Alteration(testDescription: "an empty line", line: 3) { $0.insert("", at: 2) },
        Alteration(testDescription: "a field after the hash", line: 3) {
            $0[2] = $0[2].dropLast() + #","x":1}"#
        },
        Alteration(testDescription: "a field before data", line: 3) {
            $0[2] = $0[2].replacingOccurrences(of: #","data":"#, with: #","x":"1","data":"#)
        },
        Alteration(testDescription: "the hash in capitals", line: 3) {
            $0[2] = $0[2].dropLast(66) + $0[2].suffix(66).uppercased()
        },
        Alteration(testDescription: "an outcome changed and the record's own hash computed anew", line: 4) {
            $0[2] = resealed($0[2].replacingOccurrences(of: "{}", with: "[]"))
        },
        Alteration(testDescription: "the last record given another sequence and a new hash", line: 6) {
            $0[5] = resealed($0[5].replacingOccurrences(of: "000006\"", with: "000007\""))
        },
        Alteration(testDescription: "a line that is no record", line: 7) { $0.append("{}") },
    ]

    /// The line with the hash that fits its content, as one would forge it.
    static func resealed(_ line: String) -> String {
        let covered = line.dropLast(75)
        let hash = SHA256.hash(data: Data(covered.utf8)).map { String(format: "%02x", $0) }.joined()
        return covered + #","hash":""# + hash + #""}"#
    }

    @Test("time that goes back is found, though the script doesn't look for it")
    func timeGoesBack() async throws {
        try await withTemporaryDirectory { directory in
            try await writeLog(directory, count: 1)
            var lines = try ActiveFile(directory).lines()
            lines[1] = Self.resealed(lines[1].replacing(/"time":"[0-9]{4}/, with: "\"time\":\"1972"))
            try ActiveFile(directory).write(Array(lines.map { $0 + "\n" }.joined().utf8))
            let problem = try #require(try LogVerifier.verify(directory: directory).problem)
            guard case .time = problem.defect else {
                Issue.record("wrong defect: \(problem)")
                return
            }
            #expect(problem.line == 2)
        }
    }

    @Test("the first bad record is found and named", arguments: alterations)
    func findsAlteration(alteration: Alteration) async throws {
        try await withTemporaryDirectory { directory in
            try await writeLog(directory, count: 5)
            var lines = try ActiveFile(directory).lines()
            alteration.apply(&lines)
            try ActiveFile(directory).write(Array(lines.map { $0 + "\n" }.joined().utf8))

            let problem = try #require(try LogVerifier.verify(directory: directory).problem)
            #expect(problem.file == "decisions.ndjson" && problem.line == alteration.line)
            let before = lines.prefix(alteration.line - 1).reduce(0) { $0 + $1.utf8.count + 1 }
            #expect(problem.byteOffset == Int64(before))
            let script = packageRoot.appending(path: "docs/verify_log.py").path
            #expect(try await run("python3", [script, directory]).status != 0)
        }
    }

    @Test("any flipped bit is found")
    func anyBit() async throws {
        try await withTemporaryDirectory { directory in
            try await writeLog(directory, count: 1)
            let good = try ActiveFile(directory).bytes()
            for index in good.indices.dropLast() {
                var bytes = good
                bytes[index] ^= 1 << UInt8(index % 8)
                try ActiveFile(directory).write(bytes)
                #expect(try LogVerifier.verify(directory: directory).isGood == false, "byte \(index)")
            }
        }
    }

    @Test("the Python script of the docs comes to the same end")
    func pythonAgrees() async throws {
        try await withTemporaryDirectory { directory in
            try await writeLog(directory, count: 200)
            let report = try LogVerifier.verify(directory: directory)
            let script = packageRoot.appending(path: "docs/verify_log.py").path
            let (status, output) = try await run("python3", [script, directory])
            #expect(status == 0)
            #expect(output == "201 records, last hash \(report.lastHash)\n")
        }
    }

    @Test("the Python script of the docs gives a verdict on what can't be read, not its own calls")
    func pythonRefuses() async throws {
        try await withTemporaryDirectory { root in
            func expectRefusal(_ directory: String, sourceLocation: SourceLocation = #_sourceLocation) async throws {
                let (status, output) = try await python(directory)
                #expect(status == 1 && output.hasPrefix("NOT GOOD: "), "\(output)", sourceLocation: sourceLocation)
                #expect(!output.contains("Traceback"), sourceLocation: sourceLocation)
            }
            try await expectRefusal(root + "/none")
            let files = LogFiles(root + "/log")
            try await writeLog(files.directory, count: 2)
            let notes = files.url("checkpoints")
            try Data([0xFF, 0x0A]).write(to: notes)
            try await expectRefusal(files.directory)
            try FileManager.default.removeItem(at: notes)
            #expect(try await python(files.directory).status == 0)
            let name = "decisions-00000000000000000009.ndjson"
            try FileManager.default.createDirectory(at: files.url(name), withIntermediateDirectories: false)
            try await expectRefusal(files.directory)
            try files.remove(name)
            try files.remove(LogDirectory.activeName)
            try FileManager.default.createSymbolicLink(
                atPath: files.url(LogDirectory.activeName).path, withDestinationPath: "nowhere")
            try await expectRefusal(files.directory)
        }
    }

    @Test("the twenty lines of Python follow the chain through segments, and see an alteration")
    func twentyLines() async throws {
        try await withTemporaryDirectory { directory in
            let log = try DecisionLog.open(.init(directory: directory, instance: "test"))
            for number in 1...3 { try await log.append("dec_\(number)") }
            try await log.rotate()
            try await log.append("dec_4")
            await log.close()
            let report = try LogVerifier.verify(directory: directory)
            let script = packageRoot.appending(path: "docs/verify_chain.py").path
            let (status, output) = try await run("python3", [script, directory])
            #expect(status == 0)
            #expect(output == "\(report.records) records, last hash \(report.lastHash)\n")
            var bytes = try ActiveFile(directory).bytes()
            bytes[bytes.count / 2] ^= 1
            try ActiveFile(directory).write(bytes)
            #expect(try await run("python3", [script, directory]).status != 0)
        }
    }

    @Test(
        "the cloudevents package for Python reads every line as an event",
        .enabled("PyPI's cloudevents has to be installed") {
            try await run("python3", ["-c", "import cloudevents"]).status == 0
        })
    func cloudEvents() async throws {
        try await withTemporaryDirectory { directory in
            try await writeLog(directory, count: 3)
            let script = packageRoot.appending(path: "Tests/DecisionLogTests/cloud_events.py").path
            let (status, output) = try await run("python3", [script, ActiveFile(directory).url.path])
            #expect(status == 0, "\(output)")
            #expect(output == "4 events\n")
        }
    }

    @Test("an unfinished last line is reported and no problem, with the script neither")
    func unfinishedLine() async throws {
        try await withTemporaryDirectory { directory in
            try await writeLog(directory, count: 2)
            let bytes = try ActiveFile(directory).bytes()
            try ActiveFile(directory).write(bytes.dropLast(10))
            let report = try LogVerifier.verify(directory: directory)
            #expect(report.isGood && report.records == 2 && report.incompleteBytes > 0)
            let script = packageRoot.appending(path: "docs/verify_log.py").path
            #expect(try await run("python3", [script, directory]).status == 0)
        }
    }

    @Test("rotated segments are read in order, and the chain runs through them")
    func segments() async throws {
        try await withTemporaryDirectory { directory in
            try await writeLog(directory, count: 11)
            let lines = try ActiveFile(directory).lines().map { $0 + "\n" }
            let first = URL(filePath: directory).appending(path: "decisions-00000000000000000001.ndjson")
            let second = URL(filePath: directory).appending(path: "decisions-00000000000000000004.ndjson")
            try Data(lines[0..<3].joined().utf8).write(to: first)
            try Data(lines[3..<9].joined().utf8).write(to: second)
            try ActiveFile(directory).write(Array(lines[9...].joined().utf8))

            let report = try LogVerifier.verify(directory: directory)
            #expect(report.isGood && report.segments == 3 && report.records == 12)

            try Data(lines[3..<8].joined().utf8).write(to: second)
            let gap = try #require(try LogVerifier.verify(directory: directory).problem)
            #expect(gap.file == "decisions.ndjson" && gap.line == 1)

            try Data(lines[3..<9].joined().utf8.dropLast(5)).write(to: second)
            let cut = try #require(try LogVerifier.verify(directory: directory).problem)
            #expect(cut.file == second.lastPathComponent && cut.line == 6)

            try FileManager.default.removeItem(at: second)
            try Data(lines[0..<3].joined().utf8).write(to: second)
            let renamed = try #require(try LogVerifier.verify(directory: directory).problem)
            #expect(renamed.defect == .segmentName(expected: 4, found: 1))
        }
    }

    @Test("a log is good at any moment while it is written")
    func besideTheService() async throws {
        try await withTemporaryDirectory { directory in
            try await withLog(.init(directory: directory, instance: "test")) { log in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for task in 0..<8 {
                        group.addTask {
                            for number in 0..<100 { try await log.append("dec_\(task)_\(number)") }
                        }
                    }
                    for _ in 0..<20 {
                        let report = try LogVerifier.verify(directory: directory)
                        #expect(report.problem == nil)
                    }
                    try await group.waitForAll()
                }
            }
            #expect(try LogVerifier.verify(directory: directory).records == 801)
        }
    }

    @Test("records longer than a block, and many blocks of them, are read whole")
    func longRecords() async throws {
        try await withTemporaryDirectory { directory in
            let configuration = DecisionLog.Configuration(
                directory: directory, instance: "test", maxRecordBytes: 4 << 20)
            try await withLog(configuration) { log in
                for bytes in [10, 1_048_000, 3_000_000, 1_048_576, 5] {
                    try await log.append("dec_\(bytes)", data: "\"" + String(repeating: "x", count: bytes) + "\"")
                }
            }
            let report = try LogVerifier.verify(directory: directory)
            #expect(report.isGood && report.records == 6)
        }
    }

    @Test(
        "a link to nowhere in a segment's place is named, and nobody looks for it for ever", arguments: [true, false])
    func linkToNowhere(isActive: Bool) async throws {
        try await withTemporaryDirectory { directory in
            try await withLog(.init(directory: directory, instance: "test")) { log in
                for number in 0..<3 {
                    try await log.append("dec_\(number)")
                    try await log.rotate()
                }
            }
            let name = try LogFiles(directory).segments()[isActive ? 3 : 1]
            try LogFiles(directory).remove(name)
            try FileManager.default.createSymbolicLink(
                atPath: directory + "/" + name, withDestinationPath: "/nonexistent/segment")
            let error = DecisionLogError.unreadable(path: directory + "/" + name, reason: "No such file or directory")
            #expect(throws: error) { try LogVerifier.verify(directory: directory) }
            #expect(throws: error) { try LogSearch.line(id: "dec_none", directory: directory) }
            #expect(throws: error) {
                var query = try LogQuery(RecordQuery(), directory: directory)
                while try query.next() != nil {}
            }
            #expect(try await python(directory).status != 0)
        }
    }

    @Test("a segment that is missing in the middle is said to be missing, and the good one before it is left alone")
    func missingSegment() async throws {
        try await withTemporaryDirectory { directory in
            try await withLog(.init(directory: directory, instance: "test")) { log in
                let data = "\"" + String(repeating: "x", count: 3000) + "\""
                for number in 0..<4 { try await log.append("dec_\(number)", data: data) }
                try await log.rotate()
                // Shorter than the one before it.
                try await log.append("dec_4")
                try await log.rotate()
                try await log.append("dec_5")
            }
            let missing = try LogFiles(directory).segments()[1]
            try LogFiles(directory).remove(missing)
            let report = try LogVerifier.verify(directory: directory)
            #expect(report.records == 5)
            #expect(report.problem?.defect == .sequence(expected: 6, found: 8))
            #expect(report.problem?.file == "decisions.ndjson" && report.problem?.line == 1)
            #expect(report.problem?.change == "the records 6 to 7 were removed")
            let script = try await python(directory)
            #expect(script.status != 0 && script.output.contains("decisions.ndjson"))
        }
    }

    @Test(
        "what stands behind the last checkpoint is no problem only if it can be a note's begin",
        arguments: [
            ("log\n99", true), ("log\n99\nAAAA\n\n", true), ("log\n99\nAAAA\n\n\u{2014} log", true),
            ("log\n99\nAAAA\n\n\u{2014} log x\n", true), ("garbage\n\nx\n\n", false), ("garbage\n\nx\n", false),
            ("\n\n", false), ("log\n99\nAAAA\n\n\u{2014} log x\nx\n", false),
        ])
    func behindCheckpoints(rest: String, isGood: Bool) async throws {
        try await withTemporaryDirectory { directory in
            let key = try CheckpointKey(generatedFor: "log")
            try await withLog(.init(directory: directory, instance: "test", checkpoints: .init(key: key))) {
                try await $0.append("dec_1")
            }
            let files = LogFiles(directory)
            try files.write(try files.bytes("checkpoints") + Array(rest.utf8), to: "checkpoints")
            #expect(try LogVerifier.verify(directory: directory, publicKeys: [key.publicKey]).isGood == isGood)
            #expect(try await (python(directory, key.publicKey).status == 0) == isGood)
        }
    }

    @Test("an unfinished line that is longer than any line of the log is a problem")
    func longUnfinishedLine() async throws {
        try await withTemporaryDirectory { directory in
            try await writeLog(directory, count: 1)
            let bytes = try ActiveFile(directory).bytes()
            for (count, isGood) in [(RecordFormat.maxLineBytes - 1, true), (RecordFormat.maxLineBytes, false)] {
                try ActiveFile(directory).write(bytes + [UInt8](repeating: 0x78, count: count))
                #expect(try LogVerifier.verify(directory: directory).isGood == isGood)
                #expect(try await (python(directory).status == 0) == isGood)
            }
        }
    }

    @Test("of a kept file with several checkpoints, the last whole one counts")
    func severalKept() async throws {
        try await withTemporaryDirectory { root in
            let directory = root + "/log"
            let key = try CheckpointKey(generatedFor: "log")
            let configuration = DecisionLog.Configuration(
                directory: directory, instance: "test",
                checkpoints: .init(key: key, policy: .init(maxRecords: 1)))
            try await withLog(configuration) { log in
                for number in 0..<3 { try await log.append("dec_\(number)") }
            }
            let kept = try LogFiles(directory).bytes("checkpoints")
            for bytes in [kept, Array(kept.dropLast()), kept + Array("log\n99\n".utf8)] {
                try Data(bytes).write(to: URL(filePath: root + "/kept"))
                let report = try LogVerifier.verify(
                    directory: directory, publicKeys: [key.publicKey], kept: bytes)
                #expect(report.isGood && report.checkpoints > 2)
                #expect(try await python(directory, key.publicKey, kept: root + "/kept").status == 0)
            }
            // The last record gone, and all that the log itself knows of it.
            let lines = try ActiveFile(directory).lines()
            try ActiveFile(directory).write(Array(lines.dropLast().map { $0 + "\n" }.joined().utf8))
            try LogFiles(directory).remove("checkpoints")
            let report = try LogVerifier.verify(directory: directory, kept: kept)
            #expect(report.problem?.defect == .beyondEnd(size: 4, lastSequence: 3))
            #expect(try await python(directory, kept: root + "/kept").status != 0)
        }
    }

    @Test("a directory without a log is said to be one")
    func noLog() async throws {
        try await withTemporaryDirectory { directory in
            #expect(throws: DecisionLogError.noLog(directory: directory)) {
                try LogVerifier.verify(directory: directory)
            }
            #expect(throws: DecisionLogError.self) { try LogVerifier.verify(directory: directory + "/missing") }
        }
    }
}
