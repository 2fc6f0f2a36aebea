import CEL
import Hummingbird

/// `GET /livez` and `GET /readyz`.
struct HealthRoutes: Sendable {
    let readiness: @Sendable () -> Readiness

    /// The process runs and answers. Nothing else is asked: a restart mends no disk and no vendor.
    func live(_ request: Request, context: ServerContext) -> Response {
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("status", "alive")
        writer.endObject()
        return Self.response(.ok, writer)
    }

    /// 200 if decisions can be made and logged, else 503; in both cases each component's state and reason.
    func ready(_ request: Request, context: ServerContext) -> Response {
        let readiness = readiness()
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("status", readiness.isReady ? "ready" : "not_ready")
        writer.key("components")
        writer.beginObject()
        for component in readiness.components {
            writer.key(component.name)
            writer.beginObject()
            writer.member("status", component.state.rawValue)
            if let reason = component.reason { writer.member("reason", reason) }
            writer.endObject()
        }
        writer.endObject()
        writer.endObject()
        return Self.response(readiness.isReady ? .ok : .serviceUnavailable, writer)
    }

    private static func response(_ status: HTTPResponse.Status, _ writer: JSONWriter) -> Response {
        Response(
            status: status, headers: [.contentType: "application/json", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: writer.bytes)))
    }
}
