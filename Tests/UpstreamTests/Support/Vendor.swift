import Curl
import HTTPTypes
import Synchronization
import TestSupport

@testable import Upstream

/// A made-up vendor over real sockets, whose answers are texts.
struct Vendor: Sendable {
    let server: RawServer
    let client: UpstreamClient<String>
    /// All attempts that the client told.
    let observed: Observed
    fileprivate let timeToLive: Duration

    final class Observed: Sendable {
        private let state = Mutex<[Attempt]>([])

        var attempts: [Attempt] { state.withLock { $0 } }

        func add(_ attempt: Attempt) { state.withLock { $0.append(attempt) } }
    }

    func fetch(
        _ session: String = "session", within timeout: Duration = .seconds(20), awaitsFinal: Bool = false
    ) async -> Fetched<String> {
        await client.fetch(call(session), deadline: .now + timeout, awaitsFinal: awaitsFinal)
    }

    private func call(_ session: String) -> UpstreamCall<String> {
        let request = HTTPRequest(method: .get, scheme: "http", authority: server.authority, path: "/\(session)")
        return UpstreamCall(key: session, request: request) { [timeToLive] in
            Self.classify($0, timeToLive: timeToLive)
        }
    }

    /// As vendors' modules do it. A text that begins with "preliminary" is provisional.
    private static func classify(_ response: CurlResponse, timeToLive: Duration) -> Classification<String> {
        switch response.head.status.code {
        case 200:
            let text = String(decoding: response.body, as: UTF8.self)
            return .answer(
                Answered(
                    text, timeToLive: timeToLive, costBytes: text.utf8.count,
                    isProvisional: text.hasPrefix("preliminary"), requestID: "req_\(text)"))
        case 401: return .failure(Failure(.unauthorized, retry: .never))
        case 404: return .failure(Failure(.notFound, retry: .once(after: .zero)))
        case 429:
            let wait = RetryAfter.parse(response.head.headerFields[.retryAfter], now: 0)
            return .failure(Failure(.rateLimited, retry: wait.map(RetryAdvice.after) ?? .never))
        default: return .failure(Failure(.serverError, retry: .backoff, code: "down", requestID: "req_bad"))
        }
    }
}

/// Runs `body` with a vendor that runs `script` on each connection.
func withVendor(
    _ configuration: UpstreamConfiguration, curl: CurlClient.Configuration? = nil, timeToLive: Duration = .seconds(600),
    _ script: @escaping @Sendable (inout RawConnection) async throws -> Void,
    body: @escaping @Sendable (Vendor) async throws -> Void
) async throws {
    try await withRawServer(script) { server in
        try await withCurlClient(try curl ?? .init()) { curl in
            let observed = Vendor.Observed()
            let client = UpstreamClient<String>(curl: curl, configuration: configuration) { observed.add($0) }
            try await body(Vendor(server: server, client: client, observed: observed, timeToLive: timeToLive))
        }
    }
}

/// A script that gives these answers one after the other, whatever the connection, and the last from then on.
func answers(_ texts: String...) -> @Sendable (inout RawConnection) async throws -> Void {
    let sequence = AnswerSequence(texts)
    return { connection in
        while let head = try await connection.request() {
            connection.tell(head)
            try await connection.send(sequence.next())
        }
    }
}

private final class AnswerSequence: Sendable {
    private let texts: Mutex<[String]>

    init(_ texts: [String]) { self.texts = Mutex(texts) }

    func next() -> String {
        texts.withLock { $0.count > 1 ? $0.removeFirst() : $0.first ?? "" }
    }
}

/// A complete HTTP answer.
func answer(_ status: Int, _ body: String = "", _ headers: String = "") -> String {
    "HTTP/1.1 \(status) X\r\nContent-Length: \(body.utf8.count)\r\n\(headers)\r\n\(body)"
}

extension RetryPolicy {
    /// With waits that take no time.
    static func quick(_ maxAttempts: Int) -> RetryPolicy { RetryPolicy(maxAttempts: maxAttempts, baseBackoff: .zero) }
}
