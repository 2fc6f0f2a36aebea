import CEL

/// The signals of a session as all vendors together tell them.
package struct Signals: Sendable {
    /// The type of `signals` in policies: a record of groups, each a record of signals.
    package static let recordType = RecordType(
        "signals", groups.map { .init($0.name, .record($0.type)) })

    private struct Group: Sendable {
        let name: String
        let type: RecordType
        let signals: [Signal]
    }

    private static let groups: [Group] = {
        var order: [String] = []
        var members: [String: [Signal]] = [:]
        for signal in Signal.allCases {
            let group = signal.definition.group
            if members[group] == nil { order.append(group) }
            members[group, default: []].append(signal)
        }
        return order.map { name in
            let signals = members[name] ?? []
            let fields = signals.map(\.definition).map { RecordType.Field($0.name, $0.type, $0.constraint) }
            return Group(name: name, type: RecordType("signals.\(name)", fields), signals: signals)
        }
    }()

    /// One value a known signal, under `signals.<group>.<name>`.
    package let record: Record
    /// The record as JSON, the unknown left out.
    package let json: [UInt8]
    private let facts: [Facts]

    /// - Parameter facts: at most one a vendor, in the order of ``ProviderName``.
    package init(_ facts: [Facts]) {
        self.facts = facts
        if facts.count == 1, let only = facts.first {
            record = only.merged
            json = only.mergedJSON
        } else {
            record = Self.merge(facts.map(\.signals))
            json = Self.encode(record)
        }
    }

    static func merge(_ readings: [SignalReadings]) -> Record {
        var record = Record(recordType)
        for (groupSlot, group) in groups.enumerated() {
            var groupRecord = Record(group.type)
            for (slot, signal) in group.signals.enumerated() {
                groupRecord[slot: slot] = merged(signal, readings)
            }
            record[slot: groupSlot] = .record(groupRecord)
        }
        return record
    }

    static func encode(_ record: Record) -> [UInt8] {
        var writer = JSONWriter(capacity: 1024)
        writer.value(record)
        return writer.bytes
    }

    /// Which vendors told a value for each known signal, by path.
    package var sources: [(path: String, providers: [ProviderName])] {
        Signal.allCases.compactMap { signal in
            let providers = facts.compactMap { $0.signals[signal] == nil ? nil : $0.provider }
            return providers.isEmpty ? nil : (signal.definition.path, providers)
        }
    }

    private static func merged(_ signal: Signal, _ readings: [SignalReadings]) -> Value? {
        var merged: Value?
        for reading in readings {
            guard let value = reading[signal] else { continue }
            guard let earlier = merged else {
                merged = value
                continue
            }
            merged = combine(earlier, value, by: signal.definition.merge)
        }
        return merged
    }

    private static func combine(_ first: Value, _ second: Value, by merge: SignalDefinition.Merge) -> Value {
        switch (merge, first, second) {
        case (.anyTrue, .bool(let a), .bool(let b)): .bool(a || b)
        default: first
        }
    }
}
