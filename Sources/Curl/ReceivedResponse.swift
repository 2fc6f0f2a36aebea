/// A complete response as the client's thread hands it over, its head still to be read.
struct ReceivedResponse: Sendable {
    let head: ReceivedHead
    let body: [UInt8]
    let version: CurlResponse.Version
    let timings: Timings
    let connectionReused: Bool

    /// - Parameter host: for the error.
    /// - Throws: ``CurlError`` of code `malformedResponse` for a head that can't be read.
    func read(from host: String) throws(CurlError) -> CurlResponse {
        guard let head = head.response else { throw CurlError(.malformedResponse, host: host, timings: timings) }
        return CurlResponse(
            head: head, body: body, version: version, timings: timings, connectionReused: connectionReused)
    }
}
