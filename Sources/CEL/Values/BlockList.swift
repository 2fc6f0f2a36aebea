/// Blocks of addresses each of which counts until a time of its own. An address is looked for once for each length of
/// prefix that occurs, however many blocks there are.
package final class BlockList: Sendable {
    package struct Element: Sendable {
        package let block: CIDRBlock
        /// From when on it doesn't count any more; nil if it always does.
        package let until: Timestamp?

        package init(_ block: CIDRBlock, until: Timestamp?) {
            self.block = block
            self.until = until
        }
    }

    /// The blocks of one version and one length, by their bits; with the time until which they count.
    private struct Group: Sendable {
        let isIPv4: Bool
        let prefixLength: Int
        var ends: [Bits: Timestamp?] = [:]
    }

    private struct Bits: Sendable, Hashable {
        let high: UInt64
        let low: UInt64

        init(_ address: IPAddress) {
            high = address.high
            low = address.low
        }
    }

    private let groups: [Group]

    package init(_ elements: [Element]) {
        var groups: [Group] = []
        for element in elements {
            let (isIPv4, length) = (element.block.address.isIPv4, element.block.prefixLength)
            var index = groups.firstIndex { $0.isIPv4 == isIPv4 && $0.prefixLength == length } ?? groups.count
            if index == groups.count {
                groups.append(Group(isIPv4: isIPv4, prefixLength: length))
                index = groups.count - 1
            }
            let bits = Bits(element.block.masked.address)
            // Of a block that is there twice the one that counts for longer.
            if case .some(let known) = groups[index].ends[bits] {
                guard let known, element.until.map({ known < $0 }) ?? true else { continue }
            }
            groups[index].ends.updateValue(element.until, forKey: bits)
        }
        self.groups = groups
    }

    /// Whether one of the blocks has an address. An IPv6 address that stands for an IPv4 address is taken for that one.
    func contains(_ address: IPAddress, at now: Timestamp) -> Bool {
        let address = address.unmapped
        return groups.contains { group in
            guard group.isIPv4 == address.isIPv4,
                case .some(let end) = group.ends[Bits(address.masked(to: group.prefixLength))]
            else { return false }
            return end.map { now < $0 } ?? true
        }
    }
}
