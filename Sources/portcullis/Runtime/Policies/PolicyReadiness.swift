import Foundation
import Policy
import Server

/// What `readyz` tells of the policies. Neither a refused candidate nor an old policy stops decisions.
enum PolicyReadiness {
    /// A load that takes longer is told of: the largest that limits allow, with its tests, takes some seconds.
    private static let longLoad_s = 30.0

    static func component(
        _ directory: PolicyDirectory, loaded: PolicySet?, maxAge: Duration?, now: Date
    ) -> Readiness.Component {
        let name = directory.role.rawValue
        let health = directory.health
        let state = "\(loaded?.events.count ?? 0) loaded" + (health.loadedAt.map { " at \($0.ISO8601Format())" } ?? "")
        if let since = health.loadingSince, now.timeIntervalSince(since) > longLoad_s {
            return .init(name, .degraded, reason: "\(state); a load has been running since \(since.ISO8601Format())")
        }
        if let refusal = health.refusal, let time = health.refusedAt {
            return .init(
                name, .degraded, reason: "\(state); a newer one was refused at \(time.ISO8601Format()): \(refusal)")
        }
        if let maxAge, health.isTooOld(at: now, maxAge: maxAge) {
            return .init(
                name, .degraded,
                reason: "\(state), longer ago than policy.max_age_s allows (\(maxAge.components.seconds) s)")
        }
        return .init(name, .ok, reason: state)
    }
}
