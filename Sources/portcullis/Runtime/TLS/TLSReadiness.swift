import Foundation
import Server

/// What `readyz` tells of the listener's certificate. None stops decisions: some callers may get through.
enum TLSReadiness {
    /// From when on its end is told.
    private static let notice = TimeInterval(7 * 86_400)

    static func component(_ health: ListenerTLS.Health, now: Date) -> Readiness.Component {
        let end = health.notAfter.ISO8601Format()
        let left = health.notAfter.timeIntervalSince(now)
        let state = left > 0 ? "the certificate ends at \(end)" : "the certificate has ended at \(end)"
        if let refusal = health.refusal {
            return .init("tls", .degraded, reason: "\(state); what the files hold now is refused: \(refusal)")
        }
        return .init("tls", left > notice ? .ok : .degraded, reason: state)
    }
}
