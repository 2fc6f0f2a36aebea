import Crypto
import Foundation
import Testing

@testable import DecisionLog

@Suite(.timeLimit(.minutes(2))) struct FormatTests {
    @Test("a record is the one line that the contract describes, byte for byte")
    func goldenLine() async throws {
        try await withTemporaryDirectory { directory in
            let clock = ManualClock(Date(timeIntervalSince1970: 1_795_248_000.123))
            let configuration = DecisionLog.Configuration(
                directory: directory, instance: "web-1", version: "0.1.0", now: clock.now)
            try await withLog(configuration) { log in
                let traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
                let data = Array(#"{"decision":{"id":"dec_1","reason":"é, \"x\":\"hash\""}}"#.utf8)
                let appended = try await log.append(
                    type: "portcullis.decision.v1", id: "dec_1", traceparent: traceparent, data: data)
                #expect(appended.sequence == 2)
                let lines = try ActiveFile(directory).lines()
                let openedHash = try sealed(lines[0])
                #expect(
                    lines[0].hasPrefix(
                        #"{"specversion":"1.0","id":"log_00000000000000000001","source":"/portcullis/web-1","#
                            + #""type":"portcullis.log.opened.v1","time":"2026-11-21T08:00:00.123Z","#
                            + #""sequence":"00000000000000000001","prevhash":""# + String(repeating: "0", count: 64)
                            + #"","data":{"portcullis_version":"0.1.0","durability":"commit","recovery":"#
                            + #"{"last_sequence":0,"last_hash":""# + String(repeating: "0", count: 64)
                            + #"","torn_bytes":0}},"hash":""#))
                #expect(
                    lines[1]
                        == #"{"specversion":"1.0","id":"dec_1","source":"/portcullis/web-1","#
                        + #""type":"portcullis.decision.v1","time":"2026-11-21T08:00:00.123Z","#
                        + #""sequence":"00000000000000000002","prevhash":""# + openedHash
                        + #"","traceparent":"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01","#
                        + #""data":{"decision":{"id":"dec_1","reason":"é, \"x\":\"hash\""}},"hash":""#
                        + appended.hash.description + #""}"#)
                #expect(try sealed(lines[1]) == appended.hash.description)
            }
        }
    }

    /// The hash in a line, after computing it anew from what it covers.
    private func sealed(_ line: String) throws -> String {
        let place = try #require(line.range(of: #","hash":""#, options: .backwards))
        let digest = SHA256.hash(data: Data(line[..<place.lowerBound].utf8))
        let hex = digest.map { String(format: "%02x", $0) }.joined()
        #expect(line[place.upperBound...] == "\(hex)\"}")
        return hex
    }

    @Test(
        "time is RFC 3339 with milliseconds, in leap years too",
        arguments: [
            (0.0, "1970-01-01T00:00:00.000Z"), (951_782_399.999, "2000-02-28T23:59:59.999Z"),
            (951_782_400, "2000-02-29T00:00:00.000Z"), (4_107_542_399.5, "2100-02-28T23:59:59.500Z"),
            (4_107_542_400, "2100-03-01T00:00:00.000Z"), (253_402_300_799.999, "9999-12-31T23:59:59.999Z"),
            (-1, "1970-01-01T00:00:00.000Z"), (.infinity, "9999-12-31T23:59:59.999Z"),
        ])
    func time(seconds: Double, text: String) {
        let timestamp = Timestamp(Date(timeIntervalSince1970: seconds))
        #expect(timestamp.description == text)
        #expect(Timestamp(Array(text.utf8)[...]) == timestamp)
    }

    @Test(
        "what is no time between 1970 and 9999 is not read as one",
        arguments: [
            "1969-12-31T23:59:59.999Z", "0000-00-00T00:00:00.000Z", "2026-02-30T00:00:00.000Z",
            "2025-02-29T00:00:00.000Z",
            "2026-13-01T00:00:00.000Z", "2026-01-00T00:00:00.000Z", "2026-01-01T24:00:00.000Z",
            "9999-99-99T99:99:99.999Z",
            "2026-01-01T00:00:00.000z", "2026-01-01T00:00:00Z", "",
        ])
    func noTime(text: String) {
        #expect(Timestamp(Array(text.utf8)[...]) == nil)
    }

    @Test("times agree with Foundation's over four centuries")
    func timeAgrees() {
        let style = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
        for day in stride(from: 0.0, to: 146_097, by: 13) {
            let date = Date(timeIntervalSince1970: day * 86_400 + 12_345.5)
            #expect(Timestamp(date).description == date.formatted(style))
        }
    }

    @Test(
        "data that would break the line is refused",
        arguments: ["{\"a\":\n1}", "{\"a\":\"\u{1}\"}", "{}\r", "\t{}", ""])
    func brokenData(data: String) async throws {
        try await withTemporaryDirectory { directory in
            try await withLog(.init(directory: directory, instance: "test")) { log in
                let refused = await #expect(throws: DecisionLogError.self) { try await log.append("dec_1", data: data) }
                guard case .invalidRecord? = refused else {
                    Issue.record("wrong error: \(String(describing: refused))")
                    return
                }
                let next = try await log.append("dec_2")
                #expect(next.sequence == 2)
            }
        }
    }

    @Test("attributes that would break the line are refused", arguments: ["", "a\"b", "a\\b", "a\nb", "ä", "\u{7F}"])
    func brokenAttributes(text: String) {
        #expect(throws: DecisionLogError.self) { try Record(type: text, id: "a", traceparent: nil, data: [0x31]) }
        #expect(throws: DecisionLogError.self) { try Record(type: "a", id: text, traceparent: nil, data: [0x31]) }
        #expect(throws: DecisionLogError.self) { try Record(type: "a", id: "a", traceparent: text, data: [0x31]) }
    }

    @Test("a record of exactly the longest line is taken, one byte more is refused")
    func oversize() async throws {
        try await withTemporaryDirectory { directory in
            let configuration = DecisionLog.Configuration(directory: directory, instance: "test", maxRecordBytes: 4096)
            try await withLog(configuration) { log in
                try await log.append("dec_1", data: "1")
                let smallest = try ActiveFile(directory).lines()[1].utf8.count + 1
                let longest = String(repeating: "1", count: 4096 - smallest + 1)
                try await log.append("dec_2", data: longest)
                #expect(try ActiveFile(directory).lines()[2].utf8.count + 1 == 4096)
                await #expect(throws: DecisionLogError.recordTooLarge(bytes: 4097, maxBytes: 4096)) {
                    try await log.append("dec_3", data: longest + "1")
                }
            }
        }
    }
}
