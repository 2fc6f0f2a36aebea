import CEL
import Policy
import Providers
import Upstream

/// Reads evidence back from a record: the inverse of ``DecisionEncoder``. What was unknown stays unknown; what the record
/// doesn't hold is withheld, which is another thing.
struct LoggedEvidenceReader {
    /// `data.decision.providers`.
    let asked: JSONMembers
    /// `data.evidence`.
    let recorded: JSONMembers?
    /// The names whose values are wanted; nil for all.
    let wanted: Set<String>?

    /// How the asking of a vendor ended, as ``DecisionEncoder`` writes it.
    private static let status = RecordType(
        "recorded_provider",
        [
            .init("status", .string), .init("finality", .string), .init("source", .string), .init("age_ms", .double),
            .init("attempts", .int), .init("duration_ms", .double), .init("code", .string),
            .init("request_id", .string),
        ])

    /// - Parameter signals: `data.decision.signals`.
    func read(signals: [UInt8]?, now: Timestamp) throws(LoggedDecisionError) -> LoggedEvidence {
        // A record without a level is of a version that wrote another form of evidence.
        let level = recorded?.text(EvidenceLevel.key).flatMap(EvidenceLevel.init) ?? .none
        let recorded = level == .none ? nil : recorded
        let withheld = try texts(recorded?.json(EvidenceLevel.withheldKey))
        var values: [(name: String, value: Value)] = [("now", .timestamp(now))]
        if wants("signals") {
            let record = try record(signals, Signals.recordType, "decision.signals")
            values.append(("signals", .record(record)))
        }
        values += try subject(recorded?.members("request"), withheld)

        let statuses = try self.statuses()
        values.append(("providers", .record(Self.providers(statuses))))
        let facts = recorded?.members("facts")
        let (known, unknown) = ProviderName.allCases.filter { statuses[$0]?["status"] == .string(Cause.ok.rawValue) }
            .partitioned { facts?[$0.rawValue] != nil }
        for provider in known where wants(provider.rawValue) {
            let json = facts?.json(provider.rawValue)
            let record = try record(json, provider.recordType, "evidence.facts.\(provider.rawValue)")
            values.append((provider.rawValue, .record(Self.without(withheld, record, of: provider.rawValue))))
        }
        return LoggedEvidence(
            evidence: Evidence(values, providers: Self.outcomes(statuses)),
            shape: .init(level: level, recorded: known, unrecorded: unknown, withheld: withheld))
    }

    private func wants(_ variable: String) -> Bool { wanted?.contains(variable) ?? true }

    // MARK: The caller's own

    private func subject(
        _ request: JSONMembers?, _ withheld: [String]
    ) throws(LoggedDecisionError) -> [(name: String, value: Value)] {
        guard let request else { return [] }
        var values: [(name: String, value: Value)] = []
        if wants("subject") {
            var subject = Record(Subject.recordType)
            if let json = request.json("subject") {
                subject = try record(json, Subject.recordType, "evidence.request.subject")
            }
            values.append(("subject", .record(Self.without(withheld, subject, of: "subject"))))
        }
        if wants("attributes") {
            var attributes = Value.map(MapValue())
            if let json = request.json("attributes") {
                guard case .map(let map)? = try? Value(json: json) else {
                    throw LoggedDecisionError("evidence.request.attributes")
                }
                // What is withheld may be there as a pseudonym, which isn't the value.
                let held = map.entries.filter { entry in
                    if case .string(let name) = entry.key { !withheld.contains("attributes.\(name)") } else { false }
                }
                attributes = MapValue(held).map(Value.map) ?? attributes
            }
            values.append(("attributes", attributes))
        }
        return values
    }

    /// What is withheld may be there as a pseudonym, which isn't the value.
    private static func without(_ withheld: [String], _ record: Record, of variable: String) -> Record {
        var record = record
        for path in withheld where path.hasPrefix("\(variable).") {
            record = record.replacing(path.dropFirst(variable.utf8.count + 1)) { _ in nil }
        }
        return record
    }

    // MARK: The vendors

    private func statuses() throws(LoggedDecisionError) -> [ProviderName: Record] {
        var statuses: [ProviderName: Record] = [:]
        for provider in ProviderName.allCases {
            guard let json = asked.json(provider.rawValue) else { continue }
            statuses[provider] = try record(json, Self.status, "decision.providers.\(provider.rawValue)")
        }
        return statuses
    }

    private static func providers(_ statuses: [ProviderName: Record]) -> Record {
        var providers = Record(ProviderStatus.providersType)
        for (slot, provider) in ProviderName.allCases.enumerated() {
            var record = Record(ProviderStatus.recordType)
            if let status = statuses[provider] {
                for name in ["status", "finality", "source", "attempts", "code"] { record[name] = status[name] }
                if case .double(let age)? = status["age_ms"] { record["age_ms"] = Int64(exactly: age.rounded(.down)).map(Value.int) }
            } else {
                record["status"] = .string(ProviderStatus.notRequested)
            }
            providers[slot: slot] = .record(record)
        }
        return providers
    }

    private static func outcomes(_ statuses: [ProviderName: Record]) -> [Evidence.Provider] {
        ProviderName.allCases.compactMap { provider in
            guard case .string(let status)? = statuses[provider]?["status"] else { return nil }
            return .init(
                provider.rawValue, status == Cause.ok.rawValue ? .ok : .unavailable(cause: status))
        }
    }

    // MARK: Values

    private func record(
        _ json: [UInt8]?, _ type: RecordType, _ what: String
    ) throws(LoggedDecisionError) -> Record {
        guard let json, let decoded = try? JSONRecordDecoder(type).decode(json) else { throw LoggedDecisionError(what) }
        return decoded.record
    }

    private func texts(_ json: [UInt8]?) throws(LoggedDecisionError) -> [String] {
        guard let json else { return [] }
        guard case .list(let values)? = try? Value(json: json) else {
            throw LoggedDecisionError("evidence.\(EvidenceLevel.withheldKey)")
        }
        return values.compactMap { if case .string(let text) = $0 { text } else { nil } }
    }
}

extension Array {
    /// Those that fit, and the others.
    fileprivate func partitioned(by fits: (Element) -> Bool) -> ([Element], [Element]) {
        (filter(fits), filter { !fits($0) })
    }
}
