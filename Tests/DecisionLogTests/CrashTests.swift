import Foundation
import SystemPackage
import Testing

@testable import DecisionLog

#if canImport(Glibc)
    import Glibc
#endif

/// In the long form, as many more as there are rounds, at moments that differ from run to run.
private let moreRounds = ProcessInfo.processInfo.environment["CRASH_ROUNDS"].flatMap(Int.init) ?? 0

@Suite(.timeLimit(.minutes(2 + moreRounds / 20))) struct CrashTests {
    @Test("after kill -9 under load, again and again, every acknowledged record is in the log")
    func killedUnderLoad() async throws {
        try await withTemporaryDirectory { root in
            let directory = root + "/log"
            let acknowledged = root + "/acknowledged"
            let counts = [1, 2, 65, 400, 1500, 3000] + (0..<moreRounds).map { _ in Int.random(in: 1...600) }
            for (round, count) in counts.enumerated() {
                await #expect(processExitsWith: .signal(SIGKILL)) {
                    [
                        directory = directory as String, acknowledged = acknowledged as String, count = count as Int,
                        compresses = (round % 3 > 0) as Bool
                    ] in
                    try await CrashTests.append(
                        directory, acknowledged: acknowledged, killAfter: count, compresses: compresses)
                }
            }
            try await writeLog(directory, count: 1)
            #expect(try LogFiles(directory).segments().contains { $0.hasSuffix(".gz") })

            let report = try LogVerifier.verify(directory: directory)
            #expect(report.problem == nil && report.incompleteBytes == 0)
            let files = LogFiles(directory)
            // Of a segment that a crash left in both forms one is enough.
            let names = try files.segments()
            let lines = try names.filter { $0.hasSuffix(".ndjson") || !names.contains(String($0.dropLast(3))) }.flatMap
            {
                String(decoding: try files.content($0), as: UTF8.self).split(separator: "\n")
            }
            #expect(names.count > 10)
            let answers = try String(contentsOfFile: acknowledged, encoding: .utf8).split(separator: "\n")
            #expect(answers.count >= 4968)
            for answer in answers {
                let parts = answer.split(separator: " ")
                let index = try #require(Int(parts[1])) - 1
                try #require(lines.indices.contains(index), "the log ends before record \(index + 1)")
                let line = lines[index]
                #expect(line.contains("\"id\":\"\(parts[0])\"") && line.hasSuffix("\"hash\":\"\(parts[2])\"}"))
            }
        }
    }

    /// Appends from many tasks, each of which notes its answers in `acknowledged`; the `killAfter`th answer has the process killed
    /// at once, while the writer is wherever it is.
    static func append(
        _ directory: String, acknowledged: String, killAfter: Int, compresses: Bool
    ) async throws {
        let log = try DecisionLog.open(
            .init(
                directory: directory, instance: "test", rotation: .init(maxSegmentBytes: 1 << 18),
                compression: compresses ? .gzip : .none,
                checkpoints: .init(key: try CheckpointKey(generatedFor: "log"), policy: .init(maxRecords: 50))))
        let answers = try FileDescriptor.open(
            FilePath(acknowledged), .writeOnly, options: [.create, .append], permissions: .ownerReadWrite)
        let run = log.recovered.lastSequence
        let data = "{\"decision\":\"" + String(repeating: "x", count: 2000) + "\"}"
        let answered = Counter()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for task in 0..<32 {
                group.addTask {
                    for number in 0... {
                        let id = "dec_\(run)_\(task)_\(number)"
                        let appended = try await log.append(id, data: data)
                        try answers.writeAll("\(id) \(appended.sequence) \(appended.hash)\n".utf8)
                        if answered.next() == killAfter { kill(getpid(), SIGKILL) }
                    }
                }
            }
            try await group.waitForAll()
        }
    }
}
