import HTTPTypes

/// Puts a response together from the lines and chunks that libcurl hands over, within limits.
///
/// A value without I/O: it knows bytes, not sockets.
struct ResponseReceiver {
    /// Far above what servers send, far below what HTTPFields can hold.
    static let maxFields = 512

    private let maxHeaderBytes: Int
    private let maxBodyBytes: Int
    private var headerBytes = 0
    private var status: HTTPResponse.Status?
    private var fields = HTTPFields()
    /// The final head is complete; header lines from here on are trailers.
    private(set) var hasHead = false
    private(set) var body: [UInt8] = []
    /// Set with the first refusal; the response is of no use from then on.
    private(set) var failure: CurlError.Code?

    init(maxHeaderBytes: Int, maxBodyBytes: Int) {
        self.maxHeaderBytes = maxHeaderBytes
        self.maxBodyBytes = maxBodyBytes
    }

    /// The final head; nil before it is complete.
    var head: HTTPResponse? {
        guard hasHead, let status else { return nil }
        return HTTPResponse(status: status, headerFields: fields)
    }

    /// Takes one header line, its line end included: a status line, a field, the empty line, or a trailer.
    ///
    /// - Returns: false if the transfer is to be ended.
    mutating func receiveHeaderLine(_ bytes: some BidirectionalCollection<UInt8>) -> Bool {
        guard failure == nil else { return false }
        guard bytes.count <= maxHeaderBytes - headerBytes else { return fail(.headersTooLarge) }
        headerBytes += bytes.count
        // Trailers count, so that they end somewhere, but nobody reads them.
        guard !hasHead else { return true }
        let line = bytes.trimmingLineEnd()
        if line.isEmpty { return endHead() }
        if status == nil { return receiveStatusLine(line) }
        if line.starts(with: [UInt8(ascii: " ")]) || line.starts(with: [UInt8(ascii: "\t")]) {
            // Obsolete line folding (RFC 9112, 5.2), which a user agent may refuse to understand.
            return fail(.malformedResponse)
        }
        return receiveField(line)
    }

    /// Takes a piece of the body.
    ///
    /// - Returns: false if the transfer is to be ended.
    mutating func receiveBody(_ bytes: some Collection<UInt8>) -> Bool {
        guard failure == nil else { return false }
        guard hasHead else { return fail(.malformedResponse) }
        guard bytes.count <= maxBodyBytes - body.count else {
            body = []
            return fail(.bodyTooLarge)
        }
        body.append(contentsOf: bytes)
        return true
    }

    private mutating func fail(_ code: CurlError.Code) -> Bool {
        failure = code
        return false
    }

    /// `HTTP/1.1 200 OK`, `HTTP/2 200`. libcurl has checked the version.
    private mutating func receiveStatusLine(_ line: some Collection<UInt8>) -> Bool {
        let parts = line.split(separator: UInt8(ascii: " "), maxSplits: 2, omittingEmptySubsequences: true)
        guard parts.count >= 2, parts[0].starts(with: "HTTP/".utf8), parts[1].count == 3,
            let code = Int(String(decoding: parts[1], as: UTF8.self)), (100...999).contains(code)
        else { return fail(.malformedResponse) }
        let reason = parts.count == 3 ? String(decoding: parts[2], as: UTF8.self) : ""
        status = HTTPResponse.Status(code: code, reasonPhrase: reason)
        return true
    }

    private mutating func receiveField(_ line: some BidirectionalCollection<UInt8>) -> Bool {
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")),
            let name = HTTPField.Name(String(decoding: line[..<colon], as: UTF8.self))
        else { return fail(.malformedResponse) }
        guard fields.count < Self.maxFields else { return fail(.headersTooLarge) }
        let value = line[line.index(after: colon)...].trimmingBlanks()
        fields.append(HTTPField(name: name, value: value))
        return true
    }

    /// An informational response (1xx) is followed by another head; the last is the final one.
    private mutating func endHead() -> Bool {
        guard let status else { return fail(.malformedResponse) }
        if status.code < 200 {
            self.status = nil
            fields = HTTPFields()
        } else {
            hasHead = true
        }
        return true
    }
}

extension BidirectionalCollection<UInt8> {
    /// Without the LF or CR LF at its end.
    fileprivate func trimmingLineEnd() -> SubSequence {
        var end = endIndex
        if end > startIndex, self[index(before: end)] == UInt8(ascii: "\n") { end = index(before: end) }
        if end > startIndex, self[index(before: end)] == UInt8(ascii: "\r") { end = index(before: end) }
        return self[..<end]
    }

    /// Without spaces and tabs at both ends (OWS in RFC 9110, 5.5).
    fileprivate func trimmingBlanks() -> SubSequence {
        func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
        var rest = self[...]
        while let first = rest.first, isBlank(first) { rest = rest.dropFirst() }
        while let last = rest.last, isBlank(last) { rest = rest.dropLast() }
        return rest
    }
}
