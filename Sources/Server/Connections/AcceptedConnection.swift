import HummingbirdCore
import NIOCore

/// A connection as it was accepted: what is spoken on it may have to be found out first.
struct AcceptedConnection: ServerChildChannelValue {
    enum Stage: Sendable {
        case established(EstablishedConnection)
        /// Fails if the client doesn't come through it, or not in time.
        case handshake(EventLoopFuture<EstablishedConnection>)
    }

    let channel: any Channel
    let stage: Stage
}
