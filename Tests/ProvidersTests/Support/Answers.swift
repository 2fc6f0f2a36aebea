import Curl
import HTTPTypes
import Upstream

@testable import Providers

/// Answers as vendors give them, made by hand.
enum Answers {
    static let tripwireSession = "sid_0123456789abcdefghjkmnpqrs"
    static let verisoulSession = "56f9a065-1583-48af-a5c4-cd5921b21a12"

    static func response(_ status: Int, _ body: String, _ headers: HTTPFields = [:]) -> CurlResponse {
        response(status, Array(body.utf8), headers)
    }

    static func response(_ status: Int, _ body: [UInt8], _ headers: HTTPFields = [:]) -> CurlResponse {
        CurlResponse(head: HTTPResponse(status: .init(code: status), headerFields: headers), body: body)
    }

    /// What Tripwire's side makes of an answer about ``tripwireSession``, or another.
    static func tripwire(
        _ response: CurlResponse, session: String = tripwireSession
    ) throws -> Classification<Facts> {
        let vendor = try Tripwire(baseURL: BaseURL("https://api.example.com"), secretKey: "sk_test_key")
        return vendor.classify(response, session: try requireSession(session, .tripwire))
    }

    /// What Verisoul's side makes of an answer about ``verisoulSession``, or another.
    static func verisoul(
        _ response: CurlResponse, session: String = verisoulSession
    ) throws -> Classification<Facts> {
        let vendor = try Verisoul(baseURL: BaseURL("https://api.example.com"), apiKey: "key")
        return vendor.classify(response, session: try requireSession(session, .verisoul))
    }

    struct NoSession: Error {}

    static func requireSession(_ text: String, _ provider: ProviderName) throws -> SessionID {
        guard let session = SessionID(text, of: provider) else { throw NoSession() }
        return session
    }
}

extension Classification {
    var answer: Answer? { if case .answer(let answered) = self { answered.answer } else { nil } }
    var failure: Failure? { if case .failure(let failure) = self { failure } else { nil } }
}
