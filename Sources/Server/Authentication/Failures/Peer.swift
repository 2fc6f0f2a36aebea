import CEL
import NIOCore

/// Where attempts come from, as far as one guesser is told from another: an IPv4 address, or the /64 of an IPv6 one, which
/// is the smallest that one customer has.
struct Peer: Hashable, Sendable {
    private let text: String

    /// - Parameter address: nil, and that of a Unix socket, are one peer.
    init(_ address: SocketAddress?) {
        self.init(ipAddress: address?.ipAddress ?? "")
    }

    init(ipAddress text: String) {
        let isIPv6 = IPAddress(text).map { !$0.isIPv4 } ?? false
        self.text = isIPv6 ? CIDRBlock("\(text)/64")?.masked.description ?? text : text
    }
}
