import Foundation
import SystemPackage
import Testing

@testable import DecisionLog

/// Each system call of the writer, and of what compresses behind it, fails, or is the last one of the process, in turn: `strace` makes it so in a process of its own,
/// which writes under load. What that process had answers for is the truth.
@Suite(.timeLimit(.minutes(10))) struct InjectionTests {
    private static let environment = ProcessInfo.processInfo.environment
    private static let calls = ["openat", "write", "fdatasync", "rename", "ftruncate", "fsync", "unlink"]
    private static let errors = ["ENOSPC", "EIO", "EROFS"]

    static func hasTracer() async throws -> Bool {
        try await run("strace", ["-qq", "-e", "inject=getppid:error=EIO:when=1", "true"]).status == 0
    }

    private static let isShort = environment["CRASH_ROUNDS"] == nil

    /// What is injected: `error=…` or `signal=KILL`, at which of the calls in a thread.
    struct Injection: Sendable, CustomTestStringConvertible {
        let call: String
        let fault: String
        let when: String
        var testDescription: String { "\(call) \(fault) at \(when)" }
        var argument: String { "inject=\(call):\(fault):when=\(when)" }
    }

    /// A few in a usual run; with `CRASH_ROUNDS`, every call with every fault at that many moments.
    static var injections: [Injection] {
        guard let rounds = environment["CRASH_ROUNDS"].flatMap(Int.init) else {
            let few = [
                ("write", "error=ENOSPC", "5..7"), ("write", "error=EIO", "3"), ("write", "signal=KILL", "9"),
                ("fdatasync", "error=EIO", "4"), ("fdatasync", "error=EIO", "6..8"), ("fdatasync", "signal=KILL", "12"),
                ("rename", "error=EIO", "1"), ("rename", "error=EROFS", "2..3"), ("rename", "signal=KILL", "2"),
                ("openat", "error=ENOSPC", "3"), ("openat", "signal=KILL", "4"), ("fsync", "error=EIO", "3"),
                ("fsync", "signal=KILL", "3"), ("ftruncate", "error=EIO", "1"),
            ]
            return few.map { Injection(call: $0.0, fault: $0.1, when: $0.2) }
        }
        return calls.flatMap { call in
            (errors.map { "error=\($0)" } + ["signal=KILL"]).flatMap { fault in
                (1...max(1, rounds / 10)).map { Injection(call: call, fault: fault, when: "\($0)..\($0 + $0 % 3)") }
            }
        }
    }

    @Test(
        "whatever call fails, nothing answered is lost or there twice, and the log goes on",
        .enabled("strace has to be installed, and allowed to trace") { try await InjectionTests.hasTracer() },
        arguments: injections)
    func inject(injection: Injection) async throws {
        try await withTemporaryDirectory { root in
            let directory = root + "/log"
            try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
            let program = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
            let closed = "/decisions-00000000000000000001.ndjson"
            let paths = [
                "", "/decisions.ndjson", "/decisions.next", "/checkpoints", "/decisions.gz.next", closed,
                closed + ".gz",
            ].flatMap { ["-P", directory + $0] }
            let (_, output) = try await run(
                "env",
                ["PORTCULLIS_WORKLOAD=\(root)", "strace", "-f", "-qq", "-o", root + "/trace"] + paths
                    + ["-e", "trace=write,\(injection.call)", "-e", injection.argument] + Self.cause(of: injection)
                    + [program, "--testing-library", "swift-testing", "--filter", "InjectionTests/workload"])
            let answers = (try? String(contentsOfFile: root + "/answers", encoding: .utf8)) ?? ""
            let trace = (try? String(contentsOfFile: root + "/trace", encoding: .utf8)) ?? ""
            if Self.isShort { #expect(trace.contains("(INJECTED)") || trace.contains("SIGKILL"), "\(output)\(trace)") }
            if injection.fault.hasPrefix("error") { #expect(answers.contains("done\n"), "\(output)") }

            try await withLog(.init(directory: directory, instance: "test")) { try await $0.append("dec_after") }
            let report = try LogVerifier.verify(directory: directory)
            #expect(report.isGood, "\(report.problem.map { "\($0)" } ?? "")")
            try check(answers.split(separator: "\n").filter { $0.hasPrefix("dec_") }, directory)
        }
    }

    /// Only what fails is cut off.
    private static func cause(of injection: Injection) -> [String] {
        injection.call == "ftruncate" ? ["-e", "inject=write:error=EIO:when=4+7"] : []
    }

    /// Each answered record is in the log at its place, and in no other.
    private func check(_ answers: [Substring], _ directory: String) throws {
        var reader = LogReader(LogDirectory(directory))
        var found: [String: [String]] = [:]
        while let entry = try reader.next() {
            let id = String(decoding: entry.line[entry.record.id], as: UTF8.self)
            found[id, default: []].append("\(id) \(entry.record.sequence) \(entry.record.hash)")
        }
        for answer in answers {
            let id = String(answer.prefix { $0 != " " })
            #expect(found[id] == [String(answer)])
        }
    }

    @Test(.enabled("only as the process that is traced") { environment["PORTCULLIS_WORKLOAD"] != nil })
    func workload() async throws {
        let root = try #require(Self.environment["PORTCULLIS_WORKLOAD"])
        let answers = try FileDescriptor.open(
            FilePath(root + "/answers"), .writeOnly, options: [.create, .append], permissions: .ownerReadWrite)
        let key = try CheckpointKey(generatedFor: "log")
        let configuration = DecisionLog.Configuration(
            directory: root + "/log", instance: "test", retryInterval: .milliseconds(1),
            rotation: .init(maxSegmentBytes: 1 << 16), compression: .gzip,
            checkpoints: .init(key: key, policy: .init(maxRecords: 40, maxDelay: .seconds(1))))
        // A start may fail, for good reason; the next one has to go well.
        var opened: DecisionLog?
        for _ in 0..<10 where opened == nil { opened = try? DecisionLog.open(configuration) }
        let log = try #require(opened)
        let data = "{\"decision\":\"" + String(repeating: "x", count: 3000) + "\"}"
        try await withThrowingTaskGroup(of: Void.self) { group in
            for caller in 0..<4 {
                group.addTask {
                    for number in 0..<30 {
                        for attempt in 0..<10_000 {
                            // Another id each time: a failed one must not be in the log, but that isn't what is tested here.
                            let id = "dec_\(caller)_\(number)_\(attempt)"
                            guard let appended = try? await log.append(id, data: data) else {
                                await Task.yield()
                                continue
                            }
                            try answers.writeAll("\(id) \(appended.sequence) \(appended.hash)\n".utf8)
                            break
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
        await log.close()
        try answers.writeAll("done\n".utf8)
    }
}
