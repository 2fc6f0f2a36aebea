import CEL
import DecisionLog
import Decisions
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import NIOPosix

/// `POST /v1/decisions` and `GET /v1/decisions/{id}`.
struct DecisionRoutes: Sendable {
    let service: DecisionService
    let timeout: Duration

    func decide(_ request: Request, context: ServerContext) async throws -> Response {
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
            let answer = try await service.decide(
                decisionRequest, deadline: deadline,
                traceparent: Traceparent.checked(request.headers[.traceparent]))
            return Response(
                status: .ok, headers: Self.answerHeaders,
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body)))
        } catch {
            throw Self.problem(error, logger: context.logger)
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

    /// More of a request isn't read, whatever its route.
    static let maxBodyBytes = DecisionRequest.limits.maxBytes

    static func body(of request: Request) async throws -> [UInt8] {
        let tooLarge = Problem(
            .contentTooLarge, .payloadTooLarge, "The request's body may have \(maxBodyBytes) bytes at the most.")
        // Then the body hasn't been read at all.
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > maxBodyBytes { throw tooLarge }
        do {
            return Array(buffer: try await request.body.collect(upTo: maxBodyBytes))
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
