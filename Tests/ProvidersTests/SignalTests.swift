import CEL
import Foundation
import Testing

@testable import Providers

@Suite("The vocabulary of signals")
struct SignalTests {
    @Test("is documented: docs/signals.md holds the table that the code renders (UPDATE_DOCS=1 writes it there)")
    func documented() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "docs/signals.md")
        var text = try String(contentsOf: file, encoding: .utf8)
        let start = try #require(text.range(of: "<!-- signals -->\n"))
        let end = try #require(text.range(of: "<!-- /signals -->"))
        if ProcessInfo.processInfo.environment["UPDATE_DOCS"] == "1" {
            text.replaceSubrange(start.upperBound..<end.lowerBound, with: SignalTable.markdown())
            try text.write(to: file, atomically: true, encoding: .utf8)
        } else {
            #expect(text[start.upperBound..<end.lowerBound] == SignalTable.markdown())
        }
    }

    @Test("has a name of its own for each signal, and at least one vendor that tells it")
    func definitions() {
        let paths = Signal.allCases.map(\.definition.path)
        #expect(Set(paths).count == paths.count)
        for signal in Signal.allCases {
            let definition = signal.definition
            #expect(!definition.sources.isEmpty)
            #expect((definition.sources.count > 1) == (definition.merge != .single), "\(definition.path)")
        }
    }

    @Test(
        "has the closed set or range of the one field that a signal is read from",
        arguments: [
            (Signal.automationStatus, ProviderName.tripwire, ["decision", "automation_status"]),
            (.automationRiskScore, .tripwire, ["decision", "risk_score"]),
            (.deviceRiskScore, .verisoul, ["risk_signal_scores", "device_risk"]),
        ])
    func constraints(signal: Signal, provider: ProviderName, path: [String]) throws {
        var type = CELType.record(provider.recordType)
        var constraint: RecordType.Constraint?
        for name in path {
            guard case .record(let record) = type else { break }
            let field = record.fields[try #require(record.slot(of: name))]
            (type, constraint) = (field.type, field.constraint)
        }
        #expect(constraint != nil)
        #expect(signal.definition.constraint == constraint)
        let groups = Signals.recordType
        let group = groups.fields[try #require(groups.slot(of: signal.definition.group))].type
        guard case .record(let signals) = group else { return }
        #expect(signals.fields[try #require(signals.slot(of: signal.definition.name))].constraint == constraint)
    }

    @Test("knows who could have told an attribute")
    func suppliers() {
        #expect(Suppliers.of("signals.network.vpn") == [.tripwire, .verisoul])
        #expect(Suppliers.of("signals.device.high_risk") == [.verisoul])
        #expect(Suppliers.of("signals.network") == [.tripwire, .verisoul])
        #expect(Suppliers.of("tripwire.decision.risk_score") == [.tripwire])
        #expect(Suppliers.of("verisoul") == [.verisoul])
        #expect(Suppliers.of("providers.tripwire.finality") == [.tripwire])
        #expect(Suppliers.of("subject.email") == [])
        #expect(Suppliers.of("attributes.plan") == [])
    }
}
