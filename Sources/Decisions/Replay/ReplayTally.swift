import CEL
import Policy

/// What came of replaying decisions. Tallies of parts add up to that of the whole, in any order.
package struct ReplayTally: Sendable {
    /// From what was recorded to what the policy says now.
    package struct Transition: Sendable, Hashable {
        package let old: Action
        package let new: Action
    }

    /// A rule's part in decisions that came out differently: its reason was there before, or is now.
    package struct RuleChange: Sendable, Hashable {
        package let rule: String
        package let code: String
        /// Whether the reason came; it went otherwise.
        package let isNew: Bool
    }

    /// Why decisions couldn't be replayed.
    package enum Obstacle: Sendable, Hashable {
        /// A rule reads what the record withholds.
        case withheld(rule: String, attribute: String)
        /// The record isn't as the log writes it.
        case unreadable(what: String)
    }

    /// All decisions that were looked at.
    package private(set) var decisions = 0
    /// Those that were decided again.
    package private(set) var replayed = 0
    /// By what became of them, those that stayed the same included.
    package private(set) var transitions: [Transition: ReplayCount] = [:]
    package private(set) var rules: [RuleChange: ReplayCount] = [:]
    /// The same decision with another score or other reasons.
    package private(set) var otherReasons = ReplayCount()
    /// Those that couldn't be decided again.
    package private(set) var notReplayed = ReplayCount()
    /// Why; a decision may count for several.
    package private(set) var obstacles: [Obstacle: ReplayCount] = [:]
    /// Of events that no policy was given for, which are passed over.
    package private(set) var otherEvents: [String: Int] = [:]

    package init() {}

    /// Those whose decision is another one now.
    package var changed: Int { transitions.reduce(0) { $0 + ($1.key.old == $1.key.new ? 0 : $1.value.count) } }

    /// Of those that were decided again, from 0 to 1; nil if there are none.
    package var changedShare: Double? { replayed == 0 ? nil : Double(changed) / Double(replayed) }

    package mutating func add(_ other: ReplayTally) {
        decisions += other.decisions
        replayed += other.replayed
        otherReasons.add(other.otherReasons)
        notReplayed.add(other.notReplayed)
        transitions.merge(other.transitions) { $0.adding($1) }
        rules.merge(other.rules) { $0.adding($1) }
        obstacles.merge(other.obstacles) { $0.adding($1) }
        for (event, count) in other.otherEvents { addOther(event: event, count: count) }
    }

    // MARK: One decision

    mutating func addOther(event: String) {
        decisions += 1
        addOther(event: event, count: 1)
    }

    /// A log can hold any number of names of events; beyond these they are counted together.
    private static let maxEvents = 100
    private static let furtherEvents = "(others)"

    private mutating func addOther(event: String, count: Int) {
        let isKnown = otherEvents[event] != nil || otherEvents.count < Self.maxEvents
        otherEvents[isKnown ? event : Self.furtherEvents, default: 0] += count
    }

    mutating func addUnreadable(_ error: LoggedDecisionError, id: String, sequence: UInt64) {
        decisions += 1
        notReplayed.add(id: id, sequence: sequence)
        obstacles[.unreadable(what: error.what), default: ReplayCount()].add(id: id, sequence: sequence)
    }

    mutating func add(
        _ old: LoggedDecision, _ new: Verdict, withholding shape: LoggedEvidence.Shape, sequence: UInt64
    ) {
        decisions += 1
        guard new.withheld.isEmpty else { return addWithheld(old, new, shape.withholding, sequence) }
        replayed += 1
        transitions[Transition(old: old.decision, new: new.decision), default: ReplayCount()]
            .add(id: old.id, sequence: sequence)
        // Nearly always they are the same to the byte, which is quick to see.
        if DecisionEncoder.json(reasons: new.reasons) == old.reasonsJSON { return }
        let (before, after) = (old.effects, new.reasons.map(ReasonEffect.init))
        guard before != after else { return }
        guard old.decision != new.decision else { return otherReasons.add(id: old.id, sequence: sequence) }
        count(Set(after).subtracting(before), isNew: true, old, sequence)
        count(Set(before).subtracting(after), isNew: false, old, sequence)
    }

    private mutating func count(
        _ effects: Set<ReasonEffect>, isNew: Bool, _ decision: LoggedDecision, _ sequence: UInt64
    ) {
        // A rule with another effect than before is one that came and one that went.
        for change in Set(effects.map { RuleChange(rule: $0.rule, code: $0.code, isNew: isNew) }) {
            rules[change, default: ReplayCount()].add(id: decision.id, sequence: sequence)
        }
    }

    private mutating func addWithheld(
        _ old: LoggedDecision, _ new: Verdict, _ withholding: Withholding, _ sequence: UInt64
    ) {
        notReplayed.add(id: old.id, sequence: sequence)
        for (rule, attributes) in new.withheld {
            for attribute in attributes where withholding.state(of: attribute) != .held {
                obstacles[.withheld(rule: rule, attribute: attribute), default: ReplayCount()]
                    .add(id: old.id, sequence: sequence)
            }
        }
    }
}
