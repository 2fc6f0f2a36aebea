import Curl
import Foundation
import HTTPTypes
import Logging
import Providers
import ServiceLifecycle
import Synchronization

/// Posts each checkpoint to a URL, away from the log's writer, which never waits for it. A newer checkpoint takes the place of one that
/// couldn't be posted yet, since it covers the same records: there is never more than one to send.
final class CheckpointPublisher: Service {
    /// Where checkpoints go.
    struct Configuration: Sendable, Discreet {
        var url: BaseURL
        /// Presented as `Authorization: Bearer`; nil for none.
        var token: String?
        var connection: CurlClient.Configuration
        /// The time that one attempt may take.
        var timeout = Duration.seconds(3)
        /// The wait after a failure, and what it doubles to at the most.
        var backoff: ClosedRange<Duration> = .seconds(1) ... .seconds(60)
    }

    private struct State {
        /// The newest, until it is posted.
        var note: [UInt8]?
        var isEnding = false
        /// Since when none could be posted, and why.
        var failure: (since: Date, reason: String)?
    }

    private let configuration: Configuration
    private let logger: Logger
    private let state = Mutex(State())
    private let wakeUps: AsyncStream<Void>
    private let wakeUp: AsyncStream<Void>.Continuation

    init(_ configuration: Configuration, logger: Logger) {
        self.configuration = configuration
        self.logger = logger
        (wakeUps, wakeUp) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Takes a signed note to be posted. Returns at once.
    func offer(_ note: [UInt8]) {
        state.withLock { $0.note = note }
        wakeUp.yield()
    }

    var failure: (since: Date, reason: String)? { state.withLock { $0.failure } }

    /// Posts until the graceful shutdown, and the last checkpoint, if it isn't yet, once more then.
    func run() async throws {
        try await withCurlClient(configuration.connection) { client in
            await withGracefulShutdownHandler {
                for await _ in wakeUps { await post(client) }
            } onGracefulShutdown: {
                self.state.withLock { $0.isEnding = true }
                self.wakeUp.finish()
            }
        }
    }

    /// Posts what there is, again and again until it is there.
    private func post(_ client: CurlClient) async {
        var wait = configuration.backoff.lowerBound
        while let note = state.withLock({ $0.note }) {
            let isLast = state.withLock { $0.isEnding }
            if await isPosted(note, client) {
                state.withLock { if $0.note == note { $0.note = nil } }
                wait = configuration.backoff.lowerBound
                continue
            }
            if isLast || Task.isCancelled { return }
            // Ends early, without a word, when the service is about to end: then there is one attempt left.
            let pause = wait
            await cancelWhenGracefulShutdown { try? await Task.sleep(for: pause) }
            wait = min(wait * 2, configuration.backoff.upperBound)
        }
    }

    private func isPosted(_ note: [UInt8], _ client: CurlClient) async -> Bool {
        let reason: String
        do throws(CurlError) {
            let response = try await client.execute(request, body: note, deadline: .now + configuration.timeout)
            if response.head.status.kind == .successful {
                state.withLock { $0.failure = nil }
                return true
            }
            reason = "status \(response.head.status.code)"
        } catch {
            reason = "\(error)"
        }
        let isFirst = state.withLock { state in
            defer { state.failure = (state.failure?.since ?? Date(), reason) }
            return state.failure == nil
        }
        if isFirst { logger.warning("checkpoint not posted, goes on trying", metadata: ["error": "\(reason)"]) }
        return false
    }

    private var request: HTTPRequest {
        var headers: HTTPFields = [.contentType: "text/plain; charset=utf-8"]
        if let token = configuration.token { headers[.authorization] = "Bearer \(token)" }
        let url = configuration.url
        return HTTPRequest(
            method: .post, scheme: url.scheme, authority: url.authority, path: url.path.isEmpty ? "/" : url.path,
            headerFields: headers)
    }
}
