import Logging
import Synchronization
import TestSupport
import Testing

@testable import Server

@Suite("A defect of the service")
struct FaultTests {
    /// Keeps the lines of a log.
    private struct Handler: LogHandler {
        let lines: Lines
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.info

        init(lines: Lines) { self.lines = lines }

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let all = metadata.merging(event.metadata ?? [:]) { $1 }
            lines.add("\(event.level) \(event.message) \(all)")
        }
    }

    private final class Lines: Sendable {
        private let state = Mutex<[String]>([])
        var all: [String] { state.withLock { $0 } }
        func add(_ line: String) { state.withLock { $0.append(line) } }
    }

    @Test("is answered with 500 and nothing of its inside, logged with its cause, and counted")
    func fault() async throws {
        let lines = Lines()
        let statuses = Mutex<[Int]>([])
        let logger = Logger(label: "test") { _ in Handler(lines: lines) }
        try await TestServer.with(observe: { _, status in statuses.withLock { $0.append(status) } }, logger: logger) {
            let answer = try await $0.client.send("GET", "/fault")
            #expect(answer.status == 500)
            #expect(answer.headers["content-type"] == "application/problem+json")
            #expect(answer.text.contains("internal_error") && !answer.text.contains("inside"))
        }
        #expect(statuses.withLock { $0 } == [500])
        let line = try #require(lines.all.first { $0.contains("request failed") })
        #expect(line.hasPrefix("error ") && line.contains("inside") && line.contains("Fault"))
        #expect(line.contains("request_id"))
    }
}
