import CEL

/// What vendors' good answers may come without, as their schemas say.
package enum OptionalFacts {
    /// The parts of a way to an attribute, the attribute included, without which a good answer may come: of
    /// `verisoul.risk_signals.vpn` both `verisoul.risk_signals` and the whole. A signal is one if each vendor that could tell
    /// it may leave out what it is read from.
    package static func parts(of attribute: String) -> [String] {
        let names = attribute.split(separator: ".").map(String.init)
        guard let root = names.first else { return [] }
        if let provider = ProviderName(rawValue: root) {
            return parts(of: names.dropFirst(), root: root, in: .record(provider.recordType))
        }
        let path = names.dropFirst().prefix(2).joined(separator: ".")
        return root == "signals" && signals.contains(path) ? ["\(root).\(path)"] : []
    }

    private static func parts(of names: ArraySlice<String>, root: String, in type: CELType) -> [String] {
        var parts: [String] = []
        var path = root
        var type = type
        for name in names {
            let isElement = name.hasSuffix("[]")
            let field = isElement ? String(name.dropLast(2)) : name
            guard case .record(let record) = type, let slot = record.slot(of: field) else { break }
            path += ".\(field)"
            if record.fields[slot].isOptional { parts.append(path) }
            type = record.fields[slot].type
            guard isElement, case .list(let element) = type else { continue }
            path += "[]"
            type = element
        }
        return parts
    }

    /// The signals that no vendor has to tell, as `<group>.<name>`.
    private static let signals: Set<String> = {
        let told = ProviderName.allCases.flatMap { provider in
            (0..<maxChoices).map { provider.signals(LeastFacts(choice: $0).record(of: provider.recordType)) }
        }
        let optional = Signal.allCases.filter { signal in told.allSatisfy { $0[signal] == nil } }
        return Set(optional.map(\.definition.path))
    }()

    /// As many as the longest of the closed sets of values that decide what signals are read has.
    private static let maxChoices = 4
}

/// Makes good answers that tell no more than a schema requires.
private struct LeastFacts {
    /// Which of its values a field with a closed set of them has.
    let choice: Int

    func record(of type: RecordType) -> Record {
        var record = Record(type)
        for (slot, field) in type.fields.enumerated() where !field.isOptional { record[slot: slot] = value(of: field) }
        return record
    }

    private func value(of field: RecordType.Field) -> Value? {
        switch (field.type, field.constraint) {
        case (.string, .oneOf(let values)?): values.isEmpty ? nil : .string(values[min(choice, values.count - 1)])
        case (.string, _): .string("text")
        case (.bool, _): .bool(false)
        case (.int, _): .int(0)
        case (.double, _): .double(0)
        case (.timestamp, _): Timestamp(seconds: 0).map(Value.timestamp)
        case (.list, _): .list([])
        case (.record(let type), _): .record(record(of: type))
        default: nil
        }
    }
}
