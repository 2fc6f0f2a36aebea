import CEL
import DecisionLog
import Decisions
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Upstream

/// `POST /v1/decisions/batch`.
extension DecisionRoutes {
    /// One item of the answer.
    private enum Result: Sendable {
        case decision(DecisionAnswer)
        case problem(Problem)
    }

    func decideBatch(_ request: Request, context: ServerContext) async throws -> Response {
        try await traced(request, .decideBatch) { trace in
            try context.caller.require(.decide)
            try Self.checkContentType(request.headers[.contentType])
            let timeout = try RequestedDeadline.timeout(of: request.headers, limit: self.timeout)
            let body = try await Self.body(of: request, maxBytes: DecisionBatch.maxBytes)
            let deadline = try admission.deadline(receivedAt: context.receivedAt, timeout: timeout)
            let key = try Self.idempotencyKey(of: request, context).map { text in
                guard let key = service.idempotency.key(text, caller: context.caller.name, body: body, use: .batch)
                else {
                    throw Self.invalidKey
                }
                return key
            }
            return try await withLogger(context.logger(of: trace)) { (logger: Logger) async throws -> Response in
                let outcomes = try await outcomes(body, key, deadline, trace, context.caller, logger)
                return try await response(outcomes, logger)
            }
        }
    }

    private func outcomes(
        _ body: [UInt8], _ key: IdempotencyKey?, _ deadline: ContinuousClock.Instant, _ trace: RequestTrace?,
        _ caller: Caller, _ logger: Logger
    ) async throws(Problem) -> [DecisionService.ItemOutcome] {
        let batch: DecisionBatch
        do throws(InvalidRequest) {
            batch = try DecisionBatch(json: body)
        } catch {
            throw Problem(error)
        }
        try caller.take(batch.items.count)
        do throws(DecisionError) {
            return try await service.decide(batch, once: key, deadline: deadline, trace: trace)
        } catch {
            throw Self.problem(error, logger: { logger })
        }
    }

    private func response(_ outcomes: [DecisionService.ItemOutcome], _ logger: Logger) async throws -> Response {
        let isReplayed = outcomes.contains { if case .recorded = $0 { true } else { false } }
        let isDecided = outcomes.contains { if case .decided = $0 { true } else { false } }
        var results: [Result] = []
        if isReplayed {
            results = try await BlockingWork.run { outcomes.map { result($0, logger) } }
        } else {
            results = outcomes.map { result($0, logger) }
        }
        return Response(
            status: .ok, headers: isReplayed && !isDecided ? Self.replayedHeaders : Self.answerHeaders,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: Self.json(results))))
    }

    private func result(_ outcome: DecisionService.ItemOutcome, _ logger: Logger) -> Result {
        switch outcome {
        case .decided(let answer):
            logger.debug("decided", metadata: ["decision_id": "\(answer.id)"])
            return .decision(answer)
        case .recorded(let record):
            do throws(DecisionLogError) {
                return .decision(try service.answer(recordedAt: record))
            } catch {
                return .problem(Self.notRead(error, logger))
            }
        case .failed(let error):
            return .problem(Self.problem(error, logger: { logger }))
        }
    }

    private static func json(_ results: [Result]) -> [UInt8] {
        var writer = JSONWriter(capacity: results.count * 2048)
        writer.beginObject()
        writer.key("results")
        writer.beginArray()
        for result in results {
            writer.beginObject()
            switch result {
            case .decision(let answer):
                writer.member("status", HTTPResponse.Status.ok.code)
                writer.key("decision")
                writer.encoded(answer.body)
            case .problem(let problem):
                writer.member("status", problem.status.code)
                writer.key("problem")
                problem.write(to: &writer)
            }
            writer.endObject()
        }
        writer.endArray()
        writer.endObject()
        return writer.bytes
    }
}
