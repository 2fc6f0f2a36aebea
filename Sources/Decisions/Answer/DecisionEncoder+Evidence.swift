import CEL
import Policy
import Providers
import Upstream

/// What the record holds besides the decision: what was asked, what the vendors said, and what had no effect.
extension DecisionEncoder {
    func write(evidence decision: Decision, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("request")
        write(request: decision.request, to: &writer)
        writer.key("facts")
        writer.beginObject()
        for case let facts? in decision.gathered.answers.map(\.fetched.answer) {
            writer.key(facts.provider.rawValue)
            writer.encoded(facts.evidenceJSON)
        }
        writer.endObject()
        Self.write(sources: decision.signals, of: decision.gathered, to: &writer)
        Self.write(drift: decision.gathered, to: &writer)
        Self.write(verdict: decision.verdict, to: &writer)
        if let trial = decision.trial {
            writer.key("challenger")
            Self.write(trial: trial, to: &writer)
        }
        writer.endObject()
    }

    private func write(request: DecisionRequest, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("sessions")
        writer.beginObject()
        for session in request.sessions { writer.member(session.provider.rawValue, session.text) }
        writer.endObject()
        let subject = privacy.apply(to: request.subject)
        if subject.values.contains(where: { $0 != nil }) { writer.member("subject", .record(subject)) }
        if privacy.keepsAttributes, request.attributes.count > 0 {
            writer.member("attributes", .map(request.attributes))
        }
        writer.endObject()
    }

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
