import DecisionLog
import Foundation
import Synchronization
import Testing

/// Runs `body` with a fresh directory's path, and removes the directory after it.
func withTemporaryDirectory(_ body: (String) async throws -> Void) async throws {
    let url = FileManager.default.temporaryDirectory.appending(path: "decision-log-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: url) }
    try await body(url.path)
}

/// Opens a log, runs `body`, and closes the log whatever happens.
func withLog(_ configuration: DecisionLog.Configuration, _ body: (DecisionLog) async throws -> Void) async throws {
    let log = try DecisionLog.open(configuration)
    do {
        try await body(log)
        await log.close()
    } catch {
        await log.close()
        throw error
    }
}

extension DecisionLog {
    /// Appends a small decision record.
    @discardableResult
    func append(_ id: String, data: String = #"{"decision":{}}"#) async throws(DecisionLogError) -> Appended {
        try await append(type: "portcullis.decision.v1", id: id, data: Array(data.utf8))
    }
}

/// Writes a log of `count` decisions besides its opened record, and closes it.
func writeLog(_ directory: String, count: Int) async throws {
    try await withLog(.init(directory: directory, instance: "test")) { log in
        for number in 0..<count { try await log.append("dec_\(number)") }
    }
}

/// The active file's path, content and lines.
struct ActiveFile {
    let url: URL

    init(_ directory: String) {
        url = URL(filePath: directory).appending(path: "decisions.ndjson")
    }

    func bytes() throws -> [UInt8] { Array(try Data(contentsOf: url)) }
    func write(_ bytes: [UInt8]) throws { try Data(bytes).write(to: url) }

    func append(_ text: String) throws { try write(try bytes() + Array(text.utf8)) }

    /// Without line ends.
    func lines() throws -> [String] {
        String(decoding: try bytes(), as: UTF8.self).split(separator: "\n").map(String.init)
    }
}

/// A clock that stands still until it is set, and that can hold up the log's writer, which asks it before each batch.
final class ManualClock: Sendable {
    private let date: Mutex<Date>
    private let gate = NSCondition()
    private let isHeld = Mutex(false)

    init(_ date: Date) { self.date = Mutex(date) }

    func set(_ date: Date) { self.date.withLock { $0 = date } }

    func hold() { isHeld.withLock { $0 = true } }

    func release() {
        gate.lock()
        isHeld.withLock { $0 = false }
        gate.broadcast()
        gate.unlock()
    }

    func now() -> Date {
        gate.lock()
        while isHeld.withLock({ $0 }) { gate.wait() }
        gate.unlock()
        return date.withLock { $0 }
    }
}

/// Counts over tasks.
final class Counter: Sendable {
    private let value = Mutex(0)

    func next() -> Int {
        value.withLock {
            $0 += 1
            return $0
        }
    }
}

extension TailEntry {
    /// Nil where records are missing.
    var line: [UInt8]? {
        if case .line(let line) = self { line } else { nil }
    }
}

/// Runs a program to its end without blocking a task's thread.
func run(_ program: String, _ arguments: [String]) async throws -> (status: Int32, output: String) {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [program] + arguments
    let output = Pipe()
    process.standardOutput = output
    process.standardError = output
    let status = try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Int32, any Error>) in
        process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
        do { try process.run() } catch { continuation.resume(throwing: error) }
    }
    let data = try output.fileHandleForReading.readToEnd() ?? Data()
    return (status, String(decoding: data, as: UTF8.self))
}

let packageRoot = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
