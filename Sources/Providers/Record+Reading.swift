import CEL

/// Short forms for reading a vendor's record, where any field may be missing.
extension Record {
    func record(_ name: String) -> Record? {
        if case .record(let record) = self[name] { record } else { nil }
    }

    func bool(_ name: String) -> Bool? {
        if case .bool(let value) = self[name] { value } else { nil }
    }

    func string(_ name: String) -> String? {
        if case .string(let value) = self[name] { value } else { nil }
    }

    func number(_ name: String) -> Double? {
        if case .double(let value) = self[name] { value } else { nil }
    }

    func integer(_ name: String) -> Int64? {
        if case .int(let value) = self[name] { value } else { nil }
    }

    func list(_ name: String) -> [Value]? {
        if case .list(let values) = self[name] { values } else { nil }
    }

    /// The value at a path such as `network.ip_address`; nil if nothing is known there.
    package func value(at path: some StringProtocol) -> Value? {
        guard let dot = path.firstIndex(of: ".") else { return self[String(path)] }
        return record(String(path[..<dot]))?.value(at: path[path.index(after: dot)...])
    }

    /// A copy that knows only the fields named, those of a record within as `outer.inner`.
    func keeping(_ paths: [String]) -> Record {
        var kept = Record(type)
        for path in paths {
            let parts = path.split(separator: ".", maxSplits: 1).map(String.init)
            guard let name = parts.first else { continue }
            if parts.count == 1 {
                kept[name] = self[name]
            } else if let inner = record(name) {
                let part = inner.keeping([parts[1]])
                kept[name] = .record((kept.record(name) ?? Record(inner.type)).merging(part))
            }
        }
        return kept
    }

    /// A copy in which what stands at a path, `outer.inner`, is what `replacement` makes of it; nil removes it.
    package func replacing(_ path: some StringProtocol, _ replacement: (Value) -> Value?) -> Record {
        let dot = path.firstIndex(of: ".")
        let name = String(path[..<(dot ?? path.endIndex)])
        guard let value = self[name] else { return self }
        var copy = self
        if let dot, case .record(let inner) = value {
            copy[name] = .record(inner.replacing(path[path.index(after: dot)...], replacement))
        } else {
            copy[name] = replacement(value)
        }
        return copy
    }

    /// A copy in which what another record of the same type knows takes the place of what this one says.
    package func merging(_ other: Record) -> Record {
        var merged = self
        for slot in type.fields.indices {
            guard let theirs = other[slot: slot] else { continue }
            if case .record(let mine)? = merged[slot: slot], case .record(let inner) = theirs {
                merged[slot: slot] = .record(mine.merging(inner))
            } else {
                merged[slot: slot] = theirs
            }
        }
        return merged
    }
}
