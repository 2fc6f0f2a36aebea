import CEL
import DecisionLog
import Policy

/// Decides again what was decided, on what the records hold, without any vendor. Pure: for any number of tasks at once.
package struct Replayer: Sendable {
    private let policies: [String: Policy]
    private let readVariables: [String: Set<String>]

    /// - Parameter policies: at most one an event.
    package init(_ policies: [Policy]) {
        self.policies = Dictionary(policies.map { ($0.event, $0) }, uniquingKeysWith: { first, _ in first })
        readVariables = self.policies.mapValues(\.readVariables)
    }

    /// - Parameter records: of the type `portcullis.decision.v1`, in the log's order.
    package func replay(_ records: [LogEntry]) -> ReplayTally {
        var tally = ReplayTally()
        var withheld: [Key: WithheldAttributes] = [:]
        for record in records {
            do throws(LoggedDecisionError) {
                let decision = try LoggedDecision(record.line, data: record.data)
                guard let policy = policies[decision.event] else {
                    tally.addOther(event: decision.event)
                    continue
                }
                let logged = try decision.evidence(of: readVariables[decision.event])
                let key = Key(event: decision.event, shape: logged.shape)
                let attributes = withheld[key] ?? policy.attributes(withheldBy: logged.shape.withholding)
                withheld[key] = attributes
                let verdict = policy.evaluate(logged.evidence, withheld: attributes)
                tally.add(decision, verdict, withholding: logged.shape, sequence: record.sequence)
            } catch {
                tally.addUnreadable(error, id: record.id, sequence: record.sequence)
            }
        }
        return tally
    }

    private struct Key: Hashable {
        let event: String
        let shape: LoggedEvidence.Shape
    }
}
