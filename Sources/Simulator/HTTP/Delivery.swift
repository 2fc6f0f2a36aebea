import HTTPTypes
import Hummingbird
import NIOCore
import ServiceLifecycle

/// Brings an answer to the client, with the latency of a vendor and with the answer's fault.
struct Delivery: Sendable {
    let latency: Duration
    let slowAnswer: Duration

    /// - Throws: `CancellationError` when the client has left or the simulator stops before the answer is due.
    func deliver(
        _ answer: Answer, visit: Visit, extraHeaders: HTTPFields, request: Request, context: SimulatorContext
    ) async throws -> Response {
        switch answer.fault {
        case .slow: try await hold(request, for: slowAnswer, context: context)
        // A day stands for never: no client waits longer.
        case .never: try await hold(request, for: .seconds(86_400), context: context)
        case .none, .closedBefore, .closedWithin, .truncated:
            if latency > .zero { try await Task.sleep(for: latency) }
        }
        return response(to: answer, visit: visit, extraHeaders: extraHeaders, context: context)
    }

    private func response(
        to answer: Answer, visit: Visit, extraHeaders: HTTPFields, context: SimulatorContext
    ) -> Response {
        var (bytes, contentType) = content(of: answer.body, visit: visit)
        if answer.fault == .truncated { bytes.removeLast(bytes.count / 2) }
        if answer.fault == .closedBefore { context.channel.close(promise: nil) }
        var headers = extraHeaders
        headers[.contentType] = contentType
        for header in answer.headers {
            if let name = HTTPField.Name(header.name) { headers[name] = header.value }
        }
        let buffer = ByteBuffer(bytes: bytes)
        let body =
            answer.fault == .closedWithin
            ? halfBody(buffer, channel: context.channel) : ResponseBody(byteBuffer: buffer)
        return Response(status: .init(code: answer.status), headers: headers, body: body)
    }

    private func content(of body: Answer.Body, visit: Visit) -> ([UInt8], String) {
        switch body {
        case .json(let build): (build(visit).encoded(), "application/json; charset=utf-8")
        case .text(let text, let contentType): (Array(text.utf8), contentType)
        }
    }

    /// Announces the whole body, sends half of it and closes the connection.
    private func halfBody(_ buffer: ByteBuffer, channel: any Channel) -> ResponseBody {
        ResponseBody(contentLength: buffer.readableBytes) { writer in
            let half = buffer.getSlice(at: buffer.readerIndex, length: buffer.readableBytes / 2) ?? ByteBuffer()
            try await writer.write(half)
            channel.close(promise: nil)
            // Without the error the server would take the body for finished.
            throw ClosedWithinAnswer()
        }
    }

    /// Waits, but not for a client that has left, and not beyond the simulator's shutdown.
    private func hold(_ request: Request, for duration: Duration, context: SimulatorContext) async throws {
        do {
            try await cancelWhenGracefulShutdown {
                try await request.body.consumeWithCancellationOnInboundClose { _ in
                    try await Task.sleep(for: duration)
                }
            }
        } catch {
            // An answer now would be one that the scenario doesn't give.
            context.channel.close(promise: nil)
            throw error
        }
    }
}

private struct ClosedWithinAnswer: Error {}
