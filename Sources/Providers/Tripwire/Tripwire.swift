import CEL
import Curl
import HTTPTypes
import Upstream

/// Tripwire's session API: `GET {base}/v1/sessions/{sessionId}` with `Authorization: Bearer sk_…`.
///
/// https://tripwirejs.com/docs/api-reference/sessions; renamed Foil in May 2026, with the same paths and keys.
struct Tripwire: Vendor {
    let name = ProviderName.tripwire
    private let baseURL: BaseURL
    private let headers: HTTPFields

    init(baseURL: BaseURL, secretKey: String) throws(APIKeyError) {
        try APIKeyError.check(secretKey, of: .tripwire)
        self.baseURL = baseURL
        self.headers = [.authorization: "Bearer \(secretKey)", .accept: "application/json"]
    }

    func request(for session: SessionID) -> HTTPRequest {
        baseURL.request(path: "/v1/sessions/", session: session, headers: headers)
    }

    func classify(_ response: CurlResponse, session: SessionID) -> Classification<Facts> {
        if response.head.status.code == 200 { return classifySuccess(response, session: session) }
        return .failure(TripwireError(response).failure)
    }

    private func classifySuccess(_ response: CurlResponse, session: SessionID) -> Classification<Facts> {
        let decoded = VendorJSON.decode(response.body, as: Self.envelope)
        let requestID =
            VendorText.identifier(decoded?.record.record("meta")?.string("request_id"))
            ?? VendorText.identifier(response.head.headerFields[.xRequestID])
        guard let decoded, let record = decoded.record.record("data"), record.record("decision") != nil,
            record.string("id") == session.text
        else {
            return .failure(Failure(.badResponse, retry: .once(after: .zero), requestID: requestID))
        }
        let facts = Self.facts(record, of: response.body, drift: decoded.drift, requestID: requestID)
        return .answer(
            Answered(
                facts, timeToLive: facts.finality == .final ? Self.finalTimeToLive : Self.preliminaryTimeToLive,
                costBytes: facts.memoryBytes, isProvisional: facts.isProvisional, requestID: requestID))
    }

    /// What the body of a good answer tells, whatever session it is about; nil if it can't be one.
    static func facts(in body: [UInt8]) -> Facts? {
        guard let decoded = VendorJSON.decode(body, as: envelope), let record = decoded.record.record("data"),
            record.record("decision") != nil
        else { return nil }
        return facts(record, of: body, drift: decoded.drift, requestID: nil)
    }

    private static func facts(_ record: Record, of body: [UInt8], drift: [String], requestID: String?) -> Facts {
        Facts(
            provider: .tripwire, record: record, signals: TripwireMapping.signals(record),
            finality: TripwireMapping.finality(record), requestID: requestID,
            evidenceJSON: VendorJSON.evidence(record, fields: evidenceFields), drift: drift,
            memoryBytes: VendorJSON.memoryBytes(body: body))
    }

    /// A final decision won't change; the limit is for the memory and for what a support case may correct.
    private static let finalTimeToLive = Duration.seconds(600)
    private static let preliminaryTimeToLive = Duration.seconds(2)

    private static let envelope = RecordType(
        "tripwire.response",
        [
            .init("data", .record(TripwireSchema.session)),
            .init("meta", .record(RecordType("tripwire.meta", [.init("request_id", .string)]))),
        ])

    static let evidenceFields = [
        "created_at", "decision", "web_bot_auth", "runtime_integrity", "analysis_coverage", "network.status",
        "network.anonymity", "network.reputation", "signals_fired",
    ]
}
