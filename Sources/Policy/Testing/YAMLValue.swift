import CEL
import Yams

/// A YAML node as a value, after the core schema of YAML 1.2: `NO` is text.
enum YAMLValue {
    /// Nil for a mapping with a key that isn't text.
    static func value(of node: Node) -> Value? {
        switch node {
        case .scalar(let scalar): return self.value(of: scalar)
        case .sequence(let sequence):
            let values = sequence.compactMap { value(of: $0) }
            return values.count == sequence.count ? .list(values) : nil
        case .mapping(let mapping):
            var map = MapValue()
            for (key, node) in mapping {
                guard case .scalar(let name) = key, let value = value(of: node),
                    map.append(.init(key: .string(name.string), value: value))
                else { return nil }
            }
            return .map(map)
        case .alias: return nil
        }
    }

    private static func value(of scalar: Node.Scalar) -> Value {
        guard scalar.style == .plain || scalar.style == .any else { return .string(scalar.string) }
        switch scalar.string {
        case "", "~", "null": return .null
        case "true": return .bool(true)
        case "false": return .bool(false)
        case let text: return number(text) ?? .string(text)
        }
    }

    private static func number(_ text: String) -> Value? {
        if let integer = Int64(text) { return .int(integer) }
        // Not what else Swift reads as a number: hexadecimal fractions, names of infinity.
        guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) || "+-.eE".utf8.contains($0) }) else { return nil }
        return Double(text).flatMap { $0.isFinite ? .double($0) : nil }
    }
}
