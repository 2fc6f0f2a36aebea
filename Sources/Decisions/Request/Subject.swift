import CEL
import Providers

/// What a caller tells of the person who signs up. All of it is personal data.
package enum Subject {
    /// The type of `subject` in policies.
    package static let recordType = RecordType("subject", Field.allCases.map { .init($0.rawValue, .string) })

    /// The fields that a request may have under `subject`.
    package enum Field: String, Sendable, CaseIterable {
        case accountID = "account_id"
        case email
        case phone
        case ip
        case userAgent = "user_agent"

        /// Under which rule it goes into the log.
        var kind: PersonalData {
            switch self {
            case .accountID: .accountID
            case .email: .email
            case .phone: .phone
            case .ip: .ip
            case .userAgent: .userAgent
            }
        }

        /// Unicode's scalars.
        var maxCharacters: Int {
            switch self {
            case .accountID: 256
            case .email: 320
            case .phone: 32
            case .ip: 45
            case .userAgent: 1024
            }
        }
    }
}
