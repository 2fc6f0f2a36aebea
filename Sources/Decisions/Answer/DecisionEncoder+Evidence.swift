import CEL
import Policy
import Providers
import Upstream

/// What the record holds besides the decision: what was asked, what the vendors said, and what had no effect.
extension DecisionEncoder {
    func write(evidence decision: Decision, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member(EvidenceLevel.key, level.rawValue)
        if level != .none {
            var withheld: [String] = []
            writer.key("request")
            write(request: decision.request, to: &writer, withheld: &withheld)
            writer.key("facts")
            write(facts: decision.gathered, to: &writer, withheld: &withheld)
            if !withheld.isEmpty {
                writer.key(EvidenceLevel.withheldKey)
                Self.write(texts: withheld, to: &writer)
            }
            Self.write(sources: decision.signals, of: decision.gathered, to: &writer)
            Self.write(drift: decision.gathered, to: &writer)
        }
        Self.write(verdict: decision.verdict, to: &writer)
        writer.endObject()
    }

    private func write(request: DecisionRequest, to writer: inout JSONWriter, withheld: inout [String]) {
        writer.beginObject()
        writer.key("sessions")
        writer.beginObject()
        for session in request.sessions { writer.member(session.provider.rawValue, session.text) }
        writer.endObject()
        let subject = privacy.masked(subject: request.subject)
        if subject.values.contains(where: { $0 != nil }) { writer.member("subject", .record(subject)) }
        let attributes = privacy.masked(attributes: request.attributes)
        if attributes.count > 0 { writer.member("attributes", .map(attributes)) }
        withheld += privacy.withheld(of: request)
        writer.endObject()
    }

    /// A vendor that gave facts and isn't here has too many of them.
    private func write(facts gathered: GatheredFacts, to writer: inout JSONWriter, withheld: inout [String]) {
        writer.beginObject()
        for case let facts? in gathered.answers.map(\.fetched.answer) {
            guard let json = json(facts, withheld: &withheld) else { continue }
            writer.key(facts.provider.rawValue)
            writer.encoded(json)
        }
        writer.endObject()
    }

    private func json(_ facts: Facts, withheld: inout [String]) -> [UInt8]? {
        guard level == .full else {
            withheld += privacy.pseudonymized(of: facts)
            return privacy.evidenceJSON(of: facts)
        }
        var writer = JSONWriter(capacity: 16 * 1024)
        writer.value(privacy.masked(facts: facts.record, of: facts.provider))
        guard writer.bytes.count <= Self.maxFactsBytes else { return nil }
        withheld += privacy.withheld(of: facts)
        return writer.bytes
    }

    /// Of one vendor, where all that it told is recorded: ten times what vendors tell, and two of them fit into a record.
    private static let maxFactsBytes = 256 * 1024

    /// Which vendors told each known signal, where that isn't plain: with facts of one vendor all are from that one.
    private static func write(sources signals: Signals, of gathered: GatheredFacts, to writer: inout JSONWriter) {
        guard gathered.answers.filter({ $0.fetched.answer != nil }).count > 1 else { return }
        writer.key("sources")
        writer.beginObject()
        for (path, providers) in signals.sources {
            writer.key(path)
            write(texts: providers.map(\.rawValue), to: &writer)
        }
        writer.endObject()
    }

    private static func write(drift gathered: GatheredFacts, to writer: inout JSONWriter) {
        let drifted = gathered.answers.compactMap(\.fetched.answer).filter { !$0.drift.isEmpty }
        guard !drifted.isEmpty else { return }
        writer.key("drift")
        writer.beginObject()
        for facts in drifted {
            writer.key(facts.provider.rawValue)
            write(texts: facts.drift, to: &writer)
        }
        writer.endObject()
    }

    private static func write(verdict: Verdict, to writer: inout JSONWriter) {
        if !verdict.shadow.isEmpty {
            writer.key("shadow")
            write(reasons: verdict.shadow, to: &writer)
        }
        guard !verdict.unevaluated.isEmpty else { return }
        writer.key("unevaluated")
        writer.beginObject()
        for (rule, unknown) in verdict.unevaluated {
            writer.key(rule)
            write(texts: unknown, to: &writer)
        }
        writer.endObject()
    }
}
