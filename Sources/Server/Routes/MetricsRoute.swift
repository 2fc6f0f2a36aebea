import Hummingbird
import NIOCore

/// `GET /metrics`: what Prometheus reads.
struct MetricsRoute: Sendable {
    /// The metrics of this moment in the text format. Reads files of `/proc`, so it isn't called on an event loop.
    let text: @Sendable () -> [UInt8]

    func metrics(_ request: Request, context: ServerContext) async throws -> Response {
        let bytes = try await BlockingWork.run(text)
        return Response(
            status: .ok, headers: [.contentType: PrometheusText.contentType, .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}
