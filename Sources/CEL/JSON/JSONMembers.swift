/// The members of a JSON object by name, found without reading their values: for a document of which little is wanted.
///
/// Finds its way by quotation marks and brackets, and checks no more than that. Whoever reads a value checks it then.
package struct JSONMembers: Sendable {
    private struct Member {
        let name: Range<Int>
        let value: Range<Int>
    }

    private let bytes: [UInt8]
    private var members: [Member] = []

    /// More members than an object has from which a few are taken by name.
    private static let maxMembers = 1000

    /// - Parameter range: where the object stands, from its opening brace on.
    /// - Returns: nil if brackets and quotation marks don't make an object.
    package init?(_ bytes: [UInt8], in range: Range<Int>) {
        self.bytes = bytes
        guard range.upperBound <= bytes.count, range.lowerBound >= 0 else { return nil }
        var scan = JSONSkim(end: range.upperBound, index: range.lowerBound)
        let span = bytes.span
        guard scan.take(UInt8(ascii: "{"), in: span) else { return nil }
        if scan.take(UInt8(ascii: "}"), in: span) { return }
        repeat {
            guard let name = scan.string(in: span), scan.take(UInt8(ascii: ":"), in: span),
                let value = scan.value(in: span), members.count < Self.maxMembers
            else { return nil }
            members.append(Member(name: name, value: value))
        } while scan.take(UInt8(ascii: ","), in: span)
        guard scan.take(UInt8(ascii: "}"), in: span) else { return nil }
    }

    /// Where the value of a member stands, quotation marks included; nil if there is no such member. A name that is
    /// written with escapes isn't found.
    package subscript(name: String) -> Range<Int>? {
        members.first { bytes[$0.name].elementsEqual(name.utf8) }?.value
    }

    /// The bytes of a member's value, to be read.
    package func json(_ name: String) -> [UInt8]? { self[name].map { Array(bytes[$0]) } }

    /// The members of a member that is an object.
    package func members(_ name: String) -> JSONMembers? { self[name].flatMap { JSONMembers(bytes, in: $0) } }

    /// The text of a member that is a string.
    package func text(_ name: String) -> String? {
        guard let json = json(name), case .string(let text)? = try? Value(json: json) else { return nil }
        return text
    }
}

/// Goes over JSON by quotation marks and brackets.
struct JSONSkim {
    let end: Int
    var index: Int

    mutating func take(_ byte: UInt8, in bytes: borrowing Span<UInt8>) -> Bool {
        skipSpace(in: bytes)
        guard index < end, bytes[index] == byte else { return false }
        index += 1
        return true
    }

    /// Takes a string; returns where it stands, quotation marks excluded.
    mutating func string(in bytes: borrowing Span<UInt8>) -> Range<Int>? {
        guard take(UInt8(ascii: "\""), in: bytes) else { return nil }
        let start = index
        while index < end {
            let byte = bytes[index]
            if byte == UInt8(ascii: "\"") {
                index += 1
                return start..<index - 1
            }
            index += byte == UInt8(ascii: "\\") ? 2 : 1
        }
        return nil
    }

    /// Takes a value, whatever it is; returns where it stands.
    mutating func value(in bytes: borrowing Span<UInt8>) -> Range<Int>? {
        skipSpace(in: bytes)
        let start = index
        var depth = 0
        while index < end {
            switch bytes[index] {
            case UInt8(ascii: "\""):
                guard string(in: bytes) != nil else { return nil }
                if depth == 0 { return start..<index }
                continue
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                // The end of what it stands in.
                if depth == 0 { return index > start ? start..<index : nil }
                depth -= 1
                if depth == 0 {
                    index += 1
                    return start..<index
                }
            case UInt8(ascii: ",") where depth == 0: return index > start ? start..<index : nil
            default: break
            }
            index += 1
        }
        return depth == 0 && index > start ? start..<min(index, end) : nil
    }

    private mutating func skipSpace(in bytes: borrowing Span<UInt8>) {
        while index < end, case let byte = bytes[index], byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D {
            index += 1
        }
    }
}
