import CEL
import DecisionLog
import Decisions
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import NIOHTTPTypes
import NIOPosix
import Upstream

/// `POST /v1/decisions` and `GET /v1/decisions/{id}`.
struct DecisionRoutes: Sendable {
    let service: DecisionService
    let timeout: Duration
    var tracing: RequestTracing?

    func decide(_ request: Request, context: ServerContext) async throws -> Response {
        let caller = Self.caller(of: request)
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

    /// The span that the request says it is part of.
    private static func caller(of request: Request) -> TraceContext? {
        guard let traceparent = request.headers[.traceparent] else { return nil }
        return TraceContext(traceparent: traceparent, tracestate: request.headers[.tracestate])
    }

    private func decide(
        _ request: Request, _ context: ServerContext, _ trace: RequestTrace?
    ) async throws -> Response {
        try Self.checkContentType(request.headers[.contentType])
        let body = try await Self.body(of: request, context: context)
        // From here on: what a client takes to send its request isn't taken from the vendors' time.
        let deadline = ContinuousClock.now + timeout
        do throws(DecisionError) {
            let decisionRequest: DecisionRequest
            do throws(InvalidRequest) {
                decisionRequest = try DecisionRequest(json: body)
            } catch {
                throw .invalid(error)
            }
            let answer = try await service.decide(decisionRequest, deadline: deadline, trace: trace)
            if context.logger.logLevel <= .debug {
                Self.logger(context, trace).debug("decided", metadata: ["decision_id": "\(answer.id)"])
            }
            return Response(
                status: .ok, headers: Self.answerHeaders,
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body)))
        } catch {
            throw Self.problem(error, logger: Self.logger(context, trace))
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
            context.logger.error("decision not read", metadata: ["error": "\(error)"])
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

    /// For lines about the request, so that they can be found by its trace.
    private static func logger(_ context: ServerContext, _ trace: RequestTrace?) -> Logger {
        var logger = context.logger
        if let traceID = trace?.traceIDText { logger[metadataKey: "trace_id"] = "\(traceID)" }
        return logger
    }

    private static let answerHeaders: HTTPFields = [.contentType: "application/json"]

    private static func checkContentType(_ value: String?) throws {
        if value == "application/json" { return }
        let mediaType = value?.prefix { $0 != ";" }.lowercased().filter { $0 != " " }
        guard mediaType == "application/json" else {
            throw Problem(
                .unsupportedMediaType, .unsupportedMediaType, "Send 'Content-Type: application/json'.",
                headers: [.accept: "application/json"])
        }
    }

    /// The whole body, which is asked for with 100 first if the client waits for that (RFC 9110, section 10.1.1).
    static func body(of request: Request, context: ServerContext) async throws -> [UInt8] {
        let maxBytes = DecisionRequest.limits.maxBytes
        let tooLarge = Problem(
            .contentTooLarge, .payloadTooLarge, "The request's body may have \(maxBytes) bytes at the most.",
            // Or the rest of the body would be read first, however long it is.
            headers: [.connection: "close"])
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > maxBytes { throw tooLarge }
        // `RequestHead` lets no other expectation pass.
        if request.headers[.expect] != nil {
            try await context.channel.writeAndFlush(HTTPResponsePart.head(HTTPResponse(status: .continue))).get()
        }
        do {
            return Array(buffer: try await request.body.collect(upTo: maxBytes))
        } catch is NIOTooManyBytesError {
            throw tooLarge
        }
    }

    private static func problem(_ error: DecisionError, logger: Logger) -> Problem {
        switch error {
        case .invalid(let invalid):
            return Problem(invalid)
        case .notLogged(.overloaded):
            return Problem(
                .serviceUnavailable, .overloaded, "Too many decisions are waiting to be logged. Try again later.",
                headers: [.retryAfter: "1"])
        case .notLogged(.recordTooLarge(let bytes, let maxBytes)):
            logger.error(
                "decision not given: its record is too large",
                metadata: ["bytes": "\(bytes)", "max_bytes": "\(maxBytes)"])
            return Problem(
                .internalServerError, .internalError,
                "The decision's record is too large for the log, so it is not given.")
        case .notLogged(let cause):
            logger.error("decision not given: it could not be logged", metadata: ["error": "\(cause)"])
            return Problem(
                .serviceUnavailable, .logNotWritable,
                "The decision could not be logged, so it is not given. /readyz says why.",
                headers: [.retryAfter: "1"])
        }
    }
}
