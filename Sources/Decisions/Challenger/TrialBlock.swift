import CEL
import DecisionLog
import Foundation
import Policy

/// What one challenger would have decided on some decisions: one record.
struct TrialBlock: Sendable {
    let policy: Policy
    private(set) var results = 0
    /// Decisions of which the log doesn't have a result, since the record before.
    private(set) var gaps: TrialGaps.Entry
    private var writer = JSONWriter(capacity: 4 * 1024)

    init(_ policy: Policy) {
        self.policy = policy
        gaps = TrialGaps.Entry(policy: policy, counts: [:])
        writer.beginObject()
        writer.key("policy")
        writer.encoded(policy.identityJSON)
        writer.member("event", policy.event)
        writer.key("results")
        writer.beginArray()
    }

    var bytes: Int { writer.bytes.count }

    mutating func add(_ trial: Trial, _ verdict: Verdict) {
        results += 1
        writer.beginObject()
        writer.member("id", trial.id)
        writer.member("decided", trial.decided.rawValue)
        writer.member("decision", verdict.decision.rawValue)
        writer.member("differs", verdict.decision != trial.decided)
        writer.member("score", verdict.score)
        writer.key("reasons")
        // Without their texts: no caller got them, and they may quote what a vendor said, which `log.privacy` masks.
        DecisionEncoder.write(reasons: verdict.reasons, tellingMessages: false, to: &writer)
        writer.endObject()
    }

    mutating func add(_ entry: TrialGaps.Entry) { gaps.counts.merge(entry.counts, uniquingKeysWith: +) }

    func record() -> DecisionLog.NewRecord {
        var writer = writer
        writer.endArray()
        if !gaps.counts.isEmpty {
            writer.key("missing")
            writer.beginObject()
            for gap in TrialGap.allCases {
                if let count = gaps.counts[gap] { writer.member(gap.rawValue, count) }
            }
            writer.endObject()
        }
        writer.endObject()
        return .init(
            type: Challenger.recordType, id: "chl_\(UUID().uuidString.lowercased())", data: writer.bytes)
    }
}
