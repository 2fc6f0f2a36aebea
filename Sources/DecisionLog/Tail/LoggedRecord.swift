/// The fields of a record that a summary shows. All but the envelope may be missing: other types have other data.
struct LoggedRecord: Decodable {
    let id: String
    let type: String
    let time: String
    let sequence: String
    let data: Payload?

    struct Payload: Decodable {
        let decision: Decision?
        let evidence: Evidence?
        let durability: String?
        let recovery: Recovery?
        let notWritableSince: String?
        let reason: String?
        let event: String?
        let results: [Result]?
        let missing: [String: Int]?

        enum CodingKeys: String, CodingKey {
            case decision, evidence, durability, recovery, reason, event, results, missing
            case notWritableSince = "not_writable_since"
        }
    }

    /// What a challenger would have decided.
    struct Result: Decodable {
        let differs: Bool?
    }

    struct Decision: Decodable {
        let id: String?
        let decision: String?
        let event: String?
        let score: Double?
        let reasons: [Reason]?
        let degraded: Bool?
        let providers: [String: Provider]?
    }

    struct Reason: Decodable {
        let rule: String?
        let code: String?
    }

    struct Provider: Decodable {
        let status: String?
    }

    struct Evidence: Decodable {
        let request: Request?
        /// What rules in `mode: shadow` would have said.
        let shadow: [Reason]?
    }

    struct Request: Decodable {
        /// By vendor.
        let sessions: [String: String]?
        let subject: Subject?
    }

    struct Subject: Decodable {
        let accountID: String?

        enum CodingKeys: String, CodingKey {
            case accountID = "account_id"
        }
    }

    struct Recovery: Decodable {
        let lastSequence: UInt64?
        let tornBytes: Int?

        enum CodingKeys: String, CodingKey {
            case lastSequence = "last_sequence"
            case tornBytes = "torn_bytes"
        }
    }
}
