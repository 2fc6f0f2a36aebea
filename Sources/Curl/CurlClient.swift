import HTTPTypes
import ServiceLifecycle

/// An HTTP client on libcurl: one thread, one multi handle, connections kept and used again.
///
/// The thread starts with the client, so that calls work at once, before ``run()`` and without it. It ends, and has
/// been joined, when ``run()`` or ``shutdown()`` returns; failing both, when the client is released. The process
/// should not leave `main` before that (OpenSSL's exit handlers would race it), and should ignore SIGPIPE.
///
/// One client a vendor keeps one vendor's trouble from another's: queue, connections, name lookups.
package final class CurlClient: Sendable {
    package let configuration: Configuration
    private let inbox: Inbox
    private let thread: ClientThread

    /// Starts the client's thread.
    ///
    /// - Throws: ``CurlError`` of code `internalFailure` if the system has no thread to give.
    package init(configuration: Configuration) throws(CurlError) {
        let inbox = Inbox(maxAdmitted: configuration.maxInFlight + configuration.maxQueued)
        self.configuration = configuration
        self.inbox = inbox
        thread = try ClientThread { EventLoop.run(inbox: inbox, configuration: configuration) }
    }

    deinit {
        // Nobody is calling, or there would be a reference; so the thread is about to end.
        inbox.abort()
        thread.join()
    }

    /// Sends a GET or HEAD request, or one that posts `body`, and waits for the complete response, whatever its status.
    ///
    /// Redirects are not followed and nothing is decompressed. A cancelled task gets its error at once, at any stage.
    ///
    /// - Parameters:
    ///   - request: with scheme, authority and path; the path escaped.
    ///   - body: of a POST, which may be sent twice: libcurl sends it again by itself when a connection used again dies
    ///     before the answer. Up to 16 MiB.
    ///   - deadline: the transfer, its time in the queue included, never outlives it.
    /// - Throws: ``CurlError``: any code but `invalidConfiguration`.
    package func execute(
        _ request: HTTPRequest, body: [UInt8]? = nil, deadline: ContinuousClock.Instant
    ) async throws(CurlError) -> CurlResponse {
        let prepared = try PreparedRequest(request, body: body, allowedSchemes: configuration.allowedSchemes)
        let now = ContinuousClock.now
        guard now < deadline else {
            throw CurlError(.timeout, host: prepared.host, detail: "the deadline had passed before the start")
        }
        let call = Call(request: prepared, deadline: deadline, now: now)
        let outcome = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                // False if the cancel came first.
                guard call.wait(continuation) else { return }
                if let refusal = inbox.submit(call) {
                    call.finish(.failure(CurlError(refusal, host: prepared.host)))
                }
            }
        } onCancel: {
            // The task goes on at once; the thread drops the transfer when it next looks.
            if call.finish(.failure(CurlError(.cancelled, host: prepared.host))) { inbox.cancel(call) }
        }
        return try outcome.get().read(from: prepared.host)
    }

    /// Takes no more calls, lets those taken end by their deadlines, for `maxShutdownDuration` at most, then ends
    /// the thread. If the calling task is cancelled, calls end at once with `shutdown`. Harmless when repeated.
    ///
    /// - Throws: ``CurlError`` of code `internalFailure` if libcurl had broken down before.
    package func shutdown() async throws(CurlError) {
        drain()
        try await finish()
    }

    private func drain() {
        inbox.drain(until: .now + configuration.maxShutdownDuration)
    }

    private func finish() async throws(CurlError) {
        let isFailure = await withTaskCancellationHandler {
            await inbox.stopped()
        } onCancel: {
            inbox.abort()
        }
        // Leaving its loop was the last that the thread did: this blocks for microseconds.
        thread.join()
        if isFailure { throw CurlError(.internalFailure, detail: "libcurl broke down") }
    }
}

extension CurlClient: Service {
    /// Waits for the graceful shutdown, then does as ``shutdown()``. When the task is cancelled, calls end at once
    /// with `shutdown`. The thread has been joined when this returns.
    ///
    /// - Throws: ``CurlError`` of code `internalFailure` as soon as libcurl breaks down.
    package func run() async throws {
        try await withGracefulShutdownHandler {
            try await finish()
        } onGracefulShutdown: {
            self.drain()
        }
    }
}

/// Runs `body` with a client that has ended, its thread joined, when this returns or throws.
///
/// - Throws: ``CurlError`` if there is no thread for the client; what `body` throws.
package func withCurlClient<Output>(
    _ configuration: CurlClient.Configuration,
    isolation: isolated (any Actor)? = #isolation,
    _ body: (CurlClient) async throws -> Output
) async throws -> Output {
    let client = try CurlClient(configuration: configuration)
    do {
        let output = try await body(client)
        try await client.shutdown()
        return output
    } catch {
        // The body's error says more than a second one from here.
        try? await client.shutdown()
        throw error
    }
}
