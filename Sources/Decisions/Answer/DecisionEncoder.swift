import CEL
import Policy
import Providers
import Upstream

/// Writes a decision, and what it rests on, as the JSON of `docs/api.md` and `docs/log.md`. The decision is encoded
/// once: the caller's answer is a part of the record's bytes.
struct DecisionEncoder: Sendable {
    let privacy: PrivacyRules
    let level: EvidenceLevel

    func encode(_ decision: Decision) -> EncodedDecision {
        var writer = JSONWriter(capacity: 6 * 1024)
        writer.beginObject()
        writer.key("decision")
        let start = writer.bytes.count
        Self.write(decision, to: &writer)
        let end = writer.bytes.count
        writer.key("evidence")
        write(evidence: decision, to: &writer)
        if let key = decision.idempotency { IdempotencyMark.write(key, to: &writer) }
        writer.endObject()
        return EncodedDecision(id: decision.id, data: writer.bytes, decisionRange: start..<end)
    }

    private static func write(_ decision: Decision, to writer: inout JSONWriter) {
        let verdict = decision.verdict
        writer.beginObject()
        writer.member("id", decision.id)
        writer.member("decision", verdict.decision.rawValue)
        writer.member("event", decision.request.event)
        writer.member("score", verdict.score)
        writer.key("reasons")
        write(reasons: verdict.reasons, to: &writer)
        writer.member("degraded", decision.gathered.isDegraded)
        writer.key("providers")
        write(providers: decision.gathered, to: &writer)
        writer.key("signals")
        writer.encoded(decision.signals.json)
        writer.key("policy")
        writer.encoded(decision.policy.identityJSON)
        writer.member("created_at", decision.createdAt.description)
        writer.member("duration_ms", decision.duration.milliseconds)
        writer.endObject()
    }

    /// The reasons as a decision has them.
    static func json(reasons: [Reason]) -> [UInt8] {
        var writer = JSONWriter(capacity: 256)
        write(reasons: reasons, to: &writer)
        return writer.bytes
    }

    static func write(reasons: [Reason], tellingMessages: Bool = true, to writer: inout JSONWriter) {
        writer.beginArray()
        for reason in reasons {
            writer.beginObject()
            writer.member("rule", reason.rule)
            writer.member("code", reason.code)
            writer.member("effect", reason.effect.rawValue)
            if let score = reason.score { writer.member("score", score) }
            if tellingMessages { writer.member("message", reason.message) }
            if let provider = reason.provider { writer.member("provider", provider) }
            if !reason.unknown.isEmpty {
                writer.key("unknown")
                write(texts: reason.unknown, to: &writer)
            }
            writer.endObject()
        }
        writer.endArray()
    }

    private static func write(providers gathered: GatheredFacts, to writer: inout JSONWriter) {
        writer.beginObject()
        for answer in gathered.answers {
            let fetched = answer.fetched
            writer.key(answer.session.provider.rawValue)
            writer.beginObject()
            writer.member("status", fetched.cause.rawValue)
            if let finality = fetched.answer?.finality { writer.member("finality", finality.rawValue) }
            writer.member("source", fetched.source.rawValue)
            if fetched.source != .cache, let age = fetched.age { writer.member("age_ms", age.milliseconds) }
            writer.member("attempts", fetched.attempts)
            writer.member("duration_ms", fetched.duration.milliseconds)
            if let code = fetched.code { writer.member("code", code) }
            if let requestID = fetched.answer?.requestID ?? fetched.requestID {
                writer.member("request_id", requestID)
            }
            writer.endObject()
        }
        writer.endObject()
    }

    static func write(texts: [String], to writer: inout JSONWriter) {
        writer.beginArray()
        for text in texts { writer.value(text) }
        writer.endArray()
    }
}
