import ServiceLifecycle

/// A server on a Unix socket, and the socket's file around its life.
struct UnixSocketService: Service {
    let file: UnixSocketFile
    /// Its `onBound` has ``UnixSocketFile/opened()`` called.
    let server: any Service

    func run() async throws {
        defer { file.closed() }
        try await file.makeWay()
        try await server.run()
    }
}
