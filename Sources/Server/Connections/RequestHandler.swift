import HTTPTypes
import NIOCore

/// What whole requests come from and their answers go to, one after the other. Used on its event loop.
protocol RequestHandler: AnyObject {
    /// Resumes `taker` with the next request, or with nil once there can be none.
    func take(_ taker: CheckedContinuation<ReceivedRequest?, Never>)

    /// Answers the request that was taken last.
    func answer(_ head: HTTPResponse, _ body: ByteBuffer)
}
