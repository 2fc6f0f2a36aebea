/// Why a request got no response, or why a configuration was refused.
///
/// It names the host and libcurl's own words for what happened, and never a header, a key, a path or a query: it may
/// be logged as it is.
package struct CurlError: Error, Hashable, Sendable {
    package enum Code: String, Sendable, CaseIterable {
        /// The configuration holds a value out of its range.
        case invalidConfiguration
        /// The request can't be sent as it is; nothing was.
        case invalidRequest
        /// As many transfers as allowed are in flight and waiting; nothing was sent.
        case overloaded
        /// The client is shutting down, or has.
        case shutdown
        /// The calling task was cancelled.
        case cancelled
        /// The deadline, or the time allowed for connecting, came first.
        case timeout
        /// The host's name, or the proxy's, has no address.
        case resolve
        /// No connection to the address.
        case connect
        /// No TLS session, or the server's certificate was refused.
        case tls
        /// The connection broke: a reset, or a failed read or write.
        case reset
        /// The server closed the connection before the response was complete.
        case closedEarly
        /// What the server sent isn't HTTP, or contradicts itself.
        case malformedResponse
        /// The response's head, trailers or informational responses exceed the limit.
        case headersTooLarge
        /// The response's body exceeds the limit.
        case bodyTooLarge
        /// libcurl itself failed: out of memory, or an option that this build of it lacks.
        case internalFailure
    }

    package let code: Code
    /// Host and port of the request, once they have been found to be well-formed.
    package let host: String?
    /// What was refused and what is allowed, in words of this module.
    package let detail: String?
    /// libcurl's own code (`CURLcode`), if it was libcurl that ended the transfer.
    package let curlCode: UInt32?
    /// How far the transfer came; nil if none was started.
    package let timings: Timings?

    package init(
        _ code: Code, host: String? = nil, detail: String? = nil, curlCode: UInt32? = nil, timings: Timings? = nil
    ) {
        self.code = code
        self.host = host
        self.detail = detail
        self.curlCode = curlCode
        self.timings = timings
    }
}

extension CurlError: CustomStringConvertible {
    package var description: String {
        var text = code.rawValue
        if let host { text += ", host \(host)" }
        if let detail { text += ": \(detail)" }
        if let curlCode { text += " (libcurl \(curlCode): \(Self.curlText(curlCode)))" }
        return text
    }
}
