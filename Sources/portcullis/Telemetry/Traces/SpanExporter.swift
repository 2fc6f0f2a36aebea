import Curl
import HTTPTypes
import Logging
import Providers
import ServiceLifecycle
import Upstream

/// Sends spans to the collector in batches: when one is full, every second otherwise, and once more at the end. Nothing
/// waits for it; what the collector doesn't take is lost and counted.
struct SpanExporter: Service {
    private static let interval = Duration.seconds(1)
    private static let timeout = Duration.seconds(2)
    /// For all that waits at the end.
    private static let lastTimeout = Duration.seconds(1)

    let queue: SpanQueue
    let settings: TracingSettings
    let request: OTLPRequest
    let curl: CurlClient
    let logger: Logger

    func run() async throws {
        await withTaskGroup { group in
            group.addTask {
                while (try? await Task.sleep(for: Self.interval)) != nil { queue.wake() }
            }
            var isFailing = false
            for await _ in queue.full.cancelOnGracefulShutdown() {
                isFailing = await export(until: .now + Self.timeout, isFailing: isFailing)
            }
            group.cancelAll()
            _ = await export(until: .now + Self.lastTimeout, isFailing: isFailing)
            queue.count(dropWaiting(), as: .dropped)
        }
    }

    /// Sends all that waits.
    ///
    /// - Returns: whether the last batch was refused. A line is logged when that changes.
    private func export(until deadline: ContinuousClock.Instant, isFailing: Bool) async -> Bool {
        var isFailing = isFailing
        while .now < deadline {
            let batch = queue.take()
            guard !batch.isEmpty else { break }
            let failure = await send(batch, deadline: deadline)
            queue.count(batch.count, as: failure == nil ? .exported : .failed)
            if let failure, !isFailing {
                logger.warning("spans not exported", metadata: ["reason": "\(failure)"])
            } else if failure == nil, isFailing {
                logger.notice("spans exported again")
            }
            isFailing = failure != nil
        }
        return isFailing
    }

    /// - Returns: why the collector didn't take them; nil if it did.
    private func send(_ batch: [Span], deadline: ContinuousClock.Instant) async -> String? {
        let endpoint = settings.endpoint
        let head = HTTPRequest(
            method: .post, scheme: endpoint.scheme, authority: endpoint.authority,
            path: endpoint.path + "/v1/traces", headerFields: [.contentType: "application/json"])
        do throws(CurlError) {
            let response = try await curl.execute(head, body: request.bytes(batch), deadline: deadline)
            return response.head.status.kind == .successful ? nil : "status \(response.head.status.code)"
        } catch {
            return error.code.rawValue
        }
    }

    private func dropWaiting() -> Int {
        var dropped = 0
        while case let batch = queue.take(), !batch.isEmpty { dropped += batch.count }
        return dropped
    }
}
