import CEL
import Decisions
import Policy

extension PolicyReplayOutput {
    var json: [UInt8] {
        var writer = JSONWriter(capacity: 4096)
        writer.beginObject()
        writer.member("good", isGood)
        writer.member("decisions", tally.decisions)
        writer.member("replayed", tally.replayed)
        writer.member("changed", tally.changed)
        if let share = tally.changedShare { writer.member("changed_share", share) }
        if let failOver { writer.member("fail_over", failOver) }
        writer.member("duration_ms", (duration / .milliseconds(1)).rounded())
        writer.key("policies")
        writer.beginArray()
        for policy in policies {
            writer.beginObject()
            writer.member("name", policy.name)
            writer.member("version", policy.version)
            writer.member("event", policy.event)
            writer.member("digest", policy.digest)
            writer.endObject()
        }
        writer.endArray()
        writeChanges(to: &writer)
        writer.key("not_replayed")
        writer.beginObject()
        Self.write(tally.notReplayed, to: &writer)
        writer.key("causes")
        writer.beginArray()
        for (obstacle, count) in obstacles { Self.write(obstacle, count, to: &writer) }
        writer.endArray()
        writer.endObject()
        writer.key("other_events")
        writer.beginObject()
        for (event, count) in tally.otherEvents.sorted(by: { $0.key < $1.key }) { writer.member(event, count) }
        writer.endObject()
        writer.endObject()
        return writer.bytes
    }

    private func writeChanges(to writer: inout JSONWriter) {
        writer.key("transitions")
        writer.beginArray()
        for (transition, count) in transitions {
            writer.beginObject()
            writer.member("old", transition.old.rawValue)
            writer.member("new", transition.new.rawValue)
            Self.write(count, to: &writer)
            writer.endObject()
        }
        writer.endArray()
        writer.key("rules")
        writer.beginArray()
        for (rule, count) in rules {
            writer.beginObject()
            writer.member("rule", rule.rule)
            writer.member("code", rule.code)
            writer.member("change", rule.isNew ? "came" : "went")
            Self.write(count, to: &writer)
            writer.endObject()
        }
        writer.endArray()
        writer.key("other_reasons")
        writer.beginObject()
        Self.write(tally.otherReasons, to: &writer)
        writer.endObject()
    }

    private static func write(
        _ obstacle: ReplayTally.Obstacle, _ count: ReplayCount, to writer: inout JSONWriter
    ) {
        writer.beginObject()
        switch obstacle {
        case .withheld(let rule, let attribute):
            writer.member("cause", "withheld")
            writer.member("rule", rule)
            writer.member("attribute", attribute)
        case .unreadable(let what):
            writer.member("cause", "unreadable")
            writer.member("field", what)
        }
        write(count, to: &writer)
        writer.endObject()
    }

    private static func write(_ count: ReplayCount, to writer: inout JSONWriter) {
        writer.member("count", count.count)
        writer.key("examples")
        writer.beginArray()
        for id in count.examples { writer.value(id) }
        writer.endArray()
    }
}
