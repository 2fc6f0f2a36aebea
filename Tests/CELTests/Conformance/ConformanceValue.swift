import Foundation

@testable import CEL

extension Value {
    /// A value in the suite's form: `{"int": "1"}`, `{"list": […]}`, `{"map": [[key, value], …]}`.
    init?(conformance json: Value) {
        guard let (kind, content) = json.entries.first.map({ ($0.key.text ?? "", $0.value) }) else { return nil }
        let text = content.text ?? ""
        let value: Value? =
            switch kind {
            case "null": .null
            case "bool": content
            case "int": Int64(text).map(Value.int)
            case "uint": UInt64(text).map(Value.uint)
            case "double": Double(text).map(Value.double)
            case "string": content
            case "bytes": Data(base64Encoded: text).map { .bytes(Array($0)) }
            case "type": CELType(json: content).map(Value.type)
            case "timestamp": Timestamp(rfc3339: text).map(Value.timestamp)
            case "duration": CELDuration(text: text).map(Value.duration)
            case "list": Value(conformanceList: content.elements)
            case "map": Value(conformanceMap: content.elements)
            default: nil
            }
        guard let value else { return nil }
        self = value
    }

    private init?(conformanceList elements: [Value]) {
        let values = elements.compactMap(Value.init(conformance:))
        guard values.count == elements.count else { return nil }
        self = .list(values)
    }

    private init?(conformanceMap pairs: [Value]) {
        var map = MapValue()
        for pair in pairs {
            guard pair.elements.count == 2, let key = Value(conformance: pair.elements[0]),
                let value = Value(conformance: pair.elements[1]),
                map.append(MapValue.Entry(key: key, value: value))
            else { return nil }
        }
        self = .map(map)
    }
}

extension CELType {
    /// A type in the suite's form: a name, `{"list": T}` or `{"map": [K, V]}`.
    init?(json: Value) {
        if let element = json["list"] {
            guard let element = CELType(json: element) else { return nil }
            self = .list(element)
            return
        }
        if let pair = json["map"]?.elements, pair.count == 2 {
            guard let key = CELType(json: pair[0]), let value = CELType(json: pair[1]) else { return nil }
            self = .map(key, value)
            return
        }
        if let name = json["param"]?.text {
            self = .parameter(name)
            return
        }
        if let name = json["abstract"]?.text {
            self = .opaque(name, (json["params"]?.elements ?? []).compactMap(CELType.init(json:)))
            return
        }
        let named: [String: CELType] = [
            "dyn": .dyn, "null_type": .null, "null": .null, "bool": .bool, "int": .int, "uint": .uint,
            "double": .double,
            "string": .string, "bytes": .bytes, "type": .type, "list": .list(.dyn), "map": .map(.dyn, .dyn),
            "timestamp": .timestamp, "duration": .duration, "google.protobuf.Timestamp": .timestamp,
            "google.protobuf.Duration": .duration,
        ]
        guard let type = json.text.flatMap({ named[$0] }) else { return nil }
        self = type
    }
}
