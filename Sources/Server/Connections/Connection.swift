import Hummingbird
import NIOCore

/// One connection, as the task that answers its requests sees it. Its functions run on the connection's event loop.
struct Connection: Sendable {
    let channel: any Channel
    private let handler: NIOLoopBound<ConnectionHandler>

    init(channel: any Channel, handler: ConnectionHandler) {
        self.channel = channel
        self.handler = NIOLoopBound(handler, eventLoop: channel.eventLoop)
    }

    /// The next request; nil once the connection is gone.
    func next() async -> ReceivedRequest? {
        await withCheckedContinuation { handler.value.take($0) }
    }

    /// Answers the request that came last.
    func answer(_ response: Response) async {
        let body = ResponseCollector()
        do {
            try await response.body.write(body)
            handler.value.answer(response.head, body.bytes)
        } catch {
            // A body that ends early would be taken for a whole one.
            channel.close(promise: nil)
        }
    }
}
