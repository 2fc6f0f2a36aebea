/// Where a request ends, told in two ways: what one server in a row would take for the body, and the next for a request.
extension HostileRequest {
    static let framing: [HostileRequest] = {
        let one = chunk(good)
        // Up to the empty line at the end; a line's end is one character.
        let open = String(one.dropLast())
        let length = good.utf8.count
        return [
            malformed("a length and chunks", post("Transfer-Encoding: chunked", body: one + smuggled)),
            malformed(
                "chunks and a length", chunked(one + smuggled, "Transfer-Encoding: chunked\r\nContent-Length: 4")),
            malformed("two lengths", post("Content-Length: 5", body: good + smuggled)),
            malformed("the same length twice", post("Content-Length: \(length)")),
            malformed("a list of lengths", post(length: "\(length), \(length)")),
            malformed("a length with a plus", post(length: "+\(length)")),
            malformed("a length below nothing", post(length: "-\(length)")),
            malformed("a length in hex", post(length: "0x2f")),
            malformed("a length with a space", post(length: "4 7")),
            malformed("an empty length", post("Content-Length:", length: nil)),
            malformed("a length that wraps to the right one", post(length: "18446744073709551663")),
            refused("a length of all there is", post(length: "9223372036854775807"), 413, "payload_too_large"),
            malformed("a space before the colon of the length", post("Content-Length : \(length)", length: nil)),
            malformed("chunks by another name", chunked(one, "Transfer-Encoding: xchunked")),
            malformed("identity, and chunks", chunked(one, "Transfer-Encoding: identity")),
            malformed("chunks of compressed bytes", chunked(one, "Transfer-Encoding: gzip, chunked")),
            malformed("compressed chunks", chunked(one, "Transfer-Encoding: chunked, gzip")),
            malformed(
                "two transfer codings", chunked(one, "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity")),
            malformed("chunks of chunks", chunked(one, "Transfer-Encoding: chunked, chunked")),
            malformed("chunks after a vertical tab", chunked(one, "Transfer-Encoding:\u{B}chunked")),
            malformed("a space before the colon of the coding", chunked(one, "Transfer-Encoding : chunked")),
            malformed("a coding that goes on with the line before", chunked(one, " Transfer-Encoding: chunked")),
            malformed("a coding in quotes", chunked(one, "Transfer-Encoding: \"chunked\"")),
            malformed("a coding on a folded line", chunked(one, "Transfer-Encoding:\r\n chunked")),
            answered("a coding in mixed case, after a tab", chunked(one, "Transfer-Encoding:\tChUnKeD")),
            malformed("chunks in HTTP/1.0", replaced(chunked(one), "HTTP/1.1", "HTTP/1.0")),
            malformed("line feeds alone", replaced(post(), "\r\n", "\n")),
            malformed("carriage returns alone", replaced(post(), "\r\n", "\r")),
            malformed("a chunk's size of 68 bits", chunked("fffffffffffffffff\r\n\(good)\r\n0\r\n\r\n")),
            malformed("a chunk's size below nothing", chunked("-2f\r\n\(good)\r\n0\r\n\r\n")),
            malformed("a chunk's size with a prefix", chunked("0x2f\r\n\(good)\r\n0\r\n\r\n")),
            malformed("a chunk's size with a plus", chunked("+2f\r\n\(good)\r\n0\r\n\r\n")),
            malformed("a chunk that is longer than its size", chunked("2\r\n\(good)\r\n0\r\n\r\n")),
            malformed("chunks on line feeds", chunked(replaced(one, "\r\n", "\n"))),
            malformed("a chunk's extension on a line feed", chunked(replaced(one, "\r\n{", ";a\n{"))),
            answered("a chunk's extension", chunked(replaced(one, "\r\n{", ";a=\"b\"\r\n{"))),
            answered(
                "a chunk's extension of 200 kB",
                chunked(replaced(one, "\r\n{", ";\(String(repeating: "a", count: 200_000))\r\n{"))),
            malformed(
                "2000 trailers", chunked(open + String(repeating: "A: b\r\n", count: 2000) + "\r\n")),
            malformed("a length among the trailers", chunked(open + "Content-Length: 5\r\n\r\n")),
            refused(
                "70 kB in chunks of one byte", chunked(String(repeating: "1\r\n \r\n", count: 70_000) + "0\r\n\r\n"),
                413,
                "payload_too_large"),
            HostileRequest(
                name: "garbage after a good request", bytes: Array((smuggled + "\u{0}\u{1}garbage\r\n\r\n").utf8),
                statuses: [200, 400], code: "malformed_request"),
            HostileRequest(
                name: "1000 requests at once",
                bytes: Array(String(repeating: smuggled, count: 1000).utf8) + get("/livez"),
                statuses: Array(repeating: 200, count: 1001), code: nil),
        ]
    }()

    static func replaced(_ bytes: [UInt8], _ old: String, _ new: String) -> [UInt8] {
        Array(replaced(String(decoding: bytes, as: UTF8.self), old, new).utf8)
    }

    /// By scalars: a carriage return and a line feed are one character.
    private static func replaced(_ text: String, _ old: String, _ new: String) -> String {
        var rest = Array(text.unicodeScalars)[...]
        var result = String.UnicodeScalarView()
        while let first = rest.first {
            if rest.starts(with: old.unicodeScalars) {
                result.append(contentsOf: new.unicodeScalars)
                rest = rest.dropFirst(old.unicodeScalars.count)
            } else {
                result.append(first)
                rest = rest.dropFirst()
            }
        }
        return String(result)
    }
}
