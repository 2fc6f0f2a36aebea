import CEL
import Foundation
import Policy
import Providers

/// A decision as its record holds it, taken apart without reading more than is asked for.
package struct LoggedDecision: Sendable {
    package let id: String
    package let event: String
    package let decision: Action
    package let createdAt: Timestamp
    private let decided: JSONMembers
    private let recorded: JSONMembers?

    /// - Parameters:
    ///   - line: a record of the type `portcullis.decision.v1`.
    ///   - data: where its `data` stands.
    /// - Throws: ``LoggedDecisionError`` if it isn't as `docs/log.md` says.
    package init(_ line: [UInt8], data: Range<Int>) throws(LoggedDecisionError) {
        guard let members = JSONMembers(line, in: data), let decided = members.members("decision") else {
            throw LoggedDecisionError("decision")
        }
        self.decided = decided
        recorded = members.members("evidence")
        id = try Self.require(decided.text("id"), "decision.id")
        event = try Self.require(decided.text("event"), "decision.event")
        decision = try Self.require(decided.text("decision").flatMap(Action.init), "decision.decision")
        createdAt = try Self.require(
            decided.text("created_at").flatMap { Timestamp(rfc3339: $0) }, "decision.created_at")
    }

    /// - Parameter line: a record of the decision log.
    package init(_ line: [UInt8]) throws(LoggedDecisionError) {
        guard let data = JSONMembers(line, in: line.indices)?["data"] else { throw LoggedDecisionError("data") }
        try self.init(line, data: data)
    }

    /// The digest of the policy that decided; nil if the record doesn't say.
    package var policyDigest: String? { decided.members("policy")?.text("digest") }

    /// The reasons as JSON, as ``DecisionEncoder`` writes them.
    var reasonsJSON: [UInt8]? { decided.json("reasons") }

    /// What a reason did, without its words, which may tell of what the record doesn't hold.
    var effects: [ReasonEffect] {
        guard let json = reasonsJSON, case .list(let reasons)? = try? Value(json: json) else { return [] }
        return reasons.compactMap(ReasonEffect.init)
    }

    /// What the policy knew when it decided, as far as the record holds it.
    ///
    /// - Parameter variables: the names that are wanted; others are unknown. `nil` stands for all.
    package func evidence(of variables: Set<String>? = nil) throws(LoggedDecisionError) -> LoggedEvidence {
        let asked = try Self.require(decided.members("providers"), "decision.providers")
        let reader = LoggedEvidenceReader(asked: asked, recorded: recorded, wanted: variables)
        return try reader.read(signals: decided.json("signals"), now: createdAt)
    }

    static func require<Wanted>(_ value: Wanted?, _ what: String) throws(LoggedDecisionError) -> Wanted {
        guard let value else { throw LoggedDecisionError(what) }
        return value
    }
}

/// A record of a decision that can't be read back.
package struct LoggedDecisionError: Error, CustomStringConvertible {
    /// What isn't there or isn't as it should be, such as `decision.event`.
    package let what: String

    init(_ what: String) { self.what = what }

    package var description: String { "the record has no \(what) that can be read" }
}
