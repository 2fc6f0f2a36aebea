import DecisionLog
import Decisions
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Upstream

/// `POST /v1/decisions` with an `Idempotency-Key`, or signed.
extension DecisionRoutes {
    func decideOnce(
        _ request: DecisionRequest, key text: String, body: [UInt8], deadline: ContinuousClock.Instant,
        trace: RequestTrace?, context: ServerContext
    ) async throws(DecisionError) -> Response {
        guard let key = service.idempotency.key(text, caller: context.caller.name, body: body) else {
            return Self.invalidKey.response
        }
        switch try await service.decide(request, once: key, deadline: deadline, trace: trace) {
        case .decided(let answer):
            Self.tell(answer, context, trace)
            return Self.response(answer, headers: Self.answerHeaders)
        case .recorded(let record):
            return await recorded(record, context: context, trace)
        }
    }

    /// What tells that two requests are one: the `webhook-id` of a signed one, else its `Idempotency-Key`; nil for none.
    static func idempotencyKey(of request: Request, _ context: ServerContext) throws(Problem) -> String? {
        let given = keyHeader.flatMap { request.headers[$0] }
        guard let messageID = context.messageID else { return given }
        guard given == nil || given == messageID else {
            throw Problem(
                .badRequest, .invalidIdempotencyKey,
                "The webhook-id of a signed request is its idempotency key: leave out the Idempotency-Key.")
        }
        return messageID
    }

    private func recorded(
        _ record: RecordReference, context: ServerContext, _ trace: RequestTrace?
    ) async -> Response {
        do {
            let answer = try await BlockingWork.run { [service] in try service.answer(recordedAt: record) }
            return Self.response(answer, headers: Self.replayedHeaders)
        } catch {
            return Self.notRead(error, context.logger(of: trace)).response
        }
    }

    /// https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/
    static let keyHeader = HTTPField.Name("Idempotency-Key")

    static let invalidKey = Problem(
        .badRequest, .invalidIdempotencyKey, "An Idempotency-Key has \(IdempotencyKey.form), best a random UUID.")

    /// Tell that the answer was given before.
    static let replayedHeaders: HTTPFields = {
        var headers = answerHeaders
        if let name = HTTPField.Name("Idempotency-Replayed") { headers[name] = "true" }
        return headers
    }()

    static func response(_ answer: DecisionAnswer, headers: HTTPFields) -> Response {
        Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body)))
    }
}
