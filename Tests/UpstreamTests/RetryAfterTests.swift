import Testing

@testable import Upstream

@Suite("Retry-After")
struct RetryAfterTests {
    /// 2026-11-21T08:00:00Z
    private let now: Int64 = 1_795_248_000

    @Test(
        "is a bounded number of seconds or nothing",
        arguments: [
            ("0", Duration.seconds(0)), ("1", .seconds(1)), ("3600", .seconds(3600)), ("9999999999", .seconds(86_400)),
            ("", nil), ("-1", nil), ("1.5", nil), ("99999999999999999999", nil), ("soon", nil), (nil, nil),
        ] as [(String?, Duration?)])
    func seconds(text: String?, expected: Duration?) {
        #expect(RetryAfter.parse(text, now: now) == expected)
    }

    @Test(
        "may be a date in each of HTTP's forms, which is no wait if it has passed",
        arguments: [
            ("Sat, 21 Nov 2026 08:00:02 GMT", Duration.seconds(2)),
            ("Saturday, 21-Nov-26 08:01:00 GMT", .seconds(60)),
            ("Sat Nov 21 09:00:00 2026", .seconds(3600)),
            ("Fri, 20 Nov 2026 08:00:00 GMT", .zero),
            ("Sun, 06 Nov 1994 08:49:37 GMT", .zero),
            ("Fri, 31 Dec 9999 23:59:59 GMT", .seconds(86_400)),
            ("Sat, 21 Nov 2026 08:00:02 CET", nil), ("Sat, 21 Foo 2026 08:00:02 GMT", nil),
            ("Sat, 32 Nov 2026 08:00:02 GMT", nil), ("Sat, 21 Nov 2026 24:00:02 GMT", nil),
            ("Sat, 21 Nov 2026 08:00 GMT", nil), ("Sat, 21 Nov 26 08:00:02 GMT", nil), (", , , , , GMT", nil),
            (String(repeating: "9", count: 50) + ", GMT", nil),
        ] as [(String, Duration?)])
    func date(text: String, expected: Duration?) {
        #expect(RetryAfter.parse(text, now: now) == expected)
    }

    @Test(
        "dates are the seconds since 1970 that they say",
        arguments: [
            ("Thu, 01 Jan 1970 00:00:00 GMT", 0), ("Tue, 29 Feb 2000 12:00:00 GMT", 951_825_600),
            ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777), ("Sunday, 06-Nov-94 08:49:37 GMT", 784_111_777),
            ("Sun Nov  6 08:49:37 1994", 784_111_777), ("Mon, 01 Mar 2100 00:00:00 GMT", 4_107_542_400),
        ] as [(String, Int64)])
    func seconds(text: String, expected: Int64) {
        #expect(HTTPDate.parse(text) == expected)
    }

    @Test("whatever a vendor sends, nothing but a wait from zero to a day comes of it")
    func arbitrary() {
        var random = SplitMix(seed: 3)
        let pieces = [
            "Sun,", "06", "Nov", "1994", "08:49:37", "GMT", "-", ":", " ", "99", "Sunday,", "06-Nov-94", "é", "0",
        ]
        for _ in 0..<20_000 {
            let text = (0..<Int.random(in: 0...8, using: &random)).map { _ in
                (pieces.randomElement(using: &random) ?? "") + (Bool.random(using: &random) ? " " : "")
            }.joined()
            if let wait = RetryAfter.parse(text, now: now) { #expect((.zero)...(.seconds(86_400)) ~= wait) }
        }
    }
}
