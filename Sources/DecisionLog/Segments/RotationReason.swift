/// Why a segment was closed and another begun, as `portcullis.log.rotated.v1` has it.
enum RotationReason: String, Sendable {
    case size
    case age
    /// Somebody asked for it: SIGHUP.
    case request
    /// A start found closed segments and no active one: the run before ended while it began a segment.
    case recovered
    /// The segment couldn't be synced, so that nothing more may be written to it.
    case syncFailed = "sync_failed"
    /// The active file was renamed or removed under the service, which has put it back as a closed segment.
    case moved
    /// The active file hasn't the length that the service gave it: somebody else wrote to it or cut it off.
    case altered

    /// Whether the old segment could be written on, so that this rotation may wait.
    var isOptional: Bool {
        switch self {
        case .size, .age, .request: true
        case .recovered, .syncFailed, .moved, .altered: false
        }
    }
}
