/// Request lines and headers that are too much, of another protocol, or want to be more than they are.
extension HostileRequest {
    static let lines: [HostileRequest] = [
        malformed("a method of 20 kB", raw("\(String(repeating: "A", count: 20_000)) / HTTP/1.1\r\nHost: x\r\n\r\n")),
        malformed("a method in lower case", raw("get /livez HTTP/1.1\r\nHost: x\r\n\r\n")),
        malformed("a method that nobody knows", raw("BREW /livez HTTP/1.1\r\nHost: x\r\n\r\n")),
        refused(
            "TRACE, which would tell a key to a script",
            raw("TRACE /v1/decisions HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer secret\r\n\r\n"),
            405,
            "method_not_allowed"),
        refused(
            "CONNECT", raw("CONNECT example.com:443 HTTP/1.1\r\nHost: example.com:443\r\nConnection: close\r\n\r\n"),
            404,
            "not_found"),
        refused("OPTIONS *", raw("OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"), 404, "not_found"),
        malformed("HTTP/0.9", raw("GET /livez\r\n\r\n")),
        malformed("HTTP/1.2", raw("GET /livez HTTP/1.2\r\nHost: x\r\n\r\n")),
        malformed("HTTP/2 in HTTP/1's form", raw("GET /livez HTTP/2.0\r\nHost: x\r\n\r\n")),
        malformed("a version without a point", raw("GET /livez HTTP/11\r\nHost: x\r\n\r\n")),
        malformed("tabs for spaces", raw("GET\t/livez\tHTTP/1.1\r\nHost: x\r\n\r\n")),
        malformed("a space before the method", raw(" GET /livez HTTP/1.1\r\nHost: x\r\n\r\n")),
        malformed("a TLS handshake", [0x16, 0x03, 0x01, 0x00, 0xC5, 0x01, 0x00, 0x00, 0xC1, 0x03, 0x03]),
        malformed("an SSL 2 handshake", [0x80, 0x2E, 0x01, 0x00, 0x02, 0x00, 0x15, 0x00, 0x00, 0x00, 0x10]),
        malformed("a PROXY header", raw("PROXY TCP4 192.0.2.1 192.0.2.2 1 2\r\n" + smuggled)),
        malformed("a PROXY header of version 2", raw("\r\n\r\n\u{0}\r\nQUIT\n\u{21}\u{11}") + raw(smuggled)),
        malformed("SSH", raw("SSH-2.0-OpenSSH_9\r\n")),
        malformed("Redis", raw("*1\r\n$4\r\nPING\r\n")),
        malformed("zeros", Array(repeating: 0, count: 1000)),
        malformed("a target of 20 kB", get("/v1/decisions?\(String(repeating: "a", count: 20_000))")),
        malformed("a target with a zero", get("/v1/decisions/\u{0}")),
        malformed("a target that isn't ASCII", get("/v1/decisions/ключ")),
        answered("a whole URL of another host", get("http://evil.example/livez")),
        refused("a whole URL with a way up", get("https://x/v1/decisions/../../livez"), 404, "not_found"),
        refused("a way up", get("/v1/decisions/../../etc/passwd"), 404, "not_found"),
        refused("an encoded way up", get("/v1/decisions/%2e%2e%2f%2e%2e%2fetc%2fpasswd"), 404, "not_found"),
        refused("an encoded zero", get("/v1/decisions/dec_%00"), 404, "not_found"),
        refused("a broken encoding", get("/v1/decisions/%zz%c0%af"), 404, "not_found"),
        refused("an encoded letter", get("/%6civez"), 404, "not_found"),
        refused("another case", get("/LIVEZ"), 404, "not_found"),
        refused("a parameter of a path's part", get("/livez;a=b"), 404, "not_found"),
        refused("7000 parts of a path", get(String(repeating: "/a", count: 7000)), 404, "not_found"),
    ]

    static let headers: [HostileRequest] = [
        malformed("no Host", raw("GET /livez HTTP/1.1\r\nConnection: close\r\n\r\n")),
        malformed("two Hosts", get("/livez", "Host: y")),
        malformed("a Host that is none", raw("GET /livez HTTP/1.1\r\nHost: x y@z/..\r\nConnection: close\r\n\r\n")),
        malformed("a zero in a header", post("X-A: a\u{0}b")),
        malformed("a control character in a header", post("X-A: \u{1}\u{7F}")),
        malformed("a carriage return in a header", post("X-A: b\rX-B: c")),
        malformed("a line feed in a header", post("X-A: b\nTransfer-Encoding: chunked")),
        malformed("a folded header", post("X-A: b\r\n c")),
        malformed("a space in a header's name", post("X A: b")),
        malformed("a header without a name", post(": b")),
        malformed("a header without a colon", post("nonsense")),
        malformed("a header of 20 kB", post("X-A: \(String(repeating: "a", count: 20_000))")),
        malformed("a header's name of 20 kB", post("\(String(repeating: "X", count: 20_000)): a")),
        malformed("200 headers", post(Array(repeating: "X-A: b", count: 200), Array(good.utf8))),
        malformed("headers without an end", raw("GET / HTTP/1.1\r\n" + String(repeating: "X: y\r\n", count: 100_000))),
        answered(
            "a traceparent that would add to the record",
            post("traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\", \"x\":\"")),
        answered(
            "a tracestate of 10 kB",
            post(
                "traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "tracestate: a=\(String(repeating: "b", count: 10_000))")),
        refused("a key with a space", post("Idempotency-Key: a b"), 400, "invalid_idempotency_key"),
        refused("an empty key", post("Idempotency-Key:"), 400, "invalid_idempotency_key"),
        refused("a key that isn't ASCII", post("Idempotency-Key: ключ"), 400, "invalid_idempotency_key"),
        refused("two keys", post("Idempotency-Key: a", "Idempotency-Key: b"), 400, "invalid_idempotency_key"),
        refused(
            "a key of 256 characters", post("Idempotency-Key: \(String(repeating: "a", count: 256))"), 400,
            "invalid_idempotency_key"),
        refused("an expectation that nobody knows", post("Expect: coffee"), 417, "expectation_failed"),
        refused(
            "a promise of 10 GB", post("Expect: 100-continue", body: "", length: "10000000000"), 413,
            "payload_too_large"),
        refused("a compressed body", post("Content-Encoding: gzip"), 415, "unsupported_media_type"),
        refused("two content types", post("Content-Type: text/plain"), 415, "unsupported_media_type"),
        answered("an upgrade to HTTP/2", post("Upgrade: h2c", "HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA")),
        answered("another method, in a header", post("X-HTTP-Method-Override: DELETE")),
        answered("another path, in headers", post("X-Original-URL: /metrics", "X-Rewrite-URL: /metrics")),
    ]

    static func raw(_ text: String) -> [UInt8] { Array(text.utf8) }
}
