import DecisionLog
import Foundation
import Logging

/// What of the log's rotation is worth a line: that it fails from now on, or works again. What lies between is counted.
enum RotationChange: Sendable {
    case failing(reason: String)
    case working(failedSince: Date)

    /// Nil if the event is another.
    init?(_ event: DecisionLog.Event) {
        switch event {
        case .rotationFailed(let reason, isFirst: true): self = .failing(reason: reason)
        case .rotated(let since?): self = .working(failedSince: since)
        default: return nil
        }
    }

    func tell(_ logger: Logger) {
        switch self {
        case .failing(let reason):
            logger.warning(
                "decision log can't begin a new file, writes on to the old one and goes on trying",
                metadata: ["error": "\(reason)"])
        case .working(let since):
            logger.info(
                "decision log has begun a new file again", metadata: ["failed_since": "\(since.ISO8601Format())"])
        }
    }
}
