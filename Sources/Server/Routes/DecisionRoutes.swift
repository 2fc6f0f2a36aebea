import CEL
import DecisionLog
import Decisions
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Upstream

/// `POST /v1/decisions`, `POST /v1/decisions/batch` and `GET /v1/decisions/{id}`.
struct DecisionRoutes: Sendable {
    let service: DecisionService
    let timeout: Duration
    let admission: Admission
    var tracing: RequestTracing?

    func decide(_ request: Request, context: ServerContext) async throws -> Response {
        try await traced(request, .decide) { try await decide(request, context, $0) }
    }

    /// Makes a span of a request, where spans are made.
    func traced(
        _ request: Request, _ endpoint: Endpoint, _ answer: (RequestTrace?) async throws -> Response
    ) async throws -> Response {
        let caller = request.caller
        guard let tracing else { return try await answer(caller.map { RequestTrace(caller: $0, span: nil) }) }
        let trace = RequestTrace(caller: caller, span: tracing.begin(caller))
        let start = ContinuousClock.now
        var status = HTTPResponse.Status.internalServerError
        defer { tracing.end(.init(trace: trace, route: endpoint.path, status: status.code, start: start, end: .now)) }
        do {
            let response = try await answer(trace)
            status = response.status
            return response
        } catch let problem as Problem {
            status = problem.status
            throw problem
        }
    }

    private func decide(
        _ request: Request, _ context: ServerContext, _ trace: RequestTrace?
    ) async throws -> Response {
        try context.caller.require(.decide)
        try context.caller.take()
        try Self.checkContentType(request.headers[.contentType])
        let timeout = try RequestedDeadline.timeout(of: request.headers, limit: self.timeout)
        let body = try await Self.body(of: request)
        let deadline = try admission.deadline(receivedAt: context.receivedAt, timeout: timeout)
        let key = try Self.idempotencyKey(of: request, context)
        do throws(DecisionError) {
            let decisionRequest: DecisionRequest
            do throws(InvalidRequest) {
                decisionRequest = try DecisionRequest(json: body)
            } catch {
                throw .invalid(error)
            }
            guard context.logger.logLevel <= .debug else {
                return try await answer(decisionRequest, key, body, deadline, context, trace)
            }
            // The task's, so that lines about the vendors are told as the request's.
            return try await withLogger(context.logger(of: trace)) {
                (_: Logger) async throws(DecisionError) -> Response in
                try await answer(decisionRequest, key, body, deadline, context, trace)
            }
        } catch {
            throw Self.problem(error, logger: { context.logger(of: trace) })
        }
    }

    /// `GET /v1/decisions/{id}`: the same bytes as the answer to the request that was decided.
    func decision(_ request: Request, context: ServerContext) async throws -> Response {
        try context.caller.require(.read)
        let id = context.parameters.get("id") ?? ""
        let found: DecisionAnswer?
        do {
            found = try await BlockingWork.run { [service] in try service.decision(id: id) }
        } catch {
            throw Self.notRead(error, context.logger(of: nil))
        }
        guard let found else {
            throw Problem(
                .notFound, .notFound,
                "No decision of this id is among the newest. 'portcullis log show' finds older ones.")
        }
        return Self.response(found, headers: Self.answerHeaders)
    }

    /// - Parameter key: the request's, see ``idempotencyKey(of:_:)``; nil for none.
    private func answer(
        _ request: DecisionRequest, _ key: String?, _ body: [UInt8], _ deadline: ContinuousClock.Instant,
        _ context: ServerContext, _ trace: RequestTrace?
    ) async throws(DecisionError) -> Response {
        if let key {
            return try await decideOnce(
                request, key: key, body: body, deadline: deadline, trace: trace, context: context)
        }
        let answer = try await service.decide(request, deadline: deadline, trace: trace)
        Self.tell(answer, context, trace)
        return Self.response(answer, headers: Self.answerHeaders)
    }

    /// A line about the decision, where lines about each are wanted.
    static func tell(_ answer: DecisionAnswer, _ context: ServerContext, _ trace: RequestTrace?) {
        guard context.logger.logLevel <= .debug else { return }
        context.logger(of: trace).debug("decided", metadata: ["decision_id": "\(answer.id)"])
    }

    static let answerHeaders: HTTPFields = [.contentType: "application/json"]

    static func checkContentType(_ value: String?) throws {
        if value == "application/json" { return }
        let mediaType = value?.prefix { $0 != ";" }.lowercased().filter { $0 != " " }
        guard mediaType == "application/json" else {
            throw Problem(
                .unsupportedMediaType, .unsupportedMediaType, "Send 'Content-Type: application/json'.",
                headers: [.accept: "application/json"])
        }
    }

    /// - Parameter maxBytes: at most what ``BodyLimits`` lets in.
    static func body(of request: Request, maxBytes: Int = DecisionRequest.limits.maxBytes) async throws -> [UInt8] {
        // Then the body hasn't been read at all.
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > maxBytes {
            throw tooLarge(maxBytes)
        }
        do {
            return Array(buffer: try await request.body.collect(upTo: maxBytes))
        } catch is NIOTooManyBytesError {
            throw tooLarge(maxBytes)
        }
    }

    private static func tooLarge(_ maxBytes: Int) -> Problem {
        Problem(.contentTooLarge, .payloadTooLarge, "The request's body may have \(maxBytes) bytes at the most.")
    }

    static func notRead(_ error: any Error, _ logger: Logger) -> Problem {
        logger.error("decision not read", metadata: ["error": "\(error)"])
        return Problem(.internalServerError, .internalError, "The log can't be read. It has been logged.")
    }

    static func problem(_ error: DecisionError, logger: () -> Logger) -> Problem {
        switch error {
        case .invalid(let invalid):
            return Problem(invalid)
        case .otherRequest:
            return Problem(
                .conflict, .idempotencyConflict,
                "This Idempotency-Key, or webhook-id, belongs to a request with another body.")
        case .running:
            return Problem(
                .conflict, .idempotencyRunning,
                "The first request with this Idempotency-Key, or webhook-id, is still being decided. Try again later.",
                headers: [.retryAfter: "1"])
        case .abandoned:
            logger().debug("request given up: its caller has left")
            return .callerLeft
        case .notLogged(.overloaded):
            return Problem(
                .serviceUnavailable, .overloaded, "Too many decisions are waiting to be logged. Try again later.",
                headers: [.retryAfter: "1"])
        case .notLogged(.recordTooLarge(let bytes, let maxBytes)):
            logger().error(
                "decision not given: its record is too large",
                metadata: ["bytes": "\(bytes)", "max_bytes": "\(maxBytes)"])
            return Problem(
                .internalServerError, .internalError,
                "The decision's record is too large for the log, so it is not given.")
        case .notLogged(let cause):
            logger().error("decision not given: it could not be logged", metadata: ["error": "\(cause)"])
            return Problem(
                .serviceUnavailable, .logNotWritable,
                "The decision could not be logged, so it is not given. /readyz says why.",
                headers: [.retryAfter: "1"])
        }
    }
}
