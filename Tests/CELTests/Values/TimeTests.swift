import Testing

@testable import CEL

@Suite struct TimeTests {
    @Test(
        "timestamps are read and written after RFC 3339",
        arguments: [
            ("1970-01-01T00:00:00Z", 0, 0, "1970-01-01T00:00:00Z"),
            ("2026-03-24T20:00:05.000Z", 1_774_382_405, 0, "2026-03-24T20:00:05Z"),
            ("2026-11-21T09:00:00.123+01:00", 1_795_248_000, 123_000_000, "2026-11-21T08:00:00.123Z"),
            ("0001-01-01T00:00:00Z", -62_135_596_800, 0, "0001-01-01T00:00:00Z"),
            ("9999-12-31T23:59:59.999999999Z", 253_402_300_799, 999_999_999, "9999-12-31T23:59:59.999999999Z"),
            ("1969-12-31T23:59:59.5Z", -1, 500_000_000, "1969-12-31T23:59:59.500Z"),
            ("2024-02-29T00:00:00-23:59", 1_709_251_140, 0, "2024-02-29T23:59:00Z"),
            ("2000-01-01T00:00:00.0000012Z", 946_684_800, 1200, "2000-01-01T00:00:00.000001200Z"),
        ])
    func timestamps(text: String, seconds: Int64, nanoseconds: Int32, canonical: String) throws {
        let timestamp = try #require(Timestamp(rfc3339: text))
        #expect(timestamp.seconds == seconds)
        #expect(timestamp.nanoseconds == nanoseconds)
        #expect(timestamp.description == canonical)
    }

    @Test(
        "what isn't a date and time is refused",
        arguments: [
            "", "2026-01-01", "2026-01-01T00:00:00", "2026-13-01T00:00:00Z", "2026-02-29T00:00:00Z",
            "2026-01-01T24:00:00Z", "2026-01-01T00:60:00Z", "2026-01-01T00:00:60Z", "2026-01-01T00:00:00.Z",
            "2026-01-01T00:00:00.1234567890Z", "2026-01-01T00:00:00+24:00", "0000-01-01T00:00:00Z",
            "10000-01-01T00:00:00Z", "0001-01-01T00:00:00+00:01", "9999-12-31T23:59:59-00:01", "2026-01-01T00:00:00Zx",
            "2026-1-01T00:00:00Z", "２０２６-01-01T00:00:00Z",
        ])
    func badTimestamps(text: String) {
        #expect(Timestamp(rfc3339: text) == nil)
    }

    @Test("every day of ten thousand years converts there and back")
    func calendar() {
        var days = Timestamp.range.lowerBound / 86_400
        while days <= Timestamp.range.upperBound / 86_400 {
            let date = CivilDate(daysSince1970: days)
            let back = CivilDate(year: date.year, month: date.month, day: date.day)?.daysSince1970
            if back != days { Issue.record("\(days) is not \(String(describing: back))") }
            days += 1
        }
    }

    @Test(
        "durations are read and written as Go does",
        arguments: [
            ("0", "0s"), ("1h2m3s", "3723s"), ("-1.5s", "-1.5s"), ("150ms", "0.15s"), ("1us", "0.000001s"),
            ("1µs", "0.000001s"), ("1ns", "0.000000001s"), (".5h", "1800s"), ("1.s", "1s"), ("+2m", "120s"),
            ("1h0.000000001s", "3600.000000001s"), ("315576000000s", "315576000000s"), ("-0.5s", "-0.5s"),
        ])
    func durations(text: String, canonical: String) {
        #expect(CELDuration(text: text)?.description == canonical)
    }

    @Test(
        "what isn't a duration is refused",
        arguments: [
            "", "-", "1", "s", ".s", "1d", "1h-2m", "1 s", "315576000001s", "-315576000000.1s", "99999999999999999999s",
            "1e3s", "--1s", "9223372036854775807h", "1.1234567890123456789s",
        ])
    func badDurations(text: String) {
        #expect(CELDuration(text: text) == nil)
    }

    @Test("arithmetic stays in range or is refused")
    func arithmetic() throws {
        let last = try #require(Timestamp(rfc3339: "9999-12-31T23:59:59.5Z"))
        let first = try #require(Timestamp(rfc3339: "0001-01-01T00:00:00Z"))
        let half = try #require(CELDuration(text: "0.5s"))
        #expect(last.adding(half) == nil)
        #expect(last.adding(half.negated)?.description == "9999-12-31T23:59:59Z")
        #expect(first.adding(half.negated) == nil)
        #expect(last.since(first)?.description == "315537897599.5s")
        #expect(first.since(last)?.description == "-315537897599.5s")
        #expect(CELDuration(seconds: 1, nanoseconds: -1)?.nanoseconds == 999_999_999)
        #expect(CELDuration(seconds: .max, nanoseconds: .max) == nil)
        #expect(CELDuration(seconds: .min, nanoseconds: .min) == nil)
    }
}
