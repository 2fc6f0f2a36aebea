/// A request that no well-meaning client sends, and what is answered.
struct HostileRequest: Sendable, CustomStringConvertible {
    let name: String
    let bytes: [UInt8]
    /// The statuses of all answers until the connection's end.
    let statuses: [Int]
    /// Of the last answer; nil for one that is no error.
    let code: String?

    var description: String { name }

    /// What is refused with one answer, after which the connection ends.
    static func refused(_ name: String, _ bytes: [UInt8], _ status: Int, _ code: String) -> HostileRequest {
        HostileRequest(name: name, bytes: bytes, statuses: [status], code: code)
    }

    /// What isn't HTTP, or is so in more than one way.
    static func malformed(_ name: String, _ bytes: [UInt8]) -> HostileRequest {
        refused(name, bytes, 400, "malformed_request")
    }

    /// What is odd and harmless.
    static func answered(_ name: String, _ bytes: [UInt8]) -> HostileRequest {
        HostileRequest(name: name, bytes: bytes, statuses: [200], code: nil)
    }

    static let session = "sid_c1ean000000000000000000101"
    static let good = #"{"session_id":"\#(session)"}"#
    /// What would be a request of its own, were it not a part of another.
    static let smuggled = "GET /livez HTTP/1.1\r\nHost: x\r\n\r\n"

    /// A request that asks for the connection's end, so that a client sees the end of what is answered.
    static func get(_ target: String, _ headers: String...) -> [UInt8] {
        Array(head("GET", target, headers + ["Connection: close"]).utf8)
    }

    /// A request for a decision.
    ///
    /// - Parameter length: nil to leave its header out.
    static func post(
        _ headers: String..., body: String = good, length: String? = "", path: String = "/v1/decisions"
    ) -> [UInt8] {
        post(headers, Array(body.utf8), length: length, path: path)
    }

    static func post(
        _ headers: [String] = [], _ body: [UInt8], length: String? = "", path: String = "/v1/decisions"
    ) -> [UInt8] {
        var all = ["Content-Type: application/json", "Connection: close"] + headers
        if let length { all.append("Content-Length: \(length.isEmpty ? "\(body.count)" : length)") }
        return Array(head("POST", path, all).utf8) + body
    }

    /// A request with a body in chunks, which stand there as they are.
    static func chunked(_ chunks: String, _ header: String = "Transfer-Encoding: chunked") -> [UInt8] {
        post(header, body: chunks, length: nil)
    }

    /// A body as one chunk.
    static func chunk(_ body: String) -> String { "\(String(body.utf8.count, radix: 16))\r\n\(body)\r\n0\r\n\r\n" }

    private static func head(_ method: String, _ target: String, _ headers: [String]) -> String {
        "\(method) \(target) HTTP/1.1\r\nHost: x\r\n" + headers.map { $0 + "\r\n" }.joined() + "\r\n"
    }
}
