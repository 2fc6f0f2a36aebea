/// Reads JSON strictly as RFC 8259 defines it, within limits.
///
/// Refused besides what the RFC refuses: invalid UTF-8, halves of surrogate pairs, keys that are there twice, numbers
/// beyond a double, and a byte order mark.
package struct JSONReader: Sendable {
    package let limits: JSONLimits

    package init(limits: JSONLimits = JSONLimits()) { self.limits = limits }

    /// Integers without fraction and exponent that fit become `.int`, other numbers `.double`, objects `.map` with the
    /// keys in their order.
    package func read(_ bytes: [UInt8]) throws(JSONError) -> Value {
        var scanner = try JSONScanner(bytes, limits: limits)
        let value = try scanner.value()
        try scanner.expectEnd()
        return value
    }
}

extension Value {
    /// The value of a JSON document, see ``JSONReader/read(_:)``.
    package init(json bytes: [UInt8], limits: JSONLimits = JSONLimits()) throws(JSONError) {
        self = try JSONReader(limits: limits).read(bytes)
    }
}

extension JSONScanner {
    /// Takes a value, whatever it is.
    mutating func value() throws(JSONError) -> Value {
        switch peek() {
        case UInt8(ascii: "{"): return .map(try map())
        case UInt8(ascii: "["): return .list(try list())
        case UInt8(ascii: "\""): return .string(try string().text(in: bytes))
        case UInt8(ascii: "t"):
            try literal("true")
            return .bool(true)
        case UInt8(ascii: "f"):
            try literal("false")
            return .bool(false)
        case UInt8(ascii: "n"):
            try literal("null")
            return .null
        case UInt8(ascii: "-"), (0x30...0x39)?:
            switch try number() {
            case .int(let number): return .int(number)
            case .double(let number): return .double(number)
            }
        default: throw unexpected("a value")
        }
    }

    private mutating func list() throws(JSONError) -> [Value] {
        var list: [Value] = []
        try open()
        var isMore = try firstElement()
        while isMore {
            list.append(try value())
            isMore = try nextElement()
        }
        return list
    }

    private mutating func map() throws(JSONError) -> MapValue {
        var map = MapValue()
        try open()
        var next = try firstKey()
        while let key = next {
            let value = try value()
            guard map.append(MapValue.Entry(key: .string(key.text(in: bytes)), value: value)) else {
                throw error(.duplicateKey, at: key.range.lowerBound - 1)
            }
            next = try nextKey()
        }
        return map
    }

    /// Takes a value and drops it, checking it all the same.
    mutating func skip() throws(JSONError) {
        switch peek() {
        case UInt8(ascii: "{"): try skipObject()
        case UInt8(ascii: "["):
            try open()
            var isMore = try firstElement()
            while isMore {
                try skip()
                isMore = try nextElement()
            }
        case UInt8(ascii: "\""): _ = try string()
        case UInt8(ascii: "t"): try literal("true")
        case UInt8(ascii: "f"): try literal("false")
        case UInt8(ascii: "n"): try literal("null")
        case UInt8(ascii: "-"), (0x30...0x39)?: _ = try number()
        default: throw unexpected("a value")
        }
    }

    private mutating func skipObject() throws(JSONError) {
        try open()
        let object = keys.open()
        var next = try firstKey()
        while let key = next {
            try note(key, in: object)
            try skip()
            next = try nextKey()
        }
        keys.close(object)
    }

    /// Remembers a key of an object; an error if the object has it already.
    mutating func note(_ key: JSONString, in object: Int) throws(JSONError) {
        guard keys.insert(key, in: bytes, object: object) else {
            throw error(.duplicateKey, at: key.range.lowerBound - 1)
        }
    }
}
