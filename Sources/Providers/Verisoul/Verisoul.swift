import CEL
import Curl
import HTTPTypes
import Upstream

/// Verisoul's session API: `GET {base}/session/{session_id}` with `x-api-key`.
///
/// https://docs.verisoul.ai; no decision comes with it, only signals.
struct Verisoul: Vendor {
    let name = ProviderName.verisoul
    private let baseURL: BaseURL
    private let headers: HTTPFields

    init(baseURL: BaseURL, apiKey: String) throws(APIKeyError) {
        try APIKeyError.check(apiKey, of: .verisoul)
        self.baseURL = baseURL
        self.headers = [.xAPIKey: apiKey, .accept: "application/json"]
    }

    func request(for session: SessionID) -> HTTPRequest {
        baseURL.request(path: "/session/", session: session, headers: headers)
    }

    func classify(_ response: CurlResponse, session: SessionID) -> Classification<Facts> {
        if response.head.status.code == 200 { return classifySuccess(response, session: session) }
        return .failure(classifyError(response))
    }

    private func classifySuccess(_ response: CurlResponse, session: SessionID) -> Classification<Facts> {
        guard let facts = Self.facts(in: response.body),
            facts.record.string("session_id")?.lowercased() == session.text.lowercased()
        else { return .failure(Failure(.badResponse, retry: .once(after: .zero))) }
        return .answer(
            Answered(
                facts, timeToLive: Self.timeToLive, costBytes: facts.memoryBytes, requestID: facts.requestID))
    }

    /// What the body of a good answer tells, whatever session it is about; nil if it can't be one.
    static func facts(in body: [UInt8]) -> Facts? {
        guard let (record, drift) = VendorJSON.decode(body, as: VerisoulSchema.session) else { return nil }
        return Facts(
            provider: .verisoul, record: record, signals: VerisoulMapping.signals(record), finality: nil,
            requestID: VendorText.identifier(record.string("request_id")),
            evidenceJSON: VendorJSON.evidence(record, fields: evidenceFields), drift: drift,
            memoryBytes: VendorJSON.memoryBytes(body: body))
    }

    private func classifyError(_ response: CurlResponse) -> Failure {
        switch response.head.status.code {
        case 400:
            // The vendor has no code for it: its message is all that tells it from a request it refuses.
            let message = VendorJSON.decode(response.body, as: Self.errorType)?.record.string("message")
            guard message == "Session ID not found" else { return Failure(.rejected, retry: .never) }
            return Failure(.notFound, retry: .never, timeToLive: Self.notFoundTimeToLive)
        case 401, 403:
            return Failure(.unauthorized, retry: .never)
        case 429:
            return .rateLimited(response)
        case 408, 500...599:
            return .serverError(response)
        case 401...499:
            return Failure(.rejected, retry: .never)
        default:
            return Failure(.badResponse, retry: .once(after: .zero))
        }
    }

    /// Its counters move while the browser is open.
    private static let timeToLive = Duration.seconds(30)
    private static let notFoundTimeToLive = Duration.seconds(1)
    private static let errorType = RecordType("verisoul.error", [.init("message", .string)])
    static let evidenceFields = [
        "start_time", "true_country_code", "network.connection_type", "location.country_code", "device.category",
        "bot", "risk_signals", "risk_signal_scores",
    ]
}
