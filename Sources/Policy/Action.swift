/// What a policy decides, from the mildest to the most severe.
package enum Action: String, Sendable, CaseIterable, Comparable {
    case allow
    case review
    case block

    private var severity: Int {
        switch self {
        case .allow: 0
        case .review: 1
        case .block: 2
        }
    }

    package static func < (left: Action, right: Action) -> Bool { left.severity < right.severity }
}
