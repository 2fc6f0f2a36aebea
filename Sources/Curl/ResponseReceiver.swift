import HTTPTypes

/// Collects a response from the lines and chunks that libcurl hands over, within limits.
///
/// A value without I/O: it knows bytes, not sockets. It looks at each line's form, so that what can't be a response ends at once; what
/// the lines say is read by the caller's task (``ReceivedHead``), since the client's thread is the one that all transfers share.
struct ResponseReceiver {
    private let maxHeaderBytes: Int
    private let maxBodyBytes: Int
    private var headerBytes = 0
    private var received = ReceivedHead()
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
    var head: ReceivedHead? { hasHead ? received : nil }

    /// Takes one header line, its line end included: a status line, a field, the empty line, or a trailer.
    ///
    /// - Returns: false if the transfer is to be ended.
    mutating func receiveHeaderLine(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard failure == nil else { return false }
        guard bytes.count <= maxHeaderBytes - headerBytes else { return fail(.headersTooLarge) }
        headerBytes += bytes.count
        // Trailers count, so that they end somewhere, but nobody reads them.
        guard !hasHead else { return true }
        let line = bytes.withoutLineEnd
        if line.isEmpty { return endHead() }
        guard received.take(line) else {
            return fail(received.fieldCount > ReceivedHead.maxFields ? .headersTooLarge : .malformedResponse)
        }
        return true
    }

    /// Takes a piece of the body.
    ///
    /// - Returns: false if the transfer is to be ended.
    mutating func receiveBody(_ bytes: UnsafeRawBufferPointer) -> Bool {
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

    /// An informational response (1xx) is followed by another head; the last is the final one.
    private mutating func endHead() -> Bool {
        guard received.statusCode > 0 else { return fail(.malformedResponse) }
        if received.statusCode < 200 {
            received = ReceivedHead()
        } else {
            hasHead = true
        }
        return true
    }
}

extension UnsafeRawBufferPointer {
    /// Without the LF or CR LF at its end.
    fileprivate var withoutLineEnd: UnsafeRawBufferPointer {
        var count = count
        if count > 0, self[count - 1] == UInt8(ascii: "\n") { count -= 1 }
        if count > 0, self[count - 1] == UInt8(ascii: "\r") { count -= 1 }
        return UnsafeRawBufferPointer(rebasing: self[..<count])
    }
}
