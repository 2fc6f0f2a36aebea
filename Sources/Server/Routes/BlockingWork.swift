import NIOCore
import NIOPosix

/// What blocks for a moment, such as the reading of a file: not on a connection's event loop.
enum BlockingWork {
    /// Runs `body` on a thread that may block. It isn't cancelled with its request, since it is short: NIO's function that is
    /// cancelled keeps a note of each cancellation that comes too late, for ever (swift-nio 2.101.2, `_cancelledWorkIDs`).
    static func run<Output: Sendable>(_ body: @escaping @Sendable () throws -> Output) async throws -> Output {
        try await NIOThreadPool.singleton.runIfActive(
            eventLoop: MultiThreadedEventLoopGroup.singleton.any(), body
        ).get()
    }
}
