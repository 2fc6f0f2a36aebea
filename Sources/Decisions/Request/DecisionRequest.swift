import CEL
import Curl
import Providers

/// A caller's request, checked: which sessions to ask for, and what the caller knows itself. A class, as it is handed on
/// whole from step to step.
package final class DecisionRequest: Sendable, Discreet {
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

    /// Tripwire's sealed verdict on its session, as the browser got it; nil for none. Not recorded.
    package let sealedToken: String?
    /// What it holds in memory, estimated from the JSON that it was read from: a short value takes more than its text.
    let memoryBytes: Int

    package static let defaultEvent = "signup"

    /// - Parameters:
    ///   - sessions: of two for one vendor, the first counts.
    ///   - bytes: the length of the JSON that it was read from; 0 for none.
    package init(
        sessions: [SessionID], isRouted: Bool = false, event: String = defaultEvent,
        subject: Record = Record(Subject.recordType),
        attributes: MapValue = MapValue(), sealedToken: String? = nil, bytes: Int = 0
    ) {
        self.sessions = ProviderName.allCases.compactMap { name in sessions.first { $0.provider == name } }
        self.isRouted = isRouted
        self.event = event
        self.subject = subject
        self.attributes = attributes
        self.sealedToken = sealedToken
        memoryBytes = 1024 + 4 * bytes
    }
}
