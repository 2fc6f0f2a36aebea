import NIOCore
import NIOPosix

/// Runs `body` beside connections of clients that have sent a part of a request and send no more.
///
/// - Parameter parts: what is sent, the one for one connection and the next for the next, around and around.
package func withStalledConnections<Output>(
    _ count: Int, port: Int, sending parts: [String], _ body: () async throws -> Output
) async throws -> Output {
    let group = MultiThreadedEventLoopGroup.singleton
    var channels: [any Channel] = []
    func closeAll() async {
        for channel in channels { try? await channel.close() }
    }
    do {
        for index in 0..<count {
            let channel = try await ClientBootstrap(group: group).connect(host: "127.0.0.1", port: port).get()
            channels.append(channel)
            try await channel.writeAndFlush(ByteBuffer(string: parts[index % parts.count]))
        }
        let output = try await body()
        await closeAll()
        return output
    } catch {
        await closeAll()
        throw error
    }
}
