/// What came of looking for a field, a key or an index in a value.
enum Lookup {
    case found(Value)
    /// A field of a record of which nothing is known.
    case undelivered
    /// A key or an index that isn't there.
    case absent(EvaluationError)
    /// The value has no such things.
    case unsupported(EvaluationError)
}

extension Value {
    /// The field of a record or the entry of a map by name.
    func member(_ name: String) -> Lookup {
        switch self {
        case .record(let record):
            guard let slot = record.type.slot(of: name) else { return .unsupported(.noSuchKey) }
            return record[slot: slot].map(Lookup.found) ?? .undelivered
        case .map(let map): return map[name].map(Lookup.found) ?? .absent(.noSuchKey)
        default: return .unsupported(.noSuchOverload("selection of a field", self))
        }
    }

    /// The element of a list or the entry of a map.
    func element(at index: Value) -> Lookup {
        switch self {
        case .list(let list):
            guard case .int(let position)? = MapKey(index) else {
                return .unsupported(.noSuchOverload("index of a list", index))
            }
            guard let position = Int(exactly: position), list.indices.contains(position) else {
                return .absent(.indexOutOfRange)
            }
            return .found(list[position])
        case .map(let map): return map[index].map(Lookup.found) ?? .absent(.noSuchKey)
        default: return .unsupported(.noSuchOverload("index", self, index))
        }
    }
}

extension Lookup {
    /// The optional of what was found, also nil for what isn't there.
    var optional: Outcome {
        switch self {
        case .found(let value): .value(.optional(value))
        case .undelivered, .absent: .value(.optional(nil))
        case .unsupported(let error): .error(error)
        }
    }

    /// The value of what was found.
    ///
    /// - Parameters:
    ///   - unknown: what is unknown where nobody delivered it.
    ///   - isOpen: whether a missing key is unknown, too.
    func outcome(unknown: UnknownSet, isOpen: Bool) -> Outcome {
        switch self {
        case .found(let value): .value(value)
        case .undelivered: .unknown(unknown)
        // Who delivers a list delivers all of it.
        case .absent(let error): isOpen && error == .noSuchKey ? .unknown(unknown) : .error(error)
        case .unsupported(let error): .error(error)
        }
    }
}
