import Decisions
import Policy

/// What came of a replay, for people and for programs.
struct PolicyReplayOutput {
    let tally: ReplayTally
    let policies: [Policy]
    /// From 0 to 1; nil if nothing is too much.
    let failOver: Double?
    let duration: Duration

    var isGood: Bool { failure == nil }

    /// What is too much. A replay that left out more than may differ shows nothing.
    private var failure: String? {
        guard let failOver else { return nil }
        guard let share = tally.changedShare else { return "nothing was replayed" }
        let allowed = Share.percent(failOver)
        if share > failOver { return "more than \(allowed) came out differently" }
        let left = Double(tally.notReplayed.count) / Double(tally.replayed + tally.notReplayed.count)
        return left > failOver ? "more than \(allowed) can't be decided again" : nil
    }

    var transitions: [(key: ReplayTally.Transition, value: ReplayCount)] {
        tally.transitions.sorted { ($0.key.old, $0.key.new) < ($1.key.old, $1.key.new) }
    }

    /// Those with the greatest part first.
    var rules: [(key: ReplayTally.RuleChange, value: ReplayCount)] {
        tally.rules.sorted { left, right in
            if left.value.count != right.value.count { return left.value.count > right.value.count }
            return (left.key.rule, left.key.code, left.key.isNew ? 0 : 1)
                < (right.key.rule, right.key.code, right.key.isNew ? 0 : 1)
        }
    }

    var obstacles: [(key: ReplayTally.Obstacle, value: ReplayCount)] {
        tally.obstacles.sorted { left, right in
            if left.value.count != right.value.count { return left.value.count > right.value.count }
            return Self.text(left.key) < Self.text(right.key)
        }
    }

    // MARK: For people

    var text: String {
        var lines = policies.map { "policy \($0.name), version \($0.version), for the event \($0.event), \($0.digest)" }
        lines.append(summary)
        if tally.replayed > 0 { lines += ["", "recorded -> now"] + transitions.map(Self.text) }
        if !rules.isEmpty { lines += ["", "rules that made the difference"] + rules.map(Self.text) }
        if tally.otherReasons.count > 0 {
            lines += ["", "the same decision with another score or other reasons: \(Self.text(tally.otherReasons))"]
        }
        if tally.notReplayed.count > 0 {
            lines += ["", "can't be decided again: \(Self.text(tally.notReplayed))"]
            lines += obstacles.map { "  \(Self.text($0.key)): \(Self.text($0.value))" }
        }
        if !tally.otherEvents.isEmpty {
            let events = tally.otherEvents.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
            lines += ["", "passed over, no policy for the event: \(events.joined(separator: ", "))"]
        }
        if let failure { lines += ["", "FAIL: \(failure)"] }
        return lines.joined(separator: "\n")
    }

    private var summary: String {
        let seconds = ((duration / .seconds(1)) * 10).rounded() / 10
        let share = tally.changedShare.map { " (\(Share.percent($0)))" } ?? ""
        return "replayed \(tally.replayed) of \(tally.decisions) decisions in \(seconds) s: "
            + "\(tally.changed) came out differently\(share)"
    }

    private static func text(_ transition: (key: ReplayTally.Transition, value: ReplayCount)) -> String {
        let (old, new) = (transition.key.old, transition.key.new)
        let words = "  \(padded(old.rawValue, 6)) -> \(padded(new.rawValue, 6))  "
        // Of what stays the same nobody wants an example.
        return words + (old == new ? "\(transition.value.count)" : text(transition.value))
    }

    private static func text(_ rule: (key: ReplayTally.RuleChange, value: ReplayCount)) -> String {
        "  \(rule.key.isNew ? "+" : "-") \(rule.key.rule) (\(rule.key.code)): \(text(rule.value))"
    }

    private static func text(_ count: ReplayCount) -> String {
        count.examples.isEmpty ? "\(count.count)" : "\(count.count), such as \(count.examples.joined(separator: " "))"
    }

    static func text(_ obstacle: ReplayTally.Obstacle) -> String {
        switch obstacle {
        case .withheld(let rule, let attribute):
            "rule \(rule) reads \(attribute), which \(hint(attribute))"
        case .unreadable(let what): "the record has no \(what) that can be read"
        }
    }

    /// Which setting keeps an attribute out of the log.
    private static func hint(_ attribute: String) -> String {
        attribute.hasPrefix("subject") || attribute.hasPrefix("attributes")
            ? "isn't in the record as it was: log.privacy, log.evidence"
            : "isn't in the record: log.evidence, log.privacy"
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }
}
