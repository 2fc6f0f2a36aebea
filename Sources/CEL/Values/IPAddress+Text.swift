extension IPAddress: CustomStringConvertible {
    /// Reads four decimal numbers with dots, or an IPv6 address after RFC 4291.
    ///
    /// Nil for anything else, also for leading zeros, for zones (`%eth0`) and for an IPv6 address that ends in dotted
    /// numbers: what such a text means has been read in different ways.
    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count <= 39 else { return nil }
        if bytes.contains(UInt8(ascii: ":")) {
            guard let groups = Self.groups(of: bytes[...]) else { return nil }
            self.init(high: Self.joined(groups[..<4]), low: Self.joined(groups[4...]))
        } else {
            guard let bits = Self.dotted(bytes) else { return nil }
            self.init(ipv4: bits)
        }
    }

    private static func dotted(_ bytes: [UInt8]) -> UInt32? {
        let parts = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var bits: UInt32 = 0
        for part in parts {
            guard let first = part.first, part.count <= 3, part.count == 1 || first != UInt8(ascii: "0") else {
                return nil
            }
            var number: UInt32 = 0
            for digit in part {
                guard digit.isDigit else { return nil }
                number = number * 10 + UInt32(digit - 0x30)
            }
            guard number <= 255 else { return nil }
            bits = bits << 8 | number
        }
        return bits
    }

    /// Eight groups of 16 bits, of which `::` may stand for one or more that are zero.
    private static func groups(of bytes: ArraySlice<UInt8>) -> [UInt16]? {
        let colon = UInt8(ascii: ":")
        guard
            let gap = bytes.indices.first(where: {
                $0 + 1 < bytes.endIndex && bytes[$0] == colon && bytes[$0 + 1] == colon
            })
        else {
            let groups = plainGroups(bytes)
            return groups?.count == 8 ? groups : nil
        }
        guard let left = plainGroups(bytes[..<gap]), let right = plainGroups(bytes[(gap + 2)...]),
            left.count + right.count < 8
        else { return nil }
        return left + Array(repeating: 0, count: 8 - left.count - right.count) + right
    }

    private static func plainGroups(_ bytes: ArraySlice<UInt8>) -> [UInt16]? {
        if bytes.isEmpty { return [] }
        var groups: [UInt16] = []
        for part in bytes.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false) {
            guard (1...4).contains(part.count) else { return nil }
            var group: UInt16 = 0
            for digit in part {
                guard let value = digit.hexValue else { return nil }
                group = group << 4 | UInt16(value)
            }
            groups.append(group)
        }
        return groups
    }

    private static func joined(_ groups: ArraySlice<UInt16>) -> UInt64 {
        groups.reduce(0) { $0 << 16 | UInt64($1) }
    }

    /// With dots, or after RFC 5952: lower case, no leading zeros, the longest run of zeros as `::`.
    package var description: String {
        if isIPv4 { return (0..<4).map { String(low >> UInt64(24 - 8 * $0) & 0xFF) }.joined(separator: ".") }
        let groups = [high, low].flatMap { half in (0..<4).map { half >> UInt64(48 - 16 * $0) & 0xFFFF } }
        let texts = groups.map { String($0, radix: 16) }
        guard let gap = Self.longestGap(in: groups) else { return texts.joined(separator: ":") }
        return texts[..<gap.lowerBound].joined(separator: ":") + "::" + texts[gap.upperBound...].joined(separator: ":")
    }

    /// The first of the longest runs of at least two zeros.
    private static func longestGap(in groups: [UInt64]) -> Range<Int>? {
        var longest = 0..<0
        var start = 0
        for index in 0...groups.count where index == groups.count || groups[index] != 0 {
            if index - start > longest.count { longest = start..<index }
            start = index + 1
        }
        return longest.count >= 2 ? longest : nil
    }
}
