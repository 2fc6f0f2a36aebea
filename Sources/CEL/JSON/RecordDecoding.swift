/// One run of a ``JSONRecordDecoder``.
struct RecordDecoding {
    var scanner: JSONScanner
    var drift = DriftLog()

    init(scanner: JSONScanner) { self.scanner = scanner }

    /// Reads an object, of which the brace has been seen.
    mutating func record(_ type: RecordType) throws(JSONError) -> Record {
        var record = Record(type)
        var seen = BitSet(count: type.fields.count)
        try scanner.open()
        let undeclared = scanner.keys.open()
        var guess = 0
        var next = try scanner.firstKey()
        while let key = next {
            if let slot = slot(of: key, in: type, guess: guess) {
                guess = slot + 1
                guard seen.insert(slot) else { throw scanner.error(.duplicateKey, at: key.range.lowerBound - 1) }
                record[slot: slot] = try value(of: type.fields[slot])
            } else {
                try scanner.note(key, in: undeclared)
                drift.noteUnknownField(key, in: scanner.bytes)
                try scanner.skip()
            }
            next = try scanner.nextKey()
        }
        scanner.keys.close(undeclared)
        return record
    }

    private func slot(of key: JSONString, in type: RecordType, guess: Int) -> Int? {
        guard key.hasEscapes else { return type.index.slot(of: key.range, in: scanner.bytes, guess: guess) }
        let name = key.unescaped(in: scanner.bytes)
        return type.index.slot(of: name.indices, in: name, guess: guess)
    }

    private mutating func value(of field: RecordType.Field) throws(JSONError) -> Value? {
        switch field.type {
        case .list, .map, .record:
            drift.enter(.field(field.name))
            defer { drift.leave() }
            return try value(field.type)
        default:
            let (value, mismatch) = try scalar(field.type)
            if let mismatch = mismatch ?? violation(of: field.constraint, by: value) {
                drift.note(mismatch, field: field.name)
                return nil
            }
            return value
        }
    }

    /// Reads a value of a type at the drift log's current path. Nil for null and for what doesn't fit, which is noted.
    private mutating func value(_ type: CELType) throws(JSONError) -> Value? {
        switch (type, scanner.peek()) {
        case (.record(let type), UInt8(ascii: "{")): return .record(try record(type))
        case (.list(let element), UInt8(ascii: "[")): return try list(element).map(Value.list)
        case (.map(.string, let value), UInt8(ascii: "{")): return .map(try map(value))
        default:
            let (value, mismatch) = try scalar(type)
            if let mismatch { drift.note(mismatch) }
            return value
        }
    }

    /// Nil if an element doesn't fit: a list with a gap would pass for one that is whole.
    private mutating func list(_ element: CELType) throws(JSONError) -> [Value]? {
        var list: [Value] = []
        var isWhole = true
        drift.enter(.element)
        try scanner.open()
        var isMore = try scanner.firstElement()
        while isMore {
            if let value = try value(element) { list.append(value) } else { isWhole = false }
            isMore = try scanner.nextElement()
        }
        drift.leave()
        return isWhole ? list : nil
    }

    private mutating func map(_ type: CELType) throws(JSONError) -> MapValue {
        var map = MapValue()
        drift.enter(.mapValue)
        try scanner.open()
        let keys = scanner.keys.open()
        var next = try scanner.firstKey()
        while let key = next {
            try scanner.note(key, in: keys)
            if let value = try value(type) {
                _ = map.append(MapValue.Entry(key: .string(key.text(in: scanner.bytes)), value: value))
            }
            next = try scanner.nextKey()
        }
        scanner.keys.close(keys)
        drift.leave()
        return map
    }
}
