/// The way from a variable through nested records to a field, by slots: `signals.network.vpn`.
struct RecordPath: Sendable {
    struct Step: Sendable {
        let type: RecordType
        let slot: Int
    }

    let root: Int
    let steps: [Step]

    enum Found {
        case value(Value)
        case unknown
        /// The host filled in a record of another type than it declared.
        case mismatch
    }

    func find(in roots: [Value?]) -> Found {
        guard case .record(let record)? = roots[root] else { return roots[root] == nil ? .unknown : .mismatch }
        return find(from: 0, in: record)
    }

    private func find(from index: Int, in record: Record) -> Found {
        let step = steps[index]
        guard record.type === step.type else { return .mismatch }
        guard let value = record.values[step.slot] else { return .unknown }
        if index + 1 == steps.count { return .value(value) }
        guard case .record(let inner) = value else { return .mismatch }
        return find(from: index + 1, in: inner)
    }
}

extension EvaluationError {
    static let wrongRecord = EvaluationError(.noSuchOverload, "a record is of another type than declared")
}

/// Reads a field at the end of a ``RecordPath``.
final class RecordPathNode: Node {
    private let path: RecordPath
    private let unknown: UnknownSet

    init(_ path: RecordPath, attribute: String) {
        self.path = path
        self.unknown = UnknownSet(attribute)
    }

    func evaluate(_ frame: inout Frame) -> Outcome {
        switch path.find(in: frame.roots) {
        case .value(let value): .value(value)
        case .unknown: .unknown(unknown)
        case .mismatch: .error(.wrongRecord)
        }
    }
}

/// `has()` of a field at the end of a ``RecordPath``: whether the fact is known.
final class HasRecordPathNode: Node {
    private let path: RecordPath

    init(_ path: RecordPath) { self.path = path }

    func evaluate(_ frame: inout Frame) -> Outcome {
        switch path.find(in: frame.roots) {
        case .value: .value(.bool(true))
        case .unknown: .value(.bool(false))
        case .mismatch: .error(.wrongRecord)
        }
    }
}
