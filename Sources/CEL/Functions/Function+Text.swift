extension Function {
    /// Functions on strings, and `size`, which lists, maps and bytes have too.
    static let textFunctions: [Function] = [
        Function(
            "size",
            [CELType.string, .bytes, .anyList, .anyMap].flatMap {
                [Overload.global($0, result: .int), .member($0, result: .int)]
            },
            unary: size),
        test("contains") { $0.containsCodePoints(of: $1) },
        test("startsWith") { $0.hasCodePoints(of: $1, at: 0) },
        test("endsWith") { $0.hasCodePoints(of: $1, at: $0.utf8.count - $1.utf8.count) },
        change("lowerAscii") { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 },
        change("upperAscii") { (0x61...0x7A).contains($0) ? $0 & 0xDF : $0 },
    ]

    private static func size(_ value: Value) throws(EvaluationError) -> Value {
        switch value {
        case .string(let text): return .int(Int64(text.unicodeScalars.count))
        case .bytes(let bytes): return .int(Int64(bytes.count))
        case .list(let list): return .int(Int64(list.count))
        case .map(let map): return .int(Int64(map.count))
        default: throw .noSuchOverload("size()", value)
        }
    }

    private static func test(_ name: String, _ body: @escaping @Sendable (String, String) -> Bool) -> Function {
        Function(
            name, [.member(.string, .string, result: .bool)],
            binary: { (left, right) throws(EvaluationError) in
                guard case .string(let text) = left, case .string(let part) = right else {
                    throw .noSuchOverload("\(name)()", left, right)
                }
                return .bool(body(text, part))
            })
    }

    private static func change(_ name: String, _ body: @escaping @Sendable (UInt8) -> UInt8) -> Function {
        Function(
            name, [.member(.string, result: .string)],
            unary: { (value) throws(EvaluationError) in
                guard case .string(let text) = value else { throw .noSuchOverload("\(name)()", value) }
                return .string(String(decoding: text.utf8.map(body), as: UTF8.self))
            })
    }
}

extension String {
    /// Whether the UTF-8 of another string stands at an offset of this one's.
    fileprivate func hasCodePoints(of other: String, at offset: Int) -> Bool {
        let text = utf8.span
        let part = other.utf8.span
        guard offset >= 0, offset + part.count <= text.count else { return false }
        for index in part.indices where text[offset + index] != part[index] { return false }
        return true
    }

    /// Whether the code points of another string are in this one, one after the other.
    func containsCodePoints(of other: String) -> Bool {
        ByteSearch.offset(of: other.utf8.span, in: utf8.span, from: 0) != nil
    }
}
