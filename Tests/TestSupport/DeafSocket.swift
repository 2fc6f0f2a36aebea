import Glibc

private struct NoSocket: Error {}

/// Runs `body` beside a bound socket that answers no connection. A listening one has its queue full and accepts
/// nothing, so that a connect gets no answer at all; a socket that doesn't listen has it refused.
package func withDeafSocket<Output>(listening: Bool, _ body: (_ authority: String) async throws -> Output) async throws
    -> Output
{
    var sockets: [CInt] = []
    defer { for socket in sockets { close(socket) } }
    func newSocket() throws -> CInt {
        let socket = Glibc.socket(AF_INET, CInt(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue), 0)
        guard socket >= 0 else { throw NoSocket() }
        sockets.append(socket)
        return socket
    }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let server = try newSocket()
    guard call(bind, server, &address) == 0 else { throw NoSocket() }
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let status = withUnsafeMutablePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(server, $0, &length) }
    }
    guard status == 0 else { throw NoSocket() }
    if listening {
        guard listen(server, 0) == 0 else { throw NoSocket() }
        // The kernel completes a connection or two for the queue, then drops what comes.
        for _ in 0..<4 { _ = try call(connect, newSocket(), &address) }
    }
    return try await body("127.0.0.1:\(UInt16(bigEndian: address.sin_port))")
}

private func call(
    _ function: (CInt, UnsafePointer<sockaddr>, socklen_t) -> CInt, _ socket: CInt, _ address: inout sockaddr_in
) -> CInt {
    withUnsafePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            function(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
        }
    }
}
