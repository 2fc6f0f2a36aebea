import CEL
import Decisions
import Hummingbird

/// An error as a caller sees it: `application/problem+json` (RFC 9457) with a stable `code`.
///
/// The detail is written for the developer who reads it; it holds no internals, no secrets and nothing that the caller
/// sent but names of fields.
struct Problem: Error, Sendable {
    /// All codes are listed in `docs/errors.md`.
    enum Code: String, Sendable, CaseIterable {
        case malformedRequest = "malformed_request"
        case missingCredentials = "missing_credentials"
        case invalidCredentials = "invalid_credentials"
        case missingWebhookHeader = "missing_webhook_header"
        case invalidWebhookID = "invalid_webhook_id"
        case invalidWebhookTimestamp = "invalid_webhook_timestamp"
        case webhookTooOld = "webhook_too_old"
        case webhookTooNew = "webhook_too_new"
        case invalidWebhookSignature = "invalid_webhook_signature"
        case permissionDenied = "permission_denied"
        case rateLimited = "rate_limited"
        case tooManyFailures = "too_many_failures"
        case invalidIdempotencyKey = "invalid_idempotency_key"
        case invalidDeadline = "invalid_deadline"
        case idempotencyConflict = "idempotency_conflict"
        case idempotencyRunning = "idempotency_running"
        case notFound = "not_found"
        case methodNotAllowed = "method_not_allowed"
        case requestTimeout = "request_timeout"
        case payloadTooLarge = "payload_too_large"
        case unsupportedMediaType = "unsupported_media_type"
        case expectationFailed = "expectation_failed"
        case callerLeft = "caller_left"
        case overloaded
        case stopping
        case logNotWritable = "log_not_writable"
        case internalError = "internal_error"
    }

    let status: HTTPResponse.Status
    let code: String
    let detail: String
    /// RFC 6901, of the field in the request's body that is wrong.
    var pointer: String?
    var headers: HTTPFields = [:]

    init(_ status: HTTPResponse.Status, _ code: Code, _ detail: String, headers: HTTPFields = [:]) {
        self.status = status
        self.code = code.rawValue
        self.detail = detail
        self.headers = headers
    }

    /// What is wrong with a request's content: 400 if it isn't JSON, else 422.
    init(_ invalid: InvalidRequest) {
        self.status = invalid.code == .malformedJSON ? .badRequest : .unprocessableContent
        self.code = invalid.code.rawValue
        self.detail = invalid.detail
        self.pointer = invalid.pointer
    }

    /// Nobody reads this; metrics and traces tell the status.
    static let callerLeft = Problem(
        HTTPResponse.Status(code: 499, reasonPhrase: "Client Closed Request"), .callerLeft,
        "The caller left before there was an answer.")

    var response: Response {
        Response(status: status, headers: headerFields, body: ResponseBody(byteBuffer: body))
    }

    /// The headers, with the body's type.
    var headerFields: HTTPFields {
        var headers = headers
        headers[.contentType] = "application/problem+json"
        return headers
    }

    var body: ByteBuffer {
        var writer = JSONWriter(capacity: 512)
        write(to: &writer)
        return ByteBuffer(bytes: writer.bytes)
    }

    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("type", "urn:portcullis:problem:\(code)")
        writer.member("title", status.reasonPhrase)
        writer.member("status", status.code)
        writer.member("code", code)
        writer.member("detail", detail)
        if let pointer { writer.member("pointer", pointer) }
        writer.endObject()
    }
}
