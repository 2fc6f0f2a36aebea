/// The faults, by where they are.
extension Fault {
    static let session = "sid_0123456789abcdefghjkmnpqrs"
    private static let ok = "HTTP/1.1 200 OK\r\n"
    private static let chunked = ok + "Transfer-Encoding: chunked\r\n\r\n"
    private static let good =
        #"{"data":{"id":"\#(session)","decision":{"automation_status":"human","risk_score":3,"decision_status":"final"}},"#
        + #""meta":{"request_id":"req_1"}}"#

    /// A complete answer.
    private static func complete(_ status: Int, _ body: String = "{}", _ headers: String = "") -> Reply {
        Reply("HTTP/1.1 \(status) X\r\nContent-Length: \(body.utf8.count)\r\n\(headers)\r\n\(body)", .next)
    }

    private static func answers(_ text: String, _ end: Reply.End = .close) -> Vendor { .answers([Reply(text, end)]) }

    static let connections = [
        Fault("refuses the connection", .refused, "unreachable"),
        Fault("accepts no connection", .deaf, "unreachable", time: .atDeadline),
        Fault("has a name that doesn't exist", .name("vendor.missing.invalid"), "unreachable"),
        Fault("has a name whose lookup hangs", .name("matrix.hang.invalid"), "unreachable", time: .atDeadline),
        Fault("closes the connection without a byte", answers(""), "unreachable"),
        Fault("resets the connection without a byte", answers("", .reset), "unreachable"),
        Fault("never answers", answers("", .silence), "timeout", attempts: 1, time: .atDeadline),
        Fault(
            "closes the first connection and is well on the second", .answers([Reply(""), complete(200, good)]), "ok"),
    ]

    static let heads = [
        Fault("closes within the status line", answers("HTTP/1.1 2"), "unreachable"),
        Fault("closes within the head", answers(ok + "Content-Type: applic"), "unreachable"),
        Fault("resets within the head", answers(ok + "Content-Type: applic", .reset), "unreachable"),
        Fault("stops within the head", answers(ok + "Content-Le", .silence), "timeout", attempts: 1, time: .atDeadline),
        Fault("sends a head of 100 KB", answers(ok + filler(100_000) + "\r\n{}"), "bad_response"),
        // In pieces: byte for byte, a busy machine takes long to get to any limit.
        Fault(
            "sends a header field without end", answers(ok, .again(String(repeating: "X", count: 1000), every: .zero)),
            "bad_response"),
        Fault(
            "sends informational responses without end", answers("", .again("HTTP/1.1 103 E\r\n\r\n", every: .zero)),
            "bad_response"),
        Fault("sends a field without a colon", answers(ok + "nonsense\r\n\r\n"), "bad_response"),
        Fault("sends bytes that are no HTTP", answers("\u{1}\u{2}garbage\r\n\r\n"), "bad_response"),
        Fault("sends a page without a head", answers("<html>hello</html>"), "bad_response"),
        Fault("speaks another protocol", answers("220 mail ESMTP\r\n"), "bad_response"),
    ]

    static let bodies = [
        Fault("closes within the body", answers(ok + "Content-Length: 100\r\n\r\n{\"data\":"), "unreachable"),
        Fault("resets within the body", answers(ok + "Content-Length: 100\r\n\r\n{\"data\":", .reset), "unreachable"),
        Fault(
            "stops within the body", answers(ok + "Content-Length: 100\r\n\r\n{", .silence), "timeout", attempts: 1,
            time: .atDeadline),
        Fault(
            "sends a byte now and then", answers(ok + "\r\n", .again(" ", every: .milliseconds(20))), "timeout",
            attempts: 1, time: .atDeadline),
        Fault("sends a body without end", answers(ok + "\r\n", .again(filler(9000), every: .zero)), "bad_response"),
        Fault("declares too short a body", answers(ok + "Content-Length: 20\r\n\r\n" + good), "bad_response"),
        Fault(
            "declares a body of 100 GB", answers(ok + "Content-Length: 99999999999\r\n\r\n", .silence), "bad_response"),
        Fault("declares a negative length", answers(ok + "Content-Length: -1\r\n\r\n"), "bad_response"),
        Fault("sends broken chunks", answers(chunked + "zz\r\nabc\r\n"), "bad_response"),
        Fault("closes within a chunk", answers(chunked + "10\r\nabc"), "unreachable"),
        Fault("closes between chunks", answers(chunked + "3\r\nabc\r\n"), "unreachable"),
    ]

    static let contents = [
        Fault("answers 200 with HTML", .answers([complete(200, "<html></html>")]), "bad_response"),
        Fault("answers 200 with nothing", .answers([complete(200, "")]), "bad_response"),
        Fault("answers 200 with half a document", .answers([complete(200, String(good.dropLast(20)))]), "bad_response"),
        Fault(
            "answers 200 of another session",
            .answers([complete(200, good.replacing(session, with: "sid_00000000000000000000000000"))]), "bad_response"),
        Fault(
            "answers 200 without a decision", .answers([complete(200, #"{"data":{"id":"\#(session)"}}"#)]),
            "bad_response"),
        Fault(
            "redirects to a loopback address", .answers([complete(302, "", "Location: http://127.0.0.1:1/\r\n")]),
            "bad_response"),
    ]

    static let statuses =
        [
            (204, "bad_response", 2, "review"), (304, "bad_response", 2, "review"), (400, "rejected", 1, "review"),
            (401, "unauthorized", 1, "review"), (403, "unauthorized", 1, "review"), (404, "not_found", 2, "block"),
            (405, "rejected", 1, "review"), (408, "server_error", 2, "review"), (409, "rejected", 1, "review"),
            (410, "rejected", 1, "review"), (413, "rejected", 1, "review"), (415, "rejected", 1, "review"),
            (422, "rejected", 1, "review"), (429, "rate_limited", 1, "review"), (451, "rejected", 1, "review"),
            (500, "server_error", 2, "review"), (501, "server_error", 2, "review"), (502, "server_error", 2, "review"),
            (503, "server_error", 2, "review"), (504, "server_error", 2, "review"), (529, "server_error", 2, "review"),
        ].map { status, cause, attempts, decision in
            Fault(
                "answers \(status)", .answers([complete(status, status < 400 ? "" : "{}")]), cause, attempts: attempts,
                decision)
        }
        + [Fault("answers 503, then well", .answers([complete(503), complete(200, good)]), "ok")]

    static let retryAfter = [
        ("0", 2), ("2", 1), ("3600", 1), ("Sun, 06 Nov 1994 08:49:37 GMT", 2), ("Fri, 31 Dec 9999 23:59:59 GMT", 1),
        ("soon", 1),
    ].map { value, attempts in
        Fault(
            "answers 429 with `Retry-After: \(value)`", .answers([complete(429, "{}", "Retry-After: \(value)\r\n")]),
            "rate_limited", attempts: attempts, within: .milliseconds(1500))
    }

    static let tls = [
        Fault("has a certificate that has expired", .tls(mode: "expired"), "unreachable"),
        Fault("has a certificate for another host", .tls(mode: "wrong-host"), "unreachable"),
        Fault("has a certificate of its own making", .tls(mode: "good", unknownAuthority: true), "unreachable"),
        Fault("offers TLS 1.1 at most", .tls(mode: "old-version"), "unreachable"),
        Fault(
            "has another key than the pinned one",
            .tls(mode: "good", pinnedPublicKey: "sha256//AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="), "unreachable"),
        Fault("wants a certificate of the client's", .tls(mode: "client-certificate"), "unreachable"),
        Fault(
            "wants a certificate, gets it, and answers HTML", .tls(mode: "client-certificate", showsCertificate: true),
            "bad_response"),
        Fault("is well in TLS and answers HTML", .tls(mode: "good"), "bad_response"),
    ]

    static let http2 = [
        Fault("sends GOAWAY in HTTP/2", .tls(mode: "h2-goaway"), "unreachable"),
        Fault("resets the stream in HTTP/2", .tls(mode: "h2-reset"), "unreachable"),
        Fault("resets the stream within the body in HTTP/2", .tls(mode: "h2-reset-body"), "unreachable"),
        Fault("sends garbage in HTTP/2", .tls(mode: "h2-garbage"), "unreachable"),
        Fault("never answers in HTTP/2", .tls(mode: "h2-silent"), "timeout", attempts: 1, time: .atDeadline),
        Fault("answers HTML in HTTP/2", .tls(mode: "h2-html"), "bad_response"),
    ]

    private static func filler(_ bytes: Int) -> String {
        String(repeating: "X-Filler: 0123456789\r\n", count: bytes / 22)
    }
}

extension Fault {
    private init(_ name: String, _ vendor: Vendor, _ cause: String, attempts: Int = 2, time: Time) {
        self.init(name, vendor, cause, attempts: attempts, "review", time)
    }
}
