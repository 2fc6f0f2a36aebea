import CEL
import Hummingbird
import Logging
import NIOCore

/// `POST /v1/policies/reload`.
struct PolicyRoutes: Sendable {
    let reloadPolicies: @Sendable () async -> PolicyReload?

    /// Loads the policies now. The answer is 200 also when they are refused, as then it has been tried: `good` says it.
    func reload(_ request: Request, context: ServerContext) async throws -> Response {
        try context.caller.require(.admin)
        context.logger(of: nil).notice(
            "reload of the policies asked for", metadata: ["caller": "\(context.caller.name)"])
        guard let reload = await reloadPolicies() else {
            throw Problem(.serviceUnavailable, .stopping, "The service is about to stop.")
        }
        return Response(
            status: .ok, headers: DecisionRoutes.answerHeaders,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: Self.json(reload))))
    }

    static func json(_ reload: PolicyReload) -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("good", reload.mistakes.isEmpty)
        writer.key("policies")
        writer.beginArray()
        for policy in reload.policies {
            writer.beginObject()
            writer.member("role", policy.role)
            writer.member("result", policy.result.rawValue)
            writer.member("event", policy.event)
            writer.member("name", policy.name)
            writer.member("version", policy.version)
            writer.member("digest", policy.digest)
            writer.endObject()
        }
        writer.endArray()
        writer.key("errors")
        writer.beginArray()
        for mistake in reload.mistakes {
            writer.beginObject()
            writer.member("role", mistake.role)
            if let file = mistake.file { writer.member("file", file) }
            if let line = mistake.line { writer.member("line", line) }
            if let column = mistake.column { writer.member("column", column) }
            writer.member("message", mistake.message)
            writer.endObject()
        }
        writer.endArray()
        writer.member("omitted_errors", reload.omittedMistakes)
        writer.endObject()
        return writer.bytes
    }
}
