import CEL
import Policy

extension DecisionEncoder {
    /// What the challenger would have decided; its reasons only where that is something else.
    static func write(trial: Challenger.Trial, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("policy")
        writer.encoded(trial.policy.identityJSON)
        if let verdict = trial.verdict {
            writer.member("decision", verdict.decision.rawValue)
            writer.member("score", verdict.score)
            writer.member("differs", trial.differs)
            if trial.differs {
                writer.key("reasons")
                write(reasons: verdict.reasons, to: &writer)
            }
        } else {
            writer.member("abandoned", true)
        }
        writer.endObject()
    }
}
