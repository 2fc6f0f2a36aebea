import Foundation

/// When a segment has had enough.
struct RotationPolicy: Sendable {
    let maxBytes: Int64
    let maxAge: Duration

    /// - Parameters:
    ///   - bytes: of the active segment.
    ///   - begun: the time of its first record; nil while it has none.
    func reason(bytes: Int64, begun: Timestamp?, now: Timestamp) -> RotationReason? {
        guard let begun else { return nil }
        if bytes >= maxBytes { return .size }
        // A clock that went back makes the segment younger than it is; the records' own time never does.
        return now.milliseconds - begun.milliseconds >= Int64(maxAge.milliseconds) ? .age : nil
    }
}
