/// An address of the Internet Protocol, version 4 or 6.
///
/// An IPv4 address is kept as the IPv6 address that stands for it (RFC 4291, 2.5.5.2), so that both are equal.
package struct IPAddress: Sendable, Equatable {
    /// The first eight bytes.
    let high: UInt64
    /// The last eight bytes.
    let low: UInt64
    /// Whether it was written with dots.
    package let isIPv4: Bool

    private static let mappedPrefix: UInt64 = 0xffff

    init(ipv4 bits: UInt32) {
        high = 0
        low = Self.mappedPrefix << 32 | UInt64(bits)
        isIPv4 = true
    }

    init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
        isIPv4 = false
    }

    package static func == (left: IPAddress, right: IPAddress) -> Bool {
        left.high == right.high && left.low == right.low
    }

    /// The address with all but its first bits zero, counted within its own version's length.
    func masked(to length: Int) -> IPAddress {
        if isIPv4 {
            let bits = UInt32(truncatingIfNeeded: low)
            return IPAddress(ipv4: length == 0 ? 0 : bits & (UInt32.max << UInt32(32 - length)))
        }
        let highMask = length >= 64 ? UInt64.max : length == 0 ? 0 : UInt64.max << UInt64(64 - length)
        let lowMask = length <= 64 ? 0 : UInt64.max << UInt64(128 - length)
        return IPAddress(high: high & highMask, low: low & lowMask)
    }

    /// Whether it is an IPv4 address, however it was written.
    private var ipv4: UInt32? {
        high == 0 && low >> 32 == Self.mappedPrefix ? UInt32(truncatingIfNeeded: low) : nil
    }

    /// An IPv4 address as sockets that take both versions write it: `::ffff:203.0.113.7`, which CEL's `ip()` refuses.
    init?(mapped text: String) {
        let prefix = "::ffff:"
        guard text.utf8.count > prefix.utf8.count, text.prefix(prefix.count).lowercased() == prefix,
            let address = IPAddress(String(text.dropFirst(prefix.count))), address.isIPv4
        else { return nil }
        self = address
    }

    /// An IPv6 address that stands for an IPv4 address as that one; any other as it is.
    package var unmapped: IPAddress { isIPv4 ? self : ipv4.map { IPAddress(ipv4: $0) } ?? self }

    /// The number of the version, 4 or 6.
    var family: Int64 { isIPv4 ? 4 : 6 }

    var isUnspecified: Bool { isIPv4 ? ipv4 == 0 : high == 0 && low == 0 }

    var isLoopback: Bool { ipv4.map { $0 >> 24 == 127 } ?? (high == 0 && low == 1) }

    var isLinkLocalUnicast: Bool { ipv4.map { $0 >> 16 == 0xA9FE } ?? (high >> 54 == 0xFE80 >> 6) }

    var isLinkLocalMulticast: Bool { ipv4.map { $0 >> 8 == 0xE00000 } ?? (high >> 48 & 0xFF0F == 0xFF02) }

    private var isMulticast: Bool { ipv4.map { $0 >> 28 == 0xE } ?? (high >> 56 == 0xFF) }

    /// Neither unspecified, loopback, link-local, multicast nor the IPv4 broadcast address. Private addresses are.
    var isGlobalUnicast: Bool {
        !isUnspecified && !isLoopback && !isMulticast && !isLinkLocalUnicast && ipv4 != .max
    }
}
