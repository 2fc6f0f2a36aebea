/// A connection on which both sides know what is spoken.
enum EstablishedConnection: Sendable {
    case http1(Connection)
}
