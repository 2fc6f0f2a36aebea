import NIOHTTP2

/// A connection on which both sides know what is spoken.
enum EstablishedConnection: Sendable {
    case http1(Connection)
    case http2(HTTP2Streams)
}

/// The streams of one connection, each with one request.
typealias HTTP2Streams = NIOHTTP2AsyncSequence<Connection>
