/// Finds the RFC 6901 pointer of a place in a document, from its bytes before that place.
///
/// Pointers are wanted only for errors. Going over the bytes once more then costs nothing while documents are good.
enum JSONPointer {
    private enum Level {
        case array(index: Int)
        case object(key: String?)
    }

    /// Names longer than this are cut, so that a hostile document can't write a long error.
    private static let maxNameBytes = 64

    /// - Parameter offset: everything before it has been read without an error.
    static func locate(_ offset: Int, in bytes: [UInt8]) -> String {
        var levels: [Level] = []
        var index = 0
        let end = min(offset, bytes.count)
        while index < end {
            switch bytes[index] {
            case UInt8(ascii: "{"): levels.append(.object(key: nil))
            case UInt8(ascii: "["): levels.append(.array(index: 0))
            case UInt8(ascii: "}"), UInt8(ascii: "]"): _ = levels.popLast()
            case UInt8(ascii: ","): next(&levels)
            case UInt8(ascii: "\""):
                let start = index + 1
                index = closingQuote(of: start, before: end, in: bytes)
                if case .object(nil)? = levels.last, index <= end {
                    levels[levels.count - 1] = .object(key: name(bytes[start..<min(index, end)]))
                }
            default: break
            }
            index += 1
        }
        return levels.compactMap(text).joined()
    }

    private static func next(_ levels: inout [Level]) {
        switch levels.last {
        case .array(let index): levels[levels.count - 1] = .array(index: index + 1)
        case .object: levels[levels.count - 1] = .object(key: nil)
        case nil: break
        }
    }

    private static func closingQuote(of start: Int, before end: Int, in bytes: [UInt8]) -> Int {
        var index = start
        while index < end, bytes[index] != UInt8(ascii: "\"") {
            index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
        }
        return min(index, end)
    }

    private static func name(_ bytes: ArraySlice<UInt8>) -> String {
        let text = String(decoding: bytes.prefix(maxNameBytes), as: UTF8.self)
        return bytes.count > maxNameBytes ? text + "…" : text
    }

    private static func text(_ level: Level) -> String? {
        switch level {
        case .array(let index): "/\(index)"
        case .object(let key): key.map { "/" + $0.flatMap(escaped) }
        }
    }

    private static func escaped(_ character: Character) -> String {
        switch character {
        case "~": "~0"
        case "/": "~1"
        default: String(character)
        }
    }
}
