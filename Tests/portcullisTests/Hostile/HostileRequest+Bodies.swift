/// Bodies that aren't JSON, are JSON of the worst kind, or hold what would be more than a text somewhere else.
extension HostileRequest {
    static let json: [HostileRequest] = {
        let start = String(good.dropLast())
        func malformed(_ name: String, _ body: [UInt8]) -> HostileRequest {
            refused(name, post([], body), 400, "malformed_json")
        }
        func malformed(_ name: String, _ body: String) -> HostileRequest { malformed(name, raw(body)) }
        func attribute(_ value: String) -> String { start + #","attributes":{"a":\#(value)}}"# }
        func quoted(_ bytes: [UInt8]) -> [UInt8] { raw(#"{"session_id":""#) + bytes + raw("\"}") }
        return [
            malformed("5000 objects in each other", attribute(String(repeating: #"{"a":"#, count: 5000))),
            malformed("60,000 open brackets", String(repeating: "[", count: 60_000)),
            malformed("a key twice", start + #","session_id":"\#(session)"}"#),
            malformed("a key twice, once with an escape", start + #","session\u005fid":"\#(session)"}"#),
            malformed("bytes that aren't UTF-8", quoted([0xFF, 0xFE])),
            malformed("a slash in two bytes", quoted([0xC0, 0xAF])),
            malformed("a surrogate in UTF-8", quoted([0xED, 0xA0, 0x80])),
            malformed("half a surrogate pair", #"{"session_id":"\ud800"}"#),
            malformed("a zero", quoted([0])),
            malformed("a zero at the end", raw(good) + [0]),
            malformed("a number beyond all", attribute("1e999")),
            malformed("a number of 40,000 digits", attribute(String(repeating: "9", count: 40_000))),
            malformed("no number", attribute("NaN")),
            malformed("a byte order mark", [0xEF, 0xBB, 0xBF] + raw(good)),
            malformed(
                "UTF-16", good.utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] }),
            malformed("more after the end", good + good),
            malformed("a comment", "/**/" + good),
            malformed("2000 keys", attribute("{" + (0..<2000).map { "\"k\($0)\":1" }.joined(separator: ",") + "}")),
            malformed(
                "20,000 elements", attribute("[" + Array(repeating: "1", count: 20_000).joined(separator: ",") + "]")),
            answered("a number of 30 digits", post(body: attribute(String(repeating: "9", count: 30)))),
            answered(
                "control characters",
                post(body: start + #","subject":{"user_agent":"\u0000\u001b[31m\r\nX: y\u2028"}}"#)),
            refused("a prototype", post(body: start + #","__proto__":{"admin":true}}"#), 422, "unknown_field"),
            refused("a path for an event", post(body: start + #","event":"../../signup"}"#), 422, "unknown_event"),
            refused("70 kB", post(body: String(repeating: " ", count: 70_000)), 413, "payload_too_large"),
        ]
    }()

    static let sessions: [HostileRequest] = {
        let texts: [(String, String)] = [
            ("a way up", "../../../etc/passwd"), ("an encoded way up", "%2e%2e%2f"),
            ("a header", #"\#(session)\r\nX-Evil: 1"#), ("a URL", "http://evil.example/"), ("a user", "x@evil.example"),
            ("a query", "00000000-0000-4000-8000-000000000101?x=1"), ("a zero", #"\#(session.dropLast())\u0000"#),
            ("a wide digit", "\(session.dropLast())１"), ("a Cyrillic letter", "ѕ\(session.dropFirst())"),
            ("capitals", session.uppercased()), ("a space of no width", #"\#(session)\u200b"#),
            ("another direction", #"\u202e\#(session)"#), ("an expression", "${1+1}"),
            ("braces", "{00000000-0000-4000-8000-000000000101}"),
        ]
        return texts.map { name, text in
            refused("a session with \(name)", post(body: #"{"session_id":"\#(text)"}"#), 422, "invalid_session_id")
        }
    }()

    /// Verisoul's sessions have no form that is known, so any text is taken that is safe in a path.
    static let verisoulSessions: [HostileRequest] = {
        let texts = ["..", "a/../b", "a%2f..", "a?b", "a#b", String(repeating: "a", count: 129)]
        return texts.map { text in
            let body = #"{"sessions":{"verisoul":"\#(text)"}}"#
            return refused("a session \(text.prefix(6))", post(body: body), 422, "invalid_session_id")
        }
    }()

    static let batches: [HostileRequest] = {
        func batch(_ body: String) -> [UInt8] { post(body: body, path: "/v1/decisions/batch") }
        return [
            refused(
                "a batch of brackets", batch(#"{"decisions":["# + String(repeating: "[", count: 1_000_000)), 400,
                "malformed_json"),
            refused(
                "a batch of 100,001 items",
                batch(#"{"decisions":["# + String(repeating: "{},", count: 100_000) + "{}]}"), 400,
                "malformed_json"),
            refused(
                "a batch of 1000 items", batch(#"{"decisions":["# + String(repeating: "{},", count: 999) + "{}]}"), 422,
                "invalid_field"),
            refused("a batch of 1.1 MB", batch(String(repeating: " ", count: 1_100_000)), 413, "payload_too_large"),
        ]
    }()
}
