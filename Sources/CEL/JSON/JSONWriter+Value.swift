extension JSONWriter {
    /// Writes a value of CEL. What JSON has no form for is written as text: bytes in base64, a timestamp after RFC 3339,
    /// a duration as `1.5s`, a type as its name, an address as `string()` gives it, a map's key likewise. An optional is
    /// its value or null. A record's unknown fields are left out.
    package mutating func value(_ value: Value) {
        switch value {
        case .null: null()
        case .bool(let flag): self.value(flag)
        case .int(let number): self.value(number)
        case .uint(let number): self.value(number)
        case .double(let number): self.value(number)
        case .string(let text): self.value(text)
        case .bytes(let bytes): self.value(Base64.encode(bytes))
        case .timestamp(let timestamp): self.value(timestamp.description)
        case .duration(let duration): self.value(duration.description)
        case .type(let type): self.value(type.name)
        case .list(let list): self.value(list)
        case .map(let map): self.value(map)
        case .record(let record): self.value(record)
        case .optional(let wrapped): self.value(wrapped ?? .null)
        case .address(let address): self.value(address.description)
        case .block(let block): self.value(block.description)
        }
    }

    /// Writes the fields of which something is known.
    package mutating func value(_ record: Record) {
        beginObject()
        for (field, value) in zip(record.type.fields, record.values) {
            guard let value else { continue }
            member(field.name, value)
        }
        endObject()
    }

    /// Writes a key and its value.
    package mutating func member(_ name: String, _ value: Value) {
        key(name)
        self.value(value)
    }

    /// Writes a key and its value.
    package mutating func member(_ name: String, _ value: String) {
        key(name)
        self.value(value)
    }

    /// Writes a key and its value.
    package mutating func member(_ name: String, _ value: Bool) {
        key(name)
        self.value(value)
    }

    /// Writes a key and its value.
    package mutating func member(_ name: String, _ value: Int) {
        key(name)
        self.value(value)
    }

    /// Writes a key and its value.
    package mutating func member(_ name: String, _ value: Double) {
        key(name)
        self.value(value)
    }

    private mutating func value(_ list: [Value]) {
        beginArray()
        for element in list { value(element) }
        endArray()
    }

    private mutating func value(_ map: MapValue) {
        beginObject()
        for entry in map.entries { member(Self.text(ofKey: entry.key), entry.value) }
        endObject()
    }

    private static func text(ofKey key: Value) -> String {
        switch key {
        case .bool(let flag): String(flag)
        case .int(let number): String(number)
        case .uint(let number): String(number)
        case .string(let text): text
        default: ""
        }
    }
}
