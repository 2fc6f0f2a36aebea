import CEL
import DecisionLog
import Decisions
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import NIOPosix
import Upstream

/// `POST /v1/decisions` and `GET /v1/decisions/{id}`.
struct DecisionRoutes: Sendable {
    let service: DecisionService
    let timeout: Duration
    var tracing: RequestTracing?

    func decide(_ request: Request, context: ServerContext) async throws -> Response {
        let caller = request.caller
        guard let tracing else {
            return try await decide(request, context, caller.map { RequestTrace(caller: $0, span: nil) })
        }
        let trace = RequestTrace(caller: caller, span: tracing.begin(caller))
        let start = ContinuousClock.now
        var status = HTTPResponse.Status.internalServerError
        defer { tracing.end(.init(trace: trace, status: status.code, start: start, end: .now)) }
        do {
            let response = try await decide(request, context, trace)
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
        try Self.checkContentType(request.headers[.contentType])
        let body = try await Self.body(of: request)
        // From here on: what a client takes to send its request isn't taken from the vendors' time.
        let deadline = ContinuousClock.now + timeout
        do throws(DecisionError) {
            let decisionRequest: DecisionRequest
            do throws(InvalidRequest) {
                decisionRequest = try DecisionRequest(json: body)
            } catch {
                throw .invalid(error)
            }
            if let key = Self.keyHeader.flatMap({ request.headers[$0] }) {
                return try await decideOnce(
                    decisionRequest, key: key, body: body, deadline: deadline, trace: trace, context: context)
            }
            let answer =
                context.logger.logLevel > .debug
                ? try await service.decide(decisionRequest, deadline: deadline, trace: trace)
                : try await decideWithLines(decisionRequest, deadline, context.logger(of: trace), trace)
            return Response(
                status: .ok, headers: Self.answerHeaders,
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body)))
        } catch {
            throw Self.problem(error, logger: { context.logger(of: trace) })
        }
    }

    /// `GET /v1/decisions/{id}`: the same bytes as the answer to the request that was decided.
    func decision(_ request: Request, context: ServerContext) async throws -> Response {
        let id = context.parameters.get("id") ?? ""
        let found: DecisionAnswer?
        do {
            // A file is read: not on the connection's event loop.
            found = try await NIOThreadPool.singleton.runIfActive { [service] in try service.decision(id: id) }
        } catch {
            context.logger(of: nil).error("decision not read", metadata: ["error": "\(error)"])
            throw Problem(.internalServerError, .internalError, "The log can't be read. It has been logged.")
        }
        guard let found else {
            throw Problem(
                .notFound, .notFound,
                "No decision of this id is among the newest. 'portcullis log show' finds older ones.")
        }
        return Response(
            status: .ok, headers: Self.answerHeaders,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: found.body)))
    }

    /// The same with lines about it, whose logger is the task's, so that those about the vendors are told as its own.
    private func decideWithLines(
        _ request: DecisionRequest, _ deadline: ContinuousClock.Instant, _ logger: Logger, _ trace: RequestTrace?
    ) async throws(DecisionError) -> DecisionAnswer {
        try await withLogger(logger) { (logger: Logger) async throws(DecisionError) -> DecisionAnswer in
            let answer = try await service.decide(request, deadline: deadline, trace: trace)
            logger.debug("decided", metadata: ["decision_id": "\(answer.id)"])
            return answer
        }
    }

    static let answerHeaders: HTTPFields = [.contentType: "application/json"]

    private static func checkContentType(_ value: String?) throws {
        if value == "application/json" { return }
        let mediaType = value?.prefix { $0 != ";" }.lowercased().filter { $0 != " " }
        guard mediaType == "application/json" else {
            throw Problem(
                .unsupportedMediaType, .unsupportedMediaType, "Send 'Content-Type: application/json'.",
                headers: [.accept: "application/json"])
        }
    }

    /// More of a request isn't read, whatever its route.
    static let maxBodyBytes = DecisionRequest.limits.maxBytes

    static func body(of request: Request) async throws -> [UInt8] {
        // Then the body hasn't been read at all.
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > maxBodyBytes {
            throw bodyTooLarge
        }
        do {
            return Array(buffer: try await request.body.collect(upTo: maxBodyBytes))
        } catch is NIOTooManyBytesError {
            throw bodyTooLarge
        }
    }

    private static let bodyTooLarge = Problem(
        .contentTooLarge, .payloadTooLarge, "The request's body may have \(maxBodyBytes) bytes at the most.")

    private static func problem(_ error: DecisionError, logger: () -> Logger) -> Problem {
        switch error {
        case .invalid(let invalid):
            return Problem(invalid)
        case .otherRequest:
            return Problem(
                .conflict, .idempotencyConflict, "This Idempotency-Key belongs to a request with another body.")
        case .running:
            return Problem(
                .conflict, .idempotencyRunning,
                "The first request with this Idempotency-Key is still being decided. Try again later.",
                headers: [.retryAfter: "1"])
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
