import DecisionLog
import Foundation
import Testing

#if canImport(Glibc)
    import Glibc
#endif

@Suite struct CrashTests {
    @Test("after kill -9 under load, again and again, every acknowledged record is in the log")
    func killedUnderLoad() async throws {
        try await withTemporaryDirectory { root in
            let directory = root + "/log"
            let acknowledged = root + "/acknowledged"
            for count in [1, 2, 65, 400, 1500, 3000] {
                await #expect(processExitsWith: .signal(SIGKILL)) {
                    [directory = directory as String, acknowledged = acknowledged as String, count = count as Int] in
                    try await CrashTests.append(directory, acknowledged: acknowledged, killAfter: count)
                }
            }
            try await writeLog(directory, count: 1)

            let report = try LogVerifier.verify(directory: directory)
            #expect(report.problem == nil && report.incompleteBytes == 0)
            let lines = try ActiveFile(directory).lines()
            let answers = try String(contentsOfFile: acknowledged, encoding: .utf8).split(separator: "\n")
            #expect(answers.count >= 4968)
            for answer in answers {
                let parts = answer.split(separator: " ")
                let line = lines[try #require(Int(parts[1])) - 1]
                #expect(line.contains("\"id\":\"\(parts[0])\"") && line.hasSuffix("\"hash\":\"\(parts[2])\"}"))
            }
        }
    }

    /// Appends from many tasks, writes each answer to `acknowledged`, and has the process killed with the `killAfter`th one, while
    /// the writer is wherever it is.
    static func append(_ directory: String, acknowledged: String, killAfter: Int) async throws {
        let log = try DecisionLog.open(.init(directory: directory, instance: "test"))
        if !FileManager.default.fileExists(atPath: acknowledged) { try Data().write(to: URL(filePath: acknowledged)) }
        let answers = try #require(FileHandle(forUpdatingAtPath: acknowledged))
        try answers.seekToEnd()
        let run = log.recovered.lastSequence
        let data = "{\"decision\":\"" + String(repeating: "x", count: 2000) + "\"}"
        try await withThrowingTaskGroup(of: String.self) { group in
            var begun = 0
            func begin() {
                let id = "dec_\(run)_\(begun)"
                begun += 1
                group.addTask {
                    let appended = try await log.append(id, data: data)
                    return "\(id) \(appended.sequence) \(appended.hash)\n"
                }
            }
            for _ in 0..<32 { begin() }
            var answered = 0
            for try await answer in group {
                try answers.write(contentsOf: Data(answer.utf8))
                answered += 1
                if answered == killAfter { kill(getpid(), SIGKILL) }
                begin()
            }
        }
    }
}
