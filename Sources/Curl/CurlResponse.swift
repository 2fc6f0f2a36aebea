import HTTPTypes

/// A complete response.
package struct CurlResponse: Sendable, Hashable {
    /// The version that the server answered with.
    package enum Version: String, Sendable {
        case http1_0 = "1.0"
        case http1_1 = "1.1"
        case http2 = "2"
        case other
    }

    /// The final response's status and fields; trailers and informational responses are left out.
    package var head: HTTPResponse
    /// As the server sent it: nothing is decompressed, since nothing asks for compression.
    package var body: [UInt8]
    package var version: Version
    package var timings: Timings
    /// Whether the transfer found an open connection; if so, libcurl may have sent the request more than once.
    package var connectionReused: Bool

    package init(
        head: HTTPResponse, body: [UInt8] = [], version: Version = .http1_1, timings: Timings = Timings(),
        connectionReused: Bool = false
    ) {
        self.head = head
        self.body = body
        self.version = version
        self.timings = timings
        self.connectionReused = connectionReused
    }
}
