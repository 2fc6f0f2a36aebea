import HTTPTypes

/// A response's status line and fields as they came, their form checked, to be read by who wants them.
struct ReceivedHead: Sendable {
    /// Far above what servers send, far below what HTTPFields can hold.
    static let maxFields = 512

    /// 100 to 999; 0 before the status line.
    private(set) var statusCode = 0
    private(set) var fieldCount = 0
    /// The lines, each ended by a line feed.
    private var lines: [UInt8] = []

    /// Takes a line that isn't empty, without its end.
    ///
    /// - Returns: false if it has another form than it must have here, or is a field too many.
    mutating func take(_ line: UnsafeRawBufferPointer) -> Bool {
        if lines.isEmpty {
            guard let code = Self.statusCode(in: line) else { return false }
            statusCode = code
            // So that a usual head takes one piece of memory.
            lines.reserveCapacity(1000)
        } else {
            fieldCount += 1
            guard fieldCount <= Self.maxFields, Self.isField(line) else { return false }
        }
        lines.append(contentsOf: line)
        lines.append(UInt8(ascii: "\n"))
        return true
    }

    /// What the lines say; nil where a name isn't one after all.
    var response: HTTPResponse? {
        let lines = lines.split(separator: UInt8(ascii: "\n"))
        guard let status = lines.first else { return nil }
        let parts = status.split(separator: UInt8(ascii: " "), maxSplits: 2)
        let reason = parts.count == 3 ? String(decoding: parts[2], as: UTF8.self) : ""
        var fields = HTTPFields()
        fields.reserveCapacity(fieldCount)
        for line in lines.dropFirst() {
            guard let field = Self.field(line) else { return nil }
            fields.append(field)
        }
        return HTTPResponse(status: .init(code: statusCode, reasonPhrase: reason), headerFields: fields)
    }

    /// `HTTP/1.1 200 OK`, `HTTP/2 200`. libcurl has checked the version.
    private static func statusCode(in line: UnsafeRawBufferPointer) -> Int? {
        guard line.starts(with: "HTTP/".utf8), let space = line.firstIndex(of: UInt8(ascii: " ")) else { return nil }
        let digits = line[(space + 1)...].drop { $0 == UInt8(ascii: " ") }.prefix { $0 != UInt8(ascii: " ") }
        guard digits.count == 3 else { return nil }
        var code = 0
        for digit in digits {
            guard (0x30...0x39).contains(digit) else { return nil }
            code = code * 10 + Int(digit - 0x30)
        }
        return code >= 100 ? code : nil
    }

    /// Whether a token stands before a colon. So a line that begins with a blank is none: obsolete line folding (RFC 9112, 5.2), which
    /// a user agent may refuse to understand.
    private static func isField(_ line: UnsafeRawBufferPointer) -> Bool {
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > 0 else { return false }
        return line[..<colon].allSatisfy(isTokenByte)
    }

    /// RFC 9110, 5.6.2.
    private static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "!"), UInt8(ascii: "#")...UInt8(ascii: "'"),
            UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."),
            UInt8(ascii: "^")...UInt8(ascii: "`"), UInt8(ascii: "|"), UInt8(ascii: "~"):
            true
        default: false
        }
    }

    private static func field(_ line: ArraySlice<UInt8>) -> HTTPField? {
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")),
            let name = HTTPField.Name(String(decoding: line[..<colon], as: UTF8.self))
        else { return nil }
        return HTTPField(name: name, value: line[(colon + 1)...].withoutOuterBlanks)
    }
}

extension ArraySlice<UInt8> {
    /// Without spaces and tabs at both ends (OWS in RFC 9110, 5.5).
    fileprivate var withoutOuterBlanks: ArraySlice<UInt8> {
        func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
        var rest = drop(while: isBlank)
        while let last = rest.last, isBlank(last) { rest = rest.dropLast() }
        return rest
    }
}
