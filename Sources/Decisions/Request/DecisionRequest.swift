import CEL
import Providers

/// A caller's request, checked: which sessions to ask for, and what the caller knows itself.
package struct DecisionRequest: Sendable {
    /// At least one, at most one a vendor, in the order of ``ProviderName``.
    package let sessions: [SessionID]
    /// Where the request named its session, for errors: in `session_id`, or in `sessions`.
    package let isRouted: Bool
    /// Picks the policy.
    package let event: String
    /// Of ``Subject/recordType``.
    package let subject: Record
    /// The caller's own facts, whatever they are.
    package let attributes: MapValue

    package static let defaultEvent = "signup"

    /// - Parameter sessions: of two for one vendor, the first counts.
    package init(
        sessions: [SessionID], isRouted: Bool = false, event: String = defaultEvent,
        subject: Record = Record(Subject.recordType),
        attributes: MapValue = MapValue()
    ) {
        self.sessions = ProviderName.allCases.compactMap { name in sessions.first { $0.provider == name } }
        self.isRouted = isRouted
        self.event = event
        self.subject = subject
        self.attributes = attributes
    }
}
