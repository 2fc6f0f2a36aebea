import Foundation
import Testing

@testable import DecisionLog

@Suite(.timeLimit(.minutes(2))) struct QueryTests {
    private static let begin = Date(timeIntervalSince1970: 1_800_000_000)

    /// Twelve decisions a second apart, over four segments.
    private func withDecisions(_ body: (String) throws -> Void) async throws {
        try await withTemporaryDirectory { directory in
            let clock = ManualClock(Self.begin)
            try await withLog(.init(directory: directory, instance: "test", now: clock.now)) { log in
                for number in 0..<12 {
                    clock.set(Self.begin.addingTimeInterval(Double(number)))
                    let outcome = ["allow", "review", "block"][number % 3]
                    let reasons = number % 3 == 0 ? "[]" : #"[{"rule":"vpn","code":"network.vpn"}]"#
                    try await log.append(
                        "dec_\(number)",
                        data:
                            #"{"decision":{"decision":"\#(outcome)","reasons":\#(reasons),"degraded":\#(number == 5),"#
                            + #""providers":{"\#(number < 6 ? "tripwire" : "verisoul")":{"status":"ok"}}},"#
                            + #""evidence":{"request":{"sessions":{"tripwire":"sid_\#(number)"},"#
                            + #""subject":{"account_id":"acc_\#(number / 2)"}}}}"#)
                    if number % 3 == 2 { try await log.rotate() }
                }
            }
            try body(directory)
        }
    }

    private func ids(_ directory: String, _ change: (inout RecordQuery) -> Void) throws -> [Int] {
        var query = RecordQuery()
        change(&query)
        var found = try LogQuery(query, directory: directory)
        var numbers: [Int] = []
        while let line = try found.next() {
            let record = try JSONDecoder().decode(LoggedRecord.self, from: Data(line))
            numbers.append(try #require(Int(record.id.dropFirst(4))))
        }
        return numbers
    }

    @Test("each condition finds its decisions, all together those that fit all, in the log's order")
    func conditions() async throws {
        try await withDecisions { directory in
            #expect(try ids(directory) { _ in } == Array(0..<12))
            #expect(try ids(directory) { $0.decision = "block" } == [2, 5, 8, 11])
            #expect(try ids(directory) { $0.rule = "vpn" } == [1, 2, 4, 5, 7, 8, 10, 11])
            #expect(try ids(directory) { $0.rule = "network.vpn" }.count == 8)
            #expect(try ids(directory) { $0.provider = "verisoul" } == [6, 7, 8, 9, 10, 11])
            #expect(try ids(directory) { $0.isDegraded = true } == [5])
            #expect(try ids(directory) { $0.isDegraded = false }.count == 11)
            #expect(try ids(directory) { $0.session = "sid_7" } == [7])
            #expect(try ids(directory) { $0.account = "acc_3" } == [6, 7])
            let both = try ids(directory) {
                $0.provider = "verisoul"
                $0.decision = "block"
            }
            #expect(both == [8, 11])
            #expect(try ids(directory) { $0.decision = "other" } == [])
            #expect(try ids(directory) { $0.type = "portcullis.log.rotated.v1" }.count == 4)
            let none = try ids(directory) {
                $0.type = "portcullis.log.rotated.v1"
                $0.decision = "block"
            }
            #expect(none == [])
        }
    }

    @Test("a time finds the same over segments' ends, wherever it begins and ends")
    func times() async throws {
        try await withDecisions { directory in
            for first in 0...12 {
                for last in first...12 {
                    let found = try ids(directory) {
                        $0.since = Self.begin.addingTimeInterval(Double(first))
                        $0.until = Self.begin.addingTimeInterval(Double(last))
                    }
                    #expect(found == Array(first..<last))
                }
            }
        }
    }
}
