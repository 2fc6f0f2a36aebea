/// A block of addresses after RFC 4632: an address and how many of its first bits the addresses of the block share.
package struct CIDRBlock: Sendable, Equatable, CustomStringConvertible {
    /// As it was written, the bits behind the prefix included.
    package let address: IPAddress
    /// 0 to 32 for IPv4, 0 to 128 for IPv6.
    let prefixLength: Int

    private init(address: IPAddress, prefixLength: Int) {
        self.address = address
        self.prefixLength = prefixLength
    }

    /// Reads `10.0.0.0/8` or `2001:db8::/32`. Nil for anything else.
    package init?(_ text: String) {
        let parts = text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard parts.count == 2, let address = IPAddress(String(Substring(parts[0]))),
            (1...3).contains(parts[1].count), parts[1].allSatisfy(\.isDigit),
            parts[1].count == 1 || parts[1].first != UInt8(ascii: "0"),
            let length = Int(Substring(parts[1])), length <= (address.isIPv4 ? 32 : 128)
        else { return nil }
        self.init(address: address, prefixLength: length)
    }

    package static func == (left: CIDRBlock, right: CIDRBlock) -> Bool {
        left.address == right.address && left.prefixLength == right.prefixLength
            && left.address.isIPv4 == right.address.isIPv4
    }

    /// The block that is one address.
    package init(_ address: IPAddress) { self.init(address: address, prefixLength: address.isIPv4 ? 32 : 128) }

    /// The same block, written with its first address.
    package var masked: CIDRBlock { CIDRBlock(address: address.masked(to: prefixLength), prefixLength: prefixLength) }

    /// Whether an address is in it. One of the other version never is.
    package func contains(_ other: IPAddress) -> Bool {
        other.isIPv4 == address.isIPv4 && other.masked(to: prefixLength) == address.masked(to: prefixLength)
    }

    /// Whether all addresses of another block are in it.
    func contains(_ other: CIDRBlock) -> Bool { other.prefixLength >= prefixLength && contains(other.address) }

    package var description: String { "\(address)/\(prefixLength)" }
}
